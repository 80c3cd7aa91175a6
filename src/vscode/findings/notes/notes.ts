/** What a document's lines are to be told: the spec that speaks for it, what its latest report and its last audit say of the columns they share. */
import * as vscode from 'vscode';
import type { ColumnUse } from '../../../code/use.ts';
import { metricName } from '../../../report/estimates.ts';
import type { Report } from '../../../report/schema.ts';
import type { Finding } from '../../../report/schema-audit.ts';
import { isSpecFile } from '../../../specfile/detect.ts';
import type { ParsedSpec } from '../../../specfile/reading/parse.ts';
import { partStale } from '../../state/reports/staleness.ts';
import { staleText } from '../../words/stale.ts';
import type { Audits, KnownAudit } from '../audits.ts';
import type { FindingsHost } from '../contract.ts';
import { findingsByColumn } from './by-column.ts';
import { type Evidence, type Knowledge, knowledgeOf } from './evidence.ts';
import { type ColumnLeak, leaksOf } from './leaks.ts';
import { Uses } from './uses.ts';
import { type LineNote, lineNote } from './words.ts';

/** A use of a column that the report or the audit knows. */
export interface NotedColumn {
  name: string;
  range: vscode.Range;
  /** What the sources of the report say, the strongest first. */
  evidence: readonly Evidence[];
  /** What the audit says, the most severe first; its notes left out. */
  findings: readonly Finding[];
  /** Where the report says that it holds the label. */
  leak: ColumnLeak | undefined;
}

/** The latest report, as notes tell of it. */
export interface NotedReport {
  report: Report;
  /** Of its file, absolute. */
  path: string;
  metric: string;
  /** When the run of a source's result was (ISO 8601), and why that no longer describes the spec. */
  runOf(source: string): { created: string; stale: string | undefined };
}

export interface DocumentNotes {
  spec: vscode.Uri;
  /** The spec as it is now; undefined where it is gone. */
  parsed: ParsedSpec | undefined;
  reported: NotedReport | undefined;
  audited: KnownAudit | undefined;
  columns: readonly NotedColumn[];
  lines: ReadonlyMap<number, LineNote>;
}

const { t } = vscode.l10n;

/** Python files and cells, and YAML that is not a spec by name: what may be noted beside. */
export function mayHaveNotes({ uri, languageId }: vscode.TextDocument): boolean {
  if (languageId === 'python') return uri.scheme === 'file' || uri.scheme === 'vscode-notebook-cell';
  return languageId === 'yaml' && uri.scheme === 'file' && !isSpecFile(uri.path);
}

type Host = Pick<FindingsHost, 'services' | 'parsedSpec' | 'withSpec'>;
type Findings = ReadonlyMap<string, readonly Finding[]>;

export class Notes {
  readonly #host: Host;
  readonly #audits: Audits;
  readonly #uses: Uses;
  readonly #knowledge = new WeakMap<Report, Knowledge>();
  readonly #leaks = new WeakMap<Report, ReadonlyMap<string, ColumnLeak>>();
  readonly #findings = new WeakMap<KnownAudit, Findings>();
  readonly #names = new WeakMap<object, { beside: object | undefined; names: ReadonlySet<string> }>();

  constructor(host: Host, audits: Audits) {
    this.#host = host;
    this.#audits = audits;
    this.#uses = new Uses(host);
  }

  /** The spec that speaks for a document; undefined where there is none, or it may not be looked at. */
  async specOf(document: vscode.TextDocument): Promise<vscode.Uri | undefined> {
    if (!mayHaveNotes(document)) return undefined;
    const spec = await this.#host.services.specs.of(document);
    // A comment may name any path; without trust nothing outside of the workspace is read.
    const inside = spec !== undefined && vscode.workspace.getWorkspaceFolder(spec) !== undefined;
    return inside || vscode.workspace.isTrusted ? spec : undefined;
  }

