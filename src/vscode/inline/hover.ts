/** The hover over a column and over the note behind its line: the evidence, and the ways to it. */
import { basename } from 'node:path';
import * as vscode from 'vscode';
import { escapeMarkdown, linkTarget } from '../../inert/markdown.ts';
import { rendered } from '../show/markdown.ts';
import { age } from '../words/phrases.ts';
import { evidenceMarkdown } from './evidence-table.ts';
import type { DocumentNotes, NotedColumn, Notes } from './notes.ts';

const { t } = vscode.l10n;
const OPEN_REPORT = 'lis.openReport';

export function columnHovers(notes: Notes): vscode.HoverProvider {
  return {
    async provideHover(document, position) {
      const found = await notes.of(document);
      if (found === undefined) return undefined;
      const here = columnsAt(found, document, position);
      const [first] = here;
      if (first === undefined) return undefined;
      const contents = here.map((column) => contentOf(column, found));
      return new vscode.Hover(contents, first.range.contains(position) ? first.range : undefined);
    },
  };
}

/** The column under the pointer; behind the line, where the note stands, all columns of the line. */
function columnsAt(
  { columns }: DocumentNotes,
  document: vscode.TextDocument,
  position: vscode.Position,
): NotedColumn[] {
  const under = columns.find(({ range }) => range.contains(position));
  if (under !== undefined) return [under];
  if (position.character < document.lineAt(position.line).text.length) return [];
  const line = columns.filter(({ range }) => range.end.line === position.line);
  return [...new Map(line.map((column) => [column.name, column])).values()];
}

function contentOf(column: NotedColumn, found: DocumentNotes): vscode.MarkdownString {
  const { report, metric, spec } = found;
  const [{ source }] = column.evidence;
  const argument = encodeURIComponent(JSON.stringify([spec, { tab: 'features', part: source.name }]));
  const open = linkTarget(`command:${OPEN_REPORT}?${argument}`);
  const links = [`[${t('Open report')}](${open})`, specLink(found, source.name)];
  const runOf = (name: string) => {
    const { created, stale } = found.runOf(name);
    return { age: age(Date.now() - Date.parse(created), t), stale };
  };
  const text = evidenceMarkdown({ ...column, report, metric, runOf, links }, t);
  return rendered(text, [OPEN_REPORT]);
}

/** `lis.yaml:17`, a link to the source in its spec; to the spec where it no longer has the source. */
function specLink({ spec, parsed }: DocumentNotes, source: string): string {
  const index = parsed?.spec?.sources.findIndex(({ name }) => name === source) ?? -1;
  const line = index < 0 ? 0 : (parsed?.rangeOf(['sources', index], 'value').start.line ?? 0);
  const target = linkTarget(spec.with({ fragment: `L${line + 1}` }).toString());
  return `[${escapeMarkdown(basename(spec.fsPath))}:${line + 1}](${target})`;
}
