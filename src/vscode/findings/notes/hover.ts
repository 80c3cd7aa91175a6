/** The hover over a column and over the note behind its line: what the audit and the report say, and the ways to it. */
import { basename } from 'node:path';
import * as vscode from 'vscode';
import { escapeMarkdown, linkTarget } from '../../../inert/markdown.ts';
import { rendered } from '../../show/markdown.ts';
import { age } from '../../words/phrases.ts';
import { staleText } from '../../words/stale.ts';
import type { Evidence } from './evidence.ts';
import { evidenceMarkdown } from './evidence-table.ts';
import { findingMarkdown } from './finding-text.ts';
import type { DocumentNotes, NotedColumn, Notes } from './notes.ts';

const { t } = vscode.l10n;
const OPEN_REPORT = 'lis.openReport';
const GO_TO_FINDING = 'lis.side.goToFinding';

export function columnHovers(notes: Notes): vscode.HoverProvider {
  return {
    async provideHover(document, position) {
      const shown = vscode.workspace.getConfiguration('lis', document).get('inlineHints.enabled', true);
      const found = shown ? await notes.of(document) : undefined;
      if (found === undefined) return undefined;
      const here = columnsAt(found, document, position);
      const [first] = here;
      if (first === undefined) return undefined;
      const contents = here.flatMap((column) => [
        ...auditContent(column, found),
        ...reportContent(column, found),
      ]);
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

function auditContent({ name, findings }: NotedColumn, found: DocumentNotes): vscode.MarkdownString[] {
  const { audited, spec } = found;
  if (audited === undefined || findings.length === 0) return [];
  const stale = staleText(audited.stale, t);
  const argument = encodeURIComponent(JSON.stringify([{ path: spec.fsPath, target: name }]));
  const text = findingMarkdown(
    {
      name,
      findings,
      age: age(Date.now() - Date.parse(audited.audit.created), t),
      stale,
      links: [
        `[${t('Show in Findings')}](${linkTarget(`command:${GO_TO_FINDING}?${argument}`)})`,
        lineLink(spec, findings[0]?.line ?? 1),
      ],
    },
    t,
  );
  return [rendered(text, [GO_TO_FINDING])];
}

function reportContent(column: NotedColumn, found: DocumentNotes): vscode.MarkdownString[] {
  const { reported, spec, parsed } = found;
  const [first, ...others] = column.evidence;
  if (reported === undefined || first === undefined) return [];
  const evidence: readonly [Evidence, ...Evidence[]] = [first, ...others];
  const { name } = first.source;
  const argument = encodeURIComponent(JSON.stringify([spec, { tab: 'features', part: name }]));
  const open = linkTarget(`command:${OPEN_REPORT}?${argument}`);
  // The source in its spec; the spec where it no longer has the source.
  const index = parsed?.spec?.sources.findIndex((source) => source.name === name) ?? -1;
  const line = index < 0 ? 0 : (parsed?.rangeOf(['sources', index], 'value').start.line ?? 0);
  const links = [`[${t('Open report')}](${open})`, lineLink(spec, line + 1)];
  const runOf = (source: string) => {
    const { created, stale } = reported.runOf(source);
    return { age: age(Date.now() - Date.parse(created), t), stale };
  };
  const text = evidenceMarkdown({ ...column, ...reported, evidence, runOf, links }, t);
  return [rendered(text, [OPEN_REPORT])];
}

/** `lis.yaml:17`, a link. @param line from 1 */
function lineLink(spec: vscode.Uri, line: number): string {
  const target = linkTarget(spec.with({ fragment: `L${line}` }).toString());
  return `[${escapeMarkdown(basename(spec.fsPath))}:${line}](${target})`;
}
