/**
 * What helps beside code and specs, in a bundle of its own, `findings.cjs`: hovers, completion, notes, audits, Problems of both, quick
 * fixes, the view and the tests. It is loaded once a document is in sight that a spec speaks for, or somebody asks for findings.
 */
import { createRequire } from 'node:module';
import * as vscode from 'vscode';
import { withSpec } from '../state/later.ts';
import type { EvaluateFor, Services } from '../state/services.ts';
import { holdsSpec } from '../state/spec/carriers.ts';
import { CONFIG_SELECTOR, isSpec } from '../state/spec/detect.ts';
import { parsedSpec } from '../state/spec/parsed.ts';
import { readSpec, stateOf } from '../state/spec-facts.ts';
import { mayLookAt } from '../state/trust.ts';
import type { Findings, FindingsBundle } from './contract.ts';

/** Those who have just opened a window wait for other things first. */
const SETTLED_MS = 1500;
const TYPED_MS = 300;
const NEAR = '{lis.yaml,*/lis.yaml}';

/** The findings, loaded with the first use. */
export type LoadFindings = () => Findings;

/** @param evaluate runs an evaluation as its command does */
export function registerFindings(
  services: Services,
  evaluate: EvaluateFor,
): { load: LoadFindings; dispose(): void } {
  const { context, specs } = services;
  let loaded: Findings | undefined;
  let typing: NodeJS.Timeout | undefined;
  const waiting: vscode.Disposable[] = [];
  const changed = new vscode.EventEmitter<unknown>();
  const load: LoadFindings = () => {
    if (loaded !== undefined) return loaded;
    const bundle = context.asAbsolutePath('dist/findings.cjs');
    // esbuild would put an import into the host's code.
    const { start } = createRequire(bundle)(bundle) as FindingsBundle;
    const host = {
      ...{ services, evaluate, parsedSpec, readSpec, stateOf, withSpec, isSpec, holdsSpec, mayLookAt, tree },
      configSelector: CONFIG_SELECTOR,
    };
    loaded = start(host);
    loaded.view.onDidChangeTreeData?.((node) => changed.fire(node));
    for (const listener of waiting.splice(0)) listener.dispose();
    return loaded;
  };
  const tree = vscode.window.createTreeView<unknown>('lis.findings', {
    treeDataProvider: {
      onDidChangeTreeData: changed.event,
      getChildren: (node) => load().view.getChildren(node),
      getTreeItem: (node) => load().view.getTreeItem(node),
      getParent: (node) => load().view.getParent?.(node),
    },
    showCollapseAll: true,
  });
  const look = async (): Promise<void> => {
    for (const { document } of vscode.window.visibleTextEditors) {
      if (loaded !== undefined) return;
      if (!/^(python|yaml)$/.test(document.languageId)) continue;
      if (holdsSpec(document) || (await specs.of(document)) !== undefined) load();
    }
  };
  /** Typing goes on faster than specs are found. */
  const lookLater = (): void => {
    clearTimeout(typing);
    typing = setTimeout(() => void look(), TYPED_MS);
  };
  const timer = setTimeout(async () => {
    const near = loaded === undefined ? await vscode.workspace.findFiles(NEAR, undefined, 1) : [];
    if (near.length > 0) load();
  }, SETTLED_MS);
  waiting.push(
    vscode.window.onDidChangeVisibleTextEditors(() => void look()),
    vscode.workspace.onDidOpenTextDocument(() => void look()),
    vscode.workspace.onDidChangeTextDocument(lookLater),
    specs.onDidChange(() => void look()),
    {
      dispose: () => {
        clearTimeout(timer);
        clearTimeout(typing);
      },
    },
  );
  void look();
  return {
    load,
    dispose: () => {
      for (const part of [...waiting, changed, tree, loaded]) part?.dispose();
    },
  };
}
