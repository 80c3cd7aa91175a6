/** Hovers in specs: keys from the schema, columns and files from a look at the data, sources from the last report. */
import * as vscode from 'vscode';
import { specHash } from '../../spec/hash.ts';
import type { Hovered } from '../../spec/hover.ts';
import { staleReason } from '../codelens/titles.ts';
import type { Columns } from '../columns/columns.ts';
import { rangeOf } from '../problems/diagnostics.ts';
import type { Reports } from '../reports/reports.ts';
import { SPEC_SELECTOR } from '../spec/detect.ts';
import { parsedSpec } from '../spec/parsed.ts';
import { sourceHover } from './source.ts';

const { t } = vscode.l10n;

export function registerHovers(columns: Columns, reports: Reports): vscode.Disposable {
  return vscode.languages.registerHoverProvider(SPEC_SELECTOR, {
    async provideHover(document, position) {
      const { hoverAt } = await import('../../spec/hover.ts');
      const hovered = hoverAt(await parsedSpec(document), document.offsetAt(position));
      const text = hovered && (await textOf(hovered, document, columns, reports));
      if (!text) return undefined;
      return new vscode.Hover(new vscode.MarkdownString(text), rangeOf(hovered.range));
    },
  });
}

async function textOf(
  { text, column, files, source }: Hovered,
  document: vscode.TextDocument,
  columns: Columns,
  reports: Reports,
): Promise<string | undefined> {
  const table = column?.table ?? files;
  if (table !== undefined) {
    const { columnHover, filesHover } = await import('../../spec/hover.ts');
    const facts = (await columns.of(document.uri.fsPath, table.patterns))?.facts;
    if (facts === undefined) return undefined;
    return column === undefined ? filesHover(facts) : columnHover(column.name, facts);
  }
  if (source === undefined) return text;
  const result = reports.get(document.uri.fsPath)?.sources.get(source);
  if (result === undefined) return undefined;
  const { spec } = await parsedSpec(document);
  const changed = (spec && specHash(spec)) !== result.report.spec.hash;
  return sourceHover(result, Date.now(), staleReason(changed, result.staleInputs, t), t);
}
