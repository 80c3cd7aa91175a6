/**
 * What leaks in the Python documents in sight, and in the cells of notebooks, as they are now. The compute process reads the
 * code once typing has paused, and only code that a spec speaks for and that imports a library which the rules know.
 */
import * as vscode from 'vscode';
import { importsLibrary } from '../../audit/code/libraries.ts';
import type { CodeFound } from '../../protocol/messages.ts';
import type { FindingsHost } from './contract.ts';

/** Typing goes on faster than this. */
const SETTLED_MS = 400;
/** A longer text is generated. */
const LONGEST = 2_000_000;

export type CodeFinding = CodeFound['findings'][number];
export type IdleIgnore = CodeFound['idleIgnores'][number];

/** Of one document: a file, or a cell. Offsets and lines count in it. */
export interface CheckedCode {
  version: number;
  findings: readonly CodeFinding[];
  idleIgnores: readonly IdleIgnore[];
}

const NOTHING: Omit<CheckedCode, 'version'> = { findings: [], idleIgnores: [] };

export class CheckedDocuments implements vscode.Disposable {
  readonly #host: Pick<FindingsHost, 'services'>;
  readonly #checked = new Map<string, CheckedCode>();
  /** By the path of a file or notebook. */
  readonly #timers = new Map<string, NodeJS.Timeout>();
  readonly #running = new Map<string, AbortController>();
  readonly #changed = new vscode.EventEmitter<vscode.TextDocument>();
  readonly #disposables: vscode.Disposable[];
  /** The document whose findings are others. */
  readonly onDidChange = this.#changed.event;

  constructor(host: Pick<FindingsHost, 'services'>) {
    this.#host = host;
    const visible = (): void => {
      for (const { document } of vscode.window.visibleTextEditors) this.#checkSoon(document, 0);
    };
    /** What speaks for the documents may be another spec now, or none. */
    const again = (): void => {
      this.#checked.clear();
      for (const document of vscode.workspace.textDocuments) this.#checkSoon(document, 0);
    };
    this.#disposables = [
      this.#changed,
      vscode.window.onDidChangeVisibleTextEditors(visible),
      vscode.workspace.onDidOpenTextDocument((document) => this.#checkSoon(document, 0)),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) this.#checkSoon(document, SETTLED_MS);
      }),
      vscode.workspace.onDidChangeNotebookDocument(({ notebook, contentChanges }) => {
        if (contentChanges.length === 0) return;
        // What a cell that came, moved or went has left changes what the others mean.
        const cells = pythonCells(notebook);
        for (const { uri } of cells) this.#checked.delete(uri.toString());
        if (cells[0] !== undefined) this.#checkSoon(cells[0], SETTLED_MS);
      }),
      vscode.workspace.onDidCloseTextDocument((document) => this.#checked.delete(document.uri.toString())),
      vscode.workspace.onDidGrantWorkspaceTrust(again),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('lis.codeAudit')) again();
      }),
      host.services.specs.onDidChange(again),
    ];
    visible();
  }

  /** What is known of a document as it is now; undefined while it is being checked. */
  of(document: vscode.TextDocument): CheckedCode | undefined {
    const known = this.#checked.get(document.uri.toString());
    return known?.version === document.version ? known : undefined;
  }

  dispose(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    for (const abort of this.#running.values()) abort.abort();
    for (const disposable of this.#disposables) disposable.dispose();
  }

  #checkSoon(document: vscode.TextDocument, delay: number): void {
    if (!isPython(document) || this.of(document) !== undefined) return;
    const key = document.uri.fsPath; // cells of one notebook share it
    clearTimeout(this.#timers.get(key));
    const run = (): void => {
      this.#timers.delete(key);
      this.#check(document).catch((error: Error) => {
        if (error.name !== 'Cancelled') this.#host.services.log.warn(`audit of ${key}: ${error.message}`);
      });
    };
    this.#timers.set(key, setTimeout(run, delay));
  }

  async #check(document: vscode.TextDocument): Promise<void> {
    const key = document.uri.fsPath;
    const documents = together(document);
    const versions = documents.map(({ version }) => version);
    const texts = documents.map((each) => each.getText());
    this.#running.get(key)?.abort();
    const found = (await this.#isWanted(document, texts)) ? await this.#ask(key, texts) : undefined;
    for (const [cell, each] of documents.entries()) {
      if (each.isClosed || each.version !== versions[cell]) continue; // the newer text has its own check
      const inCell = <T extends { cell: number }>(all: readonly T[]): T[] =>
        all.filter((x) => x.cell === cell);
      const checked =
        found === undefined
          ? NOTHING
          : { findings: inCell(found.findings), idleIgnores: inCell(found.idleIgnores) };
      this.#checked.set(each.uri.toString(), { version: each.version, ...checked });
      this.#changed.fire(each);
    }
  }

  async #isWanted(document: vscode.TextDocument, texts: readonly string[]): Promise<boolean> {
    if (!vscode.workspace.isTrusted) return false;
    if (!vscode.workspace.getConfiguration('lis', document).get('codeAudit.enabled', true)) return false;
    if (texts.reduce((sum, { length }) => sum + length, 0) > LONGEST) return false;
    if (!texts.some(importsLibrary)) return false;
    return (await this.#host.services.specs.of(document)) !== undefined;
  }

  async #ask(key: string, cells: string[]): Promise<CodeFound> {
    const abort = new AbortController();
    this.#running.set(key, abort);
    try {
      return await (await this.#host.services.connect()).auditCode(cells, abort.signal);
    } finally {
      if (this.#running.get(key) === abort) this.#running.delete(key);
    }
  }
}

/** Files and cells of Python. */
export function isPython({ uri, languageId }: vscode.TextDocument): boolean {
  return languageId === 'python' && (uri.scheme === 'file' || uri.scheme === 'vscode-notebook-cell');
}

/** The document, or all cells of its notebook, in order. */
function together(document: vscode.TextDocument): vscode.TextDocument[] {
  if (document.uri.scheme === 'file') return [document];
  const notebook = vscode.workspace.notebookDocuments.find(({ uri }) => uri.path === document.uri.path);
  const cells = notebook === undefined ? [] : pythonCells(notebook);
  return cells.includes(document) ? cells : [document];
}

function pythonCells(notebook: vscode.NotebookDocument): vscode.TextDocument[] {
  return notebook
    .getCells()
    .filter(({ kind, document }) => kind === vscode.NotebookCellKind.Code && isPython(document))
    .map(({ document }) => document);
}
