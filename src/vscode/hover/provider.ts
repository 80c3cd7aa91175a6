/** Hovers in specs and `lis:` blocks: keys from the schema, columns and files from a look at the data, sources and models from the last report. */

import * as vscode from 'vscode';
import type { Hovered } from '../../specfile/authoring/hover.ts';
import { isSpecFile } from '../../specfile/detect.ts';
import { rendered } from '../show/markdown.ts';
import type { BesideHost } from '../state/beside-host.ts';
import { partStale } from '../state/reports/staleness.ts';
import { rangeOf } from '../state/spec/range.ts';
import { staleText } from '../words/stale.ts';
import { saysBy } from '../words/titles.ts';
import { modelHover } from './model.ts';
import { objectiveHover } from './objective.ts';
import { sourceHover } from './source.ts';

const { t } = vscode.l10n;

export function registerHovers(host: BesideHost): vscode.Disposable {
  return vscode.languages.registerHoverProvider(host.configSelector, {
    async provideHover(document, position) {
      if (!host.holdsSpec(document)) return undefined;
      const { hoverAt } = await host.withSpec();
      const parsed = await host.parsedSpec(document);
      if (!parsed.embedded && !isSpecFile(document.uri.path)) return undefined; // a key `lis` that holds no spec
      const hovered = hoverAt(parsed, document.offsetAt(position));
      const text = hovered && (await textOf(hovered, document, host));
      if (!text) return undefined;
      return new vscode.Hover(rendered(text), rangeOf(hovered.range));
    },
  });
}

async function textOf(
  { text, column, files, part }: Hovered,
  document: vscode.TextDocument,
  { services: { columns, reports }, withSpec, parsedSpec }: BesideHost,
): Promise<string | undefined> {
  const table = column?.table ?? files;
  if (table !== undefined) {
    const { columnHover, filesHover } = await withSpec();
    const facts = (await columns.of(document.uri.fsPath, table))?.facts;
    if (facts === undefined) return undefined;
    return column === undefined ? filesHover(facts) : columnHover(column.name, facts);
  }
  if (part === undefined) return text;
  const known = reports.get(document.uri.fsPath);
  if (part.section === 'objectives') {
    const said = known === undefined ? [] : saysBy(part.name, known.sources);
    return said.length === 0 ? undefined : objectiveHover(part.name, said, t);
  }
  const result = known?.[part.section].get(part.name);
  if (result === undefined) return undefined;
  const { spec } = await parsedSpec(document);
  const stale = staleText(spec === undefined ? 'spec' : partStale(result, part.name, spec), t);
  return 'model' in result
    ? modelHover(result, Date.now(), stale, t)
    : sourceHover(result, Date.now(), stale, t);
}
