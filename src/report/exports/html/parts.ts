/** What the page is made of. All text is escaped here: it is of data, or may be. */
import { escapeHtml } from '../../../inert/markup.ts';
import type { Verdict } from '../../schema.ts';
import { drawForest, type Forest } from '../charts/forest.ts';
import { OF_PAGE } from '../charts/palette.ts';
import type { OutlineTable } from '../outline.ts';

export function paragraph(text: string, kind?: 'quiet' | 'answer'): string {
  return text === '' ? '' : `<p${kind === undefined ? '' : ` class="${kind}"`}>${escapeHtml(text)}</p>`;
}

export function list(items: readonly string[]): string {
  return `<ul>\n${items.map((text) => `<li>${escapeHtml(text)}</li>`).join('\n')}\n</ul>`;
}

/** Folded until somebody asks for it. @param aside behind the title, quiet */
export function folded(title: string, contents: readonly string[], aside = ''): string {
  const quiet = aside === '' ? '' : ` <span class="quiet">${escapeHtml(aside)}</span>`;
  return [
    `<details>\n<summary>${escapeHtml(title)}${quiet}</summary>`,
    ...contents.filter((part) => part !== ''),
    '</details>',
  ].join('\n');
}

/** @param id unique in the page */
export function figure(forest: Forest | undefined, id: string): string {
  if (forest === undefined) return '';
  const drawing = drawForest(forest, { palette: OF_PAGE, id });
  return `<figure class="scroll">\n<figcaption>${escapeHtml(forest.title)}</figcaption>\n${drawing}\n</figure>`;
}

/** Escaped, with what stands between backticks as code. */
function withCode(text: string): string {
  return escapeHtml(text).replace(/`([^`]+)`/g, '<code>$1</code>');
}

export function card({ code, severity, message, action }: Verdict): string {
  return (
    `<div class="card ${severity}"><p><b class="${severity}">${code}</b> ${withCode(message)}</p>` +
    `<p class="quiet">→ ${withCode(action)}</p></div>`
  );
}

export function table({ caption, header, rows }: OutlineTable): string {
  const row = (cells: readonly string[], tag: 'th' | 'td') =>
    `<tr>${cells.map((cell) => `<${tag}${tag === 'th' ? ' scope="col"' : ''}>${escapeHtml(cell)}</${tag}>`).join('')}</tr>`;
  return [
    `<div class="scroll"><table><caption>${escapeHtml(caption)}</caption>`,
    `<thead>${row(header, 'th')}</thead>`,
    `<tbody>\n${rows.map((cells) => row(cells, 'td')).join('\n')}\n</tbody></table></div>`,
  ].join('\n');
}
