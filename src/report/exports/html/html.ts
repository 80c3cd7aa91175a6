/**
 * The report as one HTML file that needs nothing else: no script, no request, light and dark by the reader's setting. Its first screen is the
 * answer with a chart; everything else is folded below. It is mailed and published, so everything that comes from data is escaped.
 */
import { escapeHtml } from '../../../inert/markup.ts';
import { headlineLis, metricName } from '../../estimates.ts';
import type { Report, Segment } from '../../schema.ts';
import { AUDIT_TITLE } from '../../words/audit-lines.ts';
import { leaking } from '../../words/label-leak.ts';
import { openingSentences } from '../../words/opening.ts';
import { answerCells, answerHeader } from '../answers-table.ts';
import { answersForest, segmentsForest } from '../charts/report-forests.ts';
import { type OutlineTarget, outline } from '../outline.ts';
import { shareable } from '../shareable.ts';
import { card, figure, folded, list, paragraph, table } from './parts.ts';
import { STYLE } from './style.ts';

/** @returns a whole document. */
export function renderHtml(raw: Report): string {
  const report = shareable(raw);
  const said = outline(report);
  const { title, base, audit, gate, warnings, inputs, rolling } = said;
  const [answer = '', ...onBase] = openingSentences(report);
  const facts = said.facts.map(([name, text]) => `<dt>${name}</dt><dd>${escapeHtml(text)}</dd>`).join('\n');
  const segments = (i: number, kind: 'source' | 'model'): string => segmentsFigure(report, i, kind);
  const body = [
    `<h1>${escapeHtml(title)}</h1>`,
    ...base.map(card),
    paragraph(answer.replaceAll(' ± ', '\u00a0±\u00a0'), 'answer'),
    audit.length === 0 ? '' : `<h2>${AUDIT_TITLE}</h2>\n${list(audit)}`,
    figure(answersForest(report), 'answers'),
    gate === undefined ? '' : `<p><b>Gate</b> ${escapeHtml(gate)}</p>`,
    answersTable(report),
    ...onBase.map((sentence) => paragraph(sentence)),
    ...said.sources.map((source, i) => target(source, segments(i, 'source'))),
    ...said.models.map((model, i) => target(model, segments(i, 'model'))),
    paragraph(said.modelsNote ?? '', 'quiet'),
    ...[said.byObjective, said.byRanker].map((rows) =>
      rows === undefined ? '' : folded(rows.caption, [table(rows)]),
    ),
    rolling === undefined
      ? ''
      : folded(rolling.title, [
          ...rolling.sentences.map((text) => paragraph(text)),
          ...rolling.tables.map(table),
        ]),
    folded('Arms', [table(said.arms), ...(said.ranking === undefined ? [] : [table(said.ranking)])]),
    warnings.length === 0 ? '' : folded('Warnings', [list(warnings)], String(warnings.length)),
    folded('Run', [`<dl>\n${facts}\n</dl>`, inputs.rows.length === 0 ? '' : table(inputs)]),
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

function target(
  { name, provenance, verdicts, estimates, notes, segments, features }: OutlineTarget,
  drawn: string,
): string {
  return folded(
    name,
    [
      ...verdicts.map(card),
      table(estimates),
      ...notes.map((note) => paragraph(note, 'quiet')),
      drawn,
      ...[segments, features].filter((rows) => rows !== undefined).map(table),
    ],
    provenance,
  );
}

/** Of what holds the label no part says anything. */
function segmentsFigure(report: Report, i: number, kind: 'source' | 'model'): string {
  const [name, what, segments, overall] =
    kind === 'source' ? ofSource(report.sources[i]!) : ofModel(report.models[i]!);
  if (leaking(report).has(name)) return '';
  const drawing = segmentsForest(name, what, segments as readonly Segment[], overall, metricName(report));
  return figure(drawing, `${kind}-${i}`);
}

const ofSource = (source: Report['sources'][number]) =>
  [source.name, 'LIS', source.segments, headlineLis(source)] as const;
const ofModel = (model: Report['models'][number]) => [model.name, 'AIS', model.segments, model.ais] as const;

/** The chart in words, and what to do. */
function answersTable(report: Report): string {
  const all = answerCells(report);
  if (all.length === 0) return '';
  const cell = (text: string, kind = '') =>
    `<td${kind === '' ? '' : ` class="${kind}"`}>${escapeHtml(text)}</td>`;
  const rows = all.map(
    ({ answer, name, verdict, tone, gain, honest }) =>
      `<tr>${cell(name)}${cell(verdict, `number ${tone}`)}${cell(gain, 'number')}${cell(honest, 'number')}${cell(answer.action ?? '')}</tr>`,
  );
  const header = answerHeader(report).map((text) => `<th scope="col">${text}</th>`);
  return [
    '<div class="scroll"><table class="words">',
    `<thead><tr>${header.join('')}</tr></thead>`,
    `<tbody>\n${rows.join('\n')}\n</tbody></table></div>`,
  ].join('\n');
}
