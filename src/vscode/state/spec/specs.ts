/**
 * The specs of the workspace, and which of them speaks for a file. They are searched for when somebody first asks, so that
 * Python and YAML files cost nothing where no surface needs them; later changes are heard of, never searched for.
 */
import { dirname, resolve, sep } from 'node:path';
import * as vscode from 'vscode';
import { specReference } from '../../../specfile/detect.ts';
import { onDidChangeCarriers, openCarriers } from './carriers.ts';
import { isNamedSpec, isSpec } from './detect.ts';
import { parsedSpec } from './parsed.ts';

const SPEC_FILES = '**/{lis,*.lis}.{yaml,yml}';
const NOT_IN = '**/{node_modules,.git,.venv,venv,site-packages,.lis}/**';
/** More specs than this in one workspace are no longer looked through. */
const MOST_SPECS = 1000;

export class Specs implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  #found: Promise<vscode.Uri[]> | undefined;
  #watcher: vscode.FileSystemWatcher | undefined;
  readonly #folders = vscode.workspace.onDidChangeWorkspaceFolders(() => this.#forget());
  readonly #carriers = onDidChangeCarriers(() => this.#changed.fire());
  /** A spec appeared, changed on disk, or went; a config that carries one was opened or closed. */
  readonly onDidChange = this.#changed.event;

  /** Every spec file of the workspace, by path. */
  all(): Promise<readonly vscode.Uri[]> {
    this.#watch();
    this.#found ??= search();
    return this.#found;
  }

  /** Those, and the open configs that carry a spec: what lists show. */
  async listed(): Promise<readonly vscode.Uri[]> {
    return [...(await this.all()), ...openCarriers()];
  }

  /**
   * The spec that speaks for a document (or notebook cell): the document itself where it is one or has a `lis:` block; the
   * one that its comment `# lis: PATH` names; else the nearest one above it whose `appliesTo` covers it (its own folder and below, where it
   * has none). Of several in one folder `lis.yaml` wins, then the first by name.
   */
  async of(document: vscode.TextDocument): Promise<vscode.Uri | undefined> {
    if (isNamedSpec(document.uri) || (isSpec(document.uri) && (await parsedSpec(document)).embedded)) {
      return document.uri;
    }
    const path = document.uri.fsPath;
    const named = specReference(document.getText());
    if (named !== undefined) return vscode.Uri.file(resolve(dirname(path), named.path));
    for (const spec of nearestFirst(await this.all(), path)) {
      if (await speaksFor(spec, document)) return spec;
    }
    return undefined;
  }

  /** The spec file nearest to a path in its folder or above; undefined where there is none. */
  async nearest(path: string): Promise<vscode.Uri | undefined> {
    const above = (await this.all()).filter((spec) => rankOf(spec, path) >= 0);
    return nearestFirst(above, path)[0];
  }

  dispose(): void {
    this.#changed.dispose();
    this.#watcher?.dispose();
    this.#folders.dispose();
    this.#carriers.dispose();
  }

  #watch(): void {
    if (this.#watcher !== undefined) return;
    this.#watcher = vscode.workspace.createFileSystemWatcher(SPEC_FILES);
    this.#watcher.onDidCreate(() => this.#forget());
    this.#watcher.onDidDelete(() => this.#forget());
    this.#watcher.onDidChange(() => this.#changed.fire());
  }

  #forget(): void {
    this.#found = undefined;
    this.#changed.fire();
  }
}

async function search(): Promise<vscode.Uri[]> {
  const found = await vscode.workspace.findFiles(SPEC_FILES, NOT_IN, MOST_SPECS);
  return found.filter(isNamedSpec).sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Specs in folders above `path` first, the deepest of them before the others; then the rest. */
function nearestFirst(specs: readonly vscode.Uri[], path: string): vscode.Uri[] {
  const plain = ({ path: place }: vscode.Uri): number => Number(/\/lis\.ya?ml$/.test(place));
  return [...specs].sort((a, b) => rankOf(b, path) - rankOf(a, path) || plain(b) - plain(a));
}

/** How deep the spec's folder is, where it holds the path; else -1. */
function rankOf({ fsPath }: vscode.Uri, path: string): number {
  const folder = dirname(fsPath);
  return path.startsWith(folder.endsWith(sep) ? folder : folder + sep) ? folder.length : -1;
}

async function speaksFor(uri: vscode.Uri, document: vscode.TextDocument): Promise<boolean> {
  const folder = dirname(uri.fsPath);
  const spec = await vscode.workspace.openTextDocument(uri).then(
    async (opened) => (await parsedSpec(opened)).spec,
    () => undefined, // gone since it was found
  );
  const globs = spec?.appliesTo ?? ['**'];
  return globs.some((glob) => {
    const pattern = new vscode.RelativePattern(vscode.Uri.file(folder), glob);
    return vscode.languages.match({ pattern }, document) > 0;
  });
}
