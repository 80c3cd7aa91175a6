/**
 * The report as one HTML file that needs nothing else: no script, no request, light and dark by the reader's setting. It is
 * mailed and published, so everything that comes from data is escaped.
 */

import { escapeHtml } from '../../inert/markup.ts';
import type { Report, Verdict } from '../schema.ts';
import { AUDIT_TITLE } from '../words/audit-lines.ts';
import { type OutlineTable, type OutlineTarget, outline } from './outline.ts';

const STYLE = `
:root { color-scheme: light dark; --text: #1b1f24; --back: #fff; --quiet: #57606a; --line: #d0d7de;
  --positive: #116329; --warning: #7d4e00; --error: #a40e26; --info: #0550ae }
@media (prefers-color-scheme: dark) {
  :root { --text: #e6edf3; --back: #0d1117; --quiet: #9da7b1; --line: #3d444d;
    --positive: #56d364; --warning: #e3b341; --error: #ff7b72; --info: #79c0ff }
}
body { color: var(--text); background: var(--back); font: 15px/1.5 system-ui, sans-serif; max-width: 64rem;
  margin: 2rem auto; padding: 0 1rem }
h1 { font-size: 1.5rem; overflow-wrap: anywhere }
h2 { font-size: 1.2rem; margin-top: 2rem; border-bottom: 1px solid var(--line) }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem 1rem }
dt, .quiet, caption, th { color: var(--quiet) }
dd { margin: 0; overflow-wrap: anywhere }
.scroll { overflow-x: auto }
table { border-collapse: collapse; margin: 1rem 0; font-variant-numeric: tabular-nums }
caption { text-align: left; font-weight: 600 }
th, td { padding: .2rem .8rem .2rem 0; text-align: right; border-bottom: 1px solid var(--line); white-space: nowrap }
th { font-weight: 600 }
th:first-child, td:first-child { text-align: left }
.card { border-left: 4px solid var(--info); padding: .2rem 0 .2rem .8rem; margin: .8rem 0 }
.card.positive { border-color: var(--positive) }
.card.warning { border-color: var(--warning) }
.card.error { border-color: var(--error) }
.card b.positive { color: var(--positive) }
.card b.warning { color: var(--warning) }
.card b.error { color: var(--error) }
.card b.info { color: var(--info) }
.card p { margin: .2rem 0 }
`;

/** @returns a whole document. */
export function renderHtml(report: Report): string {
  const {
    title,
    opening,
    facts,
    base,
    arms,
    ranking,
    byObjective,
    byRanker,
    rolling,
    sources,
    models,
    modelsNote,
    gate,
    warnings,
    audit,
    inputs,
  } = outline(report);
  const list = facts.map(([name, text]) => `<dt>${name}</dt><dd>${escapeHtml(text)}</dd>`).join('\n');
  const body = [
    `<h1>${escapeHtml(title)}</h1>`,
    opening === '' ? '' : `<p>${escapeHtml(opening)}</p>`,
    `<dl>\n${list}\n</dl>`,
    ...base.map(card),
    audit.length === 0
      ? ''
      : `<h2>${AUDIT_TITLE}</h2>\n<ul>\n${audit.map((text) => `<li>${escapeHtml(text)}</li>`).join('\n')}\n</ul>`,
    gate === undefined ? '' : `<p><b>Gate</b> ${escapeHtml(gate)}</p>`,
    ...sources.map(target),
    ...models.map(target),
    modelsNote === undefined ? '' : `<p class="quiet">${escapeHtml(modelsNote)}</p>`,
    byObjective === undefined ? '' : table(byObjective),
    byRanker === undefined ? '' : table(byRanker),
    ...(rolling === undefined
      ? []
      : [
          `<h2>${escapeHtml(rolling.title)}</h2>`,
          ...rolling.sentences.map((text) => `<p>${escapeHtml(text)}</p>`),
          ...rolling.tables.map(table),
        ]),
    '<h2>Arms</h2>',
    table(arms),
    ranking === undefined ? '' : table(ranking),
    warnings.length === 0
      ? ''
      : `<h2>Warnings</h2>\n<ul>\n${warnings.map((text) => `<li>${escapeHtml(text)}</li>`).join('\n')}\n</ul>`,
    inputs.rows.length === 0 ? '' : `<h2>Inputs</h2>\n${table(inputs)}`,
  ];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${STYLE}</style>
</head>
<body>
${body.filter((part) => part !== '').join('\n')}
</body>
</html>
`;
}

function target({ name, provenance, verdicts, estimates, notes, segments, features }: OutlineTarget): string {
  return [
    `<section>\n<h2>${escapeHtml(name)}</h2>\n<p class="quiet">${escapeHtml(provenance)}</p>`,
    ...verdicts.map(card),
    table(estimates),
    ...notes.map((note) => `<p class="quiet">${escapeHtml(note)}</p>`),
    ...[segments, features].filter((rows) => rows !== undefined).map(table),
    '</section>',
  ].join('\n');
}

function card({ code, severity, message, action }: Verdict): string {
  return (
    `<div class="card ${severity}"><p><b class="${severity}">${code}</b> ${escapeHtml(message)}</p>` +
    `<p class="quiet">→ ${escapeHtml(action)}</p></div>`
  );
}

function table({ caption, header, rows }: OutlineTable): string {
  const row = (cells: readonly string[], tag: 'th' | 'td') =>
    `<tr>${cells.map((cell) => `<${tag}${tag === 'th' ? ' scope="col"' : ''}>${escapeHtml(cell)}</${tag}>`).join('')}</tr>`;
  return [
    `<div class="scroll"><table><caption>${escapeHtml(caption)}</caption>`,
    `<thead>${row(header, 'th')}</thead>`,
    `<tbody>\n${rows.map((cells) => row(cells, 'td')).join('\n')}\n</tbody></table></div>`,
  ].join('\n');
}