  /** The notes of the document as it is now; undefined where there are none. */
  async of(document: vscode.TextDocument): Promise<DocumentNotes | undefined> {
    const spec = await this.specOf(document);
    if (spec === undefined) return undefined;
    const known = await this.#host.services.reports.load(spec.fsPath);
    const audited = await this.#audits.of(spec.fsPath);
    if (known === undefined && audited === undefined) return undefined;
    const knowledge = known && this.#knowledgeOf(known.latest);
    const findings = audited && this.#findingsOf(audited);
    const leaks = known && this.#leaksOf(known.latest);
    const uses = await this.#uses.of(document, this.#namesOf(knowledge, findings, leaks));
    if (uses.length === 0) return undefined;
    const columns = uses.map(
      (use): NotedColumn => ({
        name: use.name,
        range: rangeOf(use, document),
        evidence: knowledge?.get(use.name) ?? [],
        findings: findings?.get(use.name) ?? [],
        leak: leaks?.get(use.name),
      }),
    );
    const parsed = await this.#parsedAt(spec);
    const reported: NotedReport | undefined = known && {
      report: known.latest,
      path: known.path,
      metric: metricName(known.latest),
      runOf: (source) => {
        const result = known.sources.get(source) ?? known;
        const stale = staleText(partStale(result, source, parsed?.spec), t);
        return { created: result.report.created, stale };
      },
    };
    const lines = lineNotes(columns, reported, audited?.stale !== undefined);
    return { spec, parsed, reported, audited, columns, lines };
  }

  #knowledgeOf(report: Report): Knowledge {
    const known = this.#knowledge.get(report) ?? knowledgeOf(report);
    this.#knowledge.set(report, known);
    return known;
  }

  #leaksOf(report: Report): ReadonlyMap<string, ColumnLeak> {
    const known = this.#leaks.get(report) ?? leaksOf(report);
    this.#leaks.set(report, known);
    return known;
  }

  #findingsOf(audited: KnownAudit): Findings {
    const known = this.#findings.get(audited) ?? findingsByColumn(audited.audit.findings);
    this.#findings.set(audited, known);
    return known;
  }

  /** The same set for the same report and audit: uses are found once for each. */
  #namesOf(
    knowledge: Knowledge | undefined,
    findings: Findings | undefined,
    leaks: ReadonlyMap<string, ColumnLeak> | undefined,
  ): ReadonlySet<string> {
    const key = knowledge ?? findings!;
    const other = knowledge === undefined ? undefined : findings;
    const before = this.#names.get(key);
    if (before !== undefined && before.beside === other) return before.names;
    const names = new Set(
      [knowledge, findings, leaks].flatMap((known): string[] => [...(known?.keys() ?? [])]),
    );
    this.#names.set(key, { beside: other, names });
    return names;
  }

  /** Undefined where the spec is gone: its last report speaks on. */
  async #parsedAt(spec: vscode.Uri): Promise<ParsedSpec | undefined> {
    const document = await vscode.workspace.openTextDocument(spec).then(
      (opened) => opened,
      () => undefined,
    );
    return document && this.#host.parsedSpec(document);
  }
}

function rangeOf({ from, to }: ColumnUse, document: vscode.TextDocument): vscode.Range {
  return new vscode.Range(document.positionAt(from), document.positionAt(to));
}

function lineNotes(
  columns: readonly NotedColumn[],
  reported: NotedReport | undefined,
  auditIsStale: boolean,
): Map<number, LineNote> {
  const byLine = new Map<number, Map<string, NotedColumn>>();
  for (const column of columns) {
    const { line } = column.range.end;
    const named = byLine.get(line) ?? new Map<string, NotedColumn>();
    byLine.set(line, named.set(column.name, column));
  }
  const isStale = ({ evidence, findings }: NotedColumn): boolean =>
    (findings.length > 0 && auditIsStale) ||
    (evidence[0] !== undefined && reported?.runOf(evidence[0].source.name).stale !== undefined);
  return new Map(
    [...byLine].map(([line, named]) => {
      const noted = [...named.values()];
      return [line, lineNote(noted, reported?.metric ?? 'AUC', noted.some(isStale), t)] as const;
    }),
  );
}
