/** What a document's lines are to be told: the spec that speaks for it, the spec's latest report, the columns they share. */
import * as vscode from 'vscode';
import type { ColumnUse } from '../../code/use.ts';
import { metricName } from '../../report/estimates.ts';
import type { Report } from '../../report/schema.ts';
import type { ParsedSpec } from '../../specfile/reading/parse.ts';
import type { Reports } from '../state/reports/reports.ts';
import { partStale } from '../state/reports/staleness.ts';
import { isNamedSpec } from '../state/spec/detect.ts';
import { parsedSpec } from '../state/spec/parsed.ts';
import type { Specs } from '../state/spec/specs.ts';
import { staleText } from '../words/stale.ts';
import { type Evidence, type Knowledge, knowledgeOf } from './evidence.ts';
import { Uses } from './uses.ts';
import { type LineNote, lineNote } from './words.ts';

export interface NotedColumn {
  name: string;
  range: vscode.Range;
  evidence: readonly [Evidence, ...Evidence[]];
}

export interface DocumentNotes {
  spec: vscode.Uri;
  /** The spec as it is now; undefined where it is gone. */
  parsed: ParsedSpec | undefined;
  report: Report;
  metric: string;
  /** When the run of a source's result was (ISO 8601), and why that no longer describes the spec. */
  runOf(source: string): { created: string; stale: string | undefined };
  columns: readonly NotedColumn[];
  lines: ReadonlyMap<number, LineNote>;
}

const { t } = vscode.l10n;

/** Python files and cells, and YAML that is no spec by name: what may be noted beside. */
export function mayHaveNotes({ uri, languageId }: vscode.TextDocument): boolean {
  if (languageId === 'python') return uri.scheme === 'file' || uri.scheme === 'vscode-notebook-cell';
  return languageId === 'yaml' && uri.scheme === 'file' && !isNamedSpec(uri);
}

export class Notes {
  readonly #specs: Specs;
  readonly #reports: Reports;
  readonly #uses: Uses;
  readonly #knowledge = new WeakMap<Report, Knowledge>();

  constructor(specs: Specs, reports: Reports, pythonBundle: string) {
    this.#specs = specs;
    this.#reports = reports;
    this.#uses = new Uses(pythonBundle);
  }

  /** The spec whose report is told beside a document; undefined where there is none, or notes are off. */
  async specOf(document: vscode.TextDocument): Promise<vscode.Uri | undefined> {
    if (!mayHaveNotes(document)) return undefined;
    if (!vscode.workspace.getConfiguration('lis', document).get('inlineHints.enabled', true))
      return undefined;
    const spec = await this.#specs.of(document);
    // A comment may name any path; without trust nothing outside of the workspace is read.
    const inside = spec !== undefined && vscode.workspace.getWorkspaceFolder(spec) !== undefined;
    return inside || vscode.workspace.isTrusted ? spec : undefined;
  }

  /** The notes of the document as it is now; undefined where there are none. */
  async of(document: vscode.TextDocument): Promise<DocumentNotes | undefined> {
    const spec = await this.specOf(document);
    const known = spec && (await this.#reports.load(spec.fsPath));
    if (spec === undefined || known === undefined) return undefined;
    const { latest: report } = known;
    const knowledge = this.#knowledgeOf(report);
    const uses = await this.#uses.of(document, knowledge);
    if (uses.length === 0) return undefined;
    const columns = uses.map((use) => noted(use, document, knowledge));
    const parsed = await parsedAt(spec);
    const runOf: DocumentNotes['runOf'] = (source) => {
      const result = known.sources.get(source) ?? known;
      const stale = staleText(partStale(result, source, parsed?.spec), t);
      return { created: result.report.created, stale };
    };
    const metric = metricName(report);
    return {
      spec,
      parsed,
      report,
      metric,
      runOf,
      columns,
      lines: lineNotes(columns, metric, (source) => runOf(source).stale !== undefined),
    };
  }

  #knowledgeOf(report: Report): Knowledge {
    const known = this.#knowledge.get(report) ?? knowledgeOf(report);
    this.#knowledge.set(report, known);
    return known;
  }
}

function noted(
  { name, from, to }: ColumnUse,
  document: vscode.TextDocument,
  knowledge: Knowledge,
): NotedColumn {
  const range = new vscode.Range(document.positionAt(from), document.positionAt(to));
  return { name, range, evidence: knowledge.get(name)! };
}

function lineNotes(
  columns: readonly NotedColumn[],
  metric: string,
  isStale: (source: string) => boolean,
): Map<number, LineNote> {
  const byLine = new Map<number, Map<string, NotedColumn>>();
  for (const column of columns) {
    const { line } = column.range.end;
    const named = byLine.get(line) ?? new Map<string, NotedColumn>();
    byLine.set(line, named.set(column.name, column));
  }
  return new Map(
    [...byLine].map(([line, named]) => {
      const noted = [...named.values()];
      const stale = noted.some(({ evidence }) => isStale(evidence[0].source.name));
      return [line, lineNote(noted, metric, stale, t)] as const;
    }),
  );
}

/** Undefined where the spec is gone: its last report speaks on. */
async function parsedAt(spec: vscode.Uri): Promise<ParsedSpec | undefined> {
  const document = await vscode.workspace.openTextDocument(spec).then(
    (opened) => opened,
    () => undefined,
  );
  return document && parsedSpec(document);
}
