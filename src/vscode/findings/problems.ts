/**
 * Findings as Problems: those of the data on the place in the spec or config that causes them, and wherever code or a config
 * names the column; those of code on the line that leaks. What a stale audit says counts as information.
 */
import * as vscode from 'vscode';
import { heeded, OF_REPORTS } from '../../audit/ignores.ts';
import { priceOf } from '../../report/audit/words.ts';
import type { Finding } from '../../report/schema-audit.ts';
import type { ReadSpec } from '../../specfile/configs/read.ts';
import { problemAt } from '../show/lines.ts';
import { rangeOf } from '../state/spec/range.ts';
import { staleText } from '../words/stale.ts';
import type { Audits, KnownAudit } from './audits.ts';
import type { CheckedDocuments, CodeFinding, IdleIgnore } from './code.ts';
import type { FindingsHost } from './contract.ts';
import type { ColumnLeak } from './notes/leaks.ts';
import type { NotedColumn, NotedReport, Notes } from './notes/notes.ts';
import { isGone, placeOf } from './place.ts';
import { referenceProblems } from './reference/reference.ts';

const { t } = vscode.l10n;
const SOURCE = 'LIS';
/** Changes come in groups: a save, a focus and a report at once. */
const TOGETHER_MS = 50;

export class FindingProblems implements vscode.Disposable {
  readonly #host: FindingsHost;
  readonly #audits: Audits;
  readonly #notes: Notes;
  readonly #checked: CheckedDocuments;
  readonly #collection = vscode.languages.createDiagnosticCollection('lis-findings');
  readonly #timers = new Map<string, NodeJS.Timeout>();
  readonly #disposables: vscode.Disposable[];

