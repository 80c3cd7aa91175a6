/**
 * Finds the configs among the open YAML documents that carry a spec: by content, from a prefix, once a version. `isSpec` then
 * answers for them like for specs, so that every surface works on them; menus hear of it through the key `lis.configs`.
 */
import * as vscode from 'vscode';
import { type ConfigKind, configKind } from '../../../specfile/configs/detect.ts';
import { mayHoldBlock, SCAN_LIMIT, type SpecReference, specReference } from '../../../specfile/detect.ts';
import { isNamedSpec, isSpec, setCarrier } from './detect.ts';
import { forgetConfigs } from './parsed.ts';

/** What of LIS is in a YAML document that is no spec by name. */
export interface Carried {
  /** It may hold a `lis:` block. */
  block: boolean;
  kind: ConfigKind | undefined;
  reference: SpecReference | undefined;
}

/** Lines are short: this many are more than the prefix that is looked at, and far less than a large document. */
const MOST_LINES = 10_000;

const cache = new WeakMap<vscode.TextDocument, { version: number; carried: Carried }>();

/** What a document carries; costs one look at its prefix a version. */
export function carriedBy(document: vscode.TextDocument): Carried {
  const known = cache.get(document);
  if (known?.version === document.version) return known.carried;
  const head = document.lineCount > MOST_LINES ? new vscode.Range(0, 0, MOST_LINES, 0) : undefined;
  const text = document.getText(head).slice(0, SCAN_LIMIT);
  const carried = { block: mayHoldBlock(text), kind: configKind(text), reference: specReference(text) };
  cache.set(document, { version: document.version, carried });
  return carried;
}

/** The text of a spec is in the document: it is one by name, or may have a `lis:` block. */
export function holdsSpec(document: vscode.TextDocument): boolean {
  return isNamedSpec(document.uri) || (isSpec(document.uri) && carriedBy(document).block);
}

const open = new Map<string, vscode.Uri>();
const changed = new vscode.EventEmitter<void>();
/** A config that carries a spec was opened or closed. */
export const onDidChangeCarriers = changed.event;

/** The open configs that carry a spec, by path. */
export function openCarriers(): vscode.Uri[] {
  return [...open.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** To be registered before what asks `isSpec` of documents as they open. */
export function registerCarriers(): vscode.Disposable {
  const tell = (): void => {
    void vscode.commands.executeCommand('setContext', 'lis.configs', [...open.keys()]);
    changed.fire();
  };
  const look = (document: vscode.TextDocument): void => {
    const { uri, languageId } = document;
    if (uri.scheme !== 'file' || languageId !== 'yaml' || isNamedSpec(uri)) return;
    const { block, kind } = carriedBy(document);
    // One that no longer carries a spec is kept until it is closed, so that what was shown on it is taken away.
    if (!(block || kind !== undefined) || !setCarrier(uri, true)) return;
    open.set(uri.fsPath, uri);
    tell();
  };
  const forget = ({ uri }: vscode.TextDocument): void => {
    if (isNamedSpec(uri) || !setCarrier(uri, false)) return;
    open.delete(uri.fsPath);
    tell();
  };
  for (const document of vscode.workspace.textDocuments) look(document);
  return vscode.Disposable.from(
    vscode.workspace.onDidOpenTextDocument(look),
    vscode.workspace.onDidChangeTextDocument(({ document }) => look(document)),
    vscode.workspace.onDidCloseTextDocument(forget),
    // What a config means depends on other files: dataset configs, and the headers of data.
    vscode.workspace.onDidSaveTextDocument(forgetConfigs),
    vscode.workspace.onDidGrantWorkspaceTrust(forgetConfigs),
    vscode.window.onDidChangeWindowState(({ focused }) => focused && forgetConfigs()),
  );
}