  constructor(host: FindingsHost, audits: Audits, notes: Notes, checked: CheckedDocuments) {
    this.#host = host;
    this.#audits = audits;
    this.#notes = notes;
    this.#checked = checked;
    const visible = (): void => {
      for (const { document } of vscode.window.visibleTextEditors) this.#updateSoon(document);
    };
    /** Also those that nobody sees now: their problems stand in the list. */
    const all = (): void => {
      for (const document of vscode.workspace.textDocuments) this.#updateSoon(document);
    };
    const refresh = (document: vscode.TextDocument): void => {
      if (host.isSpec(document.uri)) void audits.refresh(document.uri.fsPath);
    };
    this.#disposables = [
      this.#collection,
      vscode.window.onDidChangeVisibleTextEditors(visible),
      vscode.workspace.onDidOpenTextDocument((document) => this.#updateSoon(document)),
      vscode.workspace.onDidSaveTextDocument(refresh),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) this.#updateSoon(document);
      }),
      vscode.workspace.onDidCloseTextDocument((document) => this.#collection.delete(document.uri)),
      vscode.window.onDidChangeWindowState(({ focused }) => focused && void audits.refreshAll()),
      audits.onDidChange(all),
      checked.onDidChange((document) => this.#updateSoon(document)),
      host.services.specs.onDidChange(visible),
    ];
    visible();
  }

  dispose(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    for (const disposable of this.#disposables) disposable.dispose();
  }

  #updateSoon(document: vscode.TextDocument): void {
    if (!/^(python|yaml)$/.test(document.languageId) && !this.#collection.has(document.uri)) return;
    const key = document.uri.toString();
    clearTimeout(this.#timers.get(key));
    const update = (): void => {
      this.#timers.delete(key);
      this.#update(document).catch((error) => this.#host.services.log.error(`problems of ${key}: ${error}`));
    };
    this.#timers.set(key, setTimeout(update, TOGETHER_MS));
  }

  async #update(document: vscode.TextDocument): Promise<void> {
    const { version } = document;
    const ofData = this.#host.isSpec(document.uri)
      ? await this.#ofSpec(document)
      : [...(await referenceProblems(document, this.#host)), ...(await this.#ofUses(document))];
    if (document.isClosed || document.version !== version) return; // the newer text has its own update
    const code = this.#checked.of(document);
    // While code is being checked, its last problems stay: they come back a moment later.
    const ofCode =
      code === undefined
        ? (this.#collection.get(document.uri) ?? []).filter((shown) => isOfCode(shown))
        : [
            ...code.findings.flatMap((finding) => codeProblem(document, finding)),
            ...code.idleIgnores.map((comment) => idleProblem(document, comment)),
          ];
    this.#collection.set(document.uri, [...ofData, ...ofCode]);
  }

  async #ofSpec(document: vscode.TextDocument): Promise<vscode.Diagnostic[]> {
    const known = await this.#audits.of(document.uri.fsPath);
    if (known === undefined) return [];
    const parsed = await this.#host.parsedSpec(document);
    const uses = parsed.config === undefined || parsed.embedded ? [] : await this.#ofUses(document);
    return [...specProblems(document, known, parsed), ...uses];
  }

  /** Each line that names a column with a finding, or one that holds the label, once. */
  async #ofUses(document: vscode.TextDocument): Promise<vscode.Diagnostic[]> {
    const found = await this.#notes.of(document);
    if (found === undefined) return [];
    const { audited, reported } = found;
    const lines = new Map<string, NotedColumn>();
    for (const column of found.columns) {
      const key = `${column.range.start.line} ${column.name}`;
      if ((column.findings.length > 0 || column.leak !== undefined) && !lines.has(key))
        lines.set(key, column);
    }
    return [...lines.values()].flatMap(({ range, findings: [finding], leak }) => {
      if (finding !== undefined && audited !== undefined) return [dataProblem(finding, range, audited)];
      return leak === undefined || reported === undefined ? [] : [leakProblem(leak, range, reported)];
    });
  }
}

/** The findings of a spec where they stand now. What comments accept since the audit is left out at once. */
export function heardIn(document: vscode.TextDocument, { audit }: KnownAudit, parsed: ReadSpec) {
  const { findings, ignored } = audit;
  const placed = [...findings, ...ignored].flatMap((finding) => {
    if (isGone(finding, parsed)) return [];
    const place = placeOf(finding, parsed);
    const range = place === undefined ? lineOf(finding, document) : rangeOf(place);
    return range === undefined ? [] : [{ ...finding, line: range.start.line + 1, range }];
  });
  return heeded(document.getText(), placed, 'label-copy', OF_REPORTS);
}

function specProblems(
  document: vscode.TextDocument,
  known: KnownAudit,
  parsed: ReadSpec,
): vscode.Diagnostic[] {
  const heard = heardIn(document, known, parsed);
  return [
    ...heard.findings
      .filter(({ severity }) => severity !== 'info')
      .map((finding) => dataProblem(finding, finding.range, known)),
    ...(known.stale === undefined ? heard.idleIgnores : []).map((comment) => idleProblem(document, comment)),
  ];
}

/** As the same verdict stands in the spec. */
function leakProblem({ verdict }: ColumnLeak, range: vscode.Range, { runOf, path }: NotedReport) {
  const { message, action, target, code } = verdict;
  const { stale } = runOf(target);
  const { Information, Error: error } = vscode.DiagnosticSeverity;
  const problem = problemAt(
    range,
    `${stale === undefined ? '' : `${t('Stale, {0}', stale)}: `}${message} ${action}`,
    stale === undefined ? error : Information,
  );
  problem.source = SOURCE;
  problem.code = { value: code, target: vscode.Uri.file(path) };
  return problem;
}

function dataProblem(finding: Finding, range: vscode.Range, { stale }: KnownAudit): vscode.Diagnostic {
  const { Information, Warning, Error: error } = vscode.DiagnosticSeverity;
  const old = staleText(stale, t);
  const price = priceOf(finding);
  const { message, remedy, severity } = finding;
  const text = [message, ...(price === undefined ? [] : [t('It is {0}.', price)]), remedy].join(' ');
  const problem = problemAt(
    range,
    old === undefined ? text : `${t('Stale, {0}', old)}: ${text}`,
    old !== undefined ? Information : severity === 'error' ? error : Warning,
  );
  problem.source = SOURCE;
  problem.code = finding.code;
  return problem;
}

function codeProblem(document: vscode.TextDocument, finding: CodeFinding): vscode.Diagnostic[] {
  const { from, to, message, remedy, severity, code, reason } = finding;
  if (reason !== undefined) return [];
  const { Warning, Error: error } = vscode.DiagnosticSeverity;
  const range = new vscode.Range(document.positionAt(from), document.positionAt(to));
  const problem = problemAt(range, `${message} ${remedy}`, severity === 'error' ? error : Warning);
  problem.source = SOURCE;
  problem.code = code;
  return [problem];
}

function idleProblem(
  document: vscode.TextDocument,
  { line, message }: Pick<IdleIgnore, 'line' | 'message'>,
): vscode.Diagnostic {
  const { range } = document.lineAt(Math.min(line, document.lineCount) - 1);
  const problem = problemAt(range, message, vscode.DiagnosticSeverity.Information);
  problem.source = SOURCE;
  problem.code = IDLE_IGNORE;
  return problem;
}

/** Of a comment that ignores nothing. */
export const IDLE_IGNORE = 'idle-ignore';

const isOfCode = ({ code }: vscode.Diagnostic): boolean =>
  typeof code === 'string' && (/^LIS\d/.test(code) || code === IDLE_IGNORE);

function lineOf({ line }: Finding, document: vscode.TextDocument): vscode.Range | undefined {
  return line === undefined || line > document.lineCount ? undefined : document.lineAt(line - 1).range;
}
