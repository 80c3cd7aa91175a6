/** The side bar LIS: its two views, and the context that commands depend on. */
import * as vscode from 'vscode';
import type { History } from '../state/runs/history.ts';
import type { Services } from '../state/services.ts';
import { isSpec } from '../state/spec/detect.ts';
import { Evaluations } from './evaluations.ts';
import { PastRuns } from './past-runs.ts';

/** Where specs are looked for without being asked: as the activation events do, at no more cost. */
const NEAR = '{lis.yaml,*/lis.yaml}';
const MOST_NEAR = 20;
/** A document that stays in front for so long has been looked at. */
const LOOKED_AT_MS = 1500;

const { t } = vscode.l10n;

export function registerSide(services: Services, history: History): vscode.Disposable {
  const evaluations = new Evaluations(services);
  const specs = vscode.window.createTreeView('lis.evaluations', {
    treeDataProvider: evaluations,
    showCollapseAll: true,
  });
  const runs = vscode.window.createTreeView('lis.runs', {
    treeDataProvider: new PastRuns(history),
    canSelectMany: true,
  });
  const restrict = (): void => {
    specs.message = vscode.workspace.isTrusted ? '' : t('Trust this workspace to evaluate its specs.');
  };
  let evaluated = false;
  /** A step of the walkthrough is done once a result could be seen. */
  const noteVerdict = (): void => {
    if (evaluated && specs.visible) setContext('lis.verdictSeen', true);
  };
  restrict();
  noteSpec(vscode.window.activeTextEditor);
  void lookNear(services);
  return vscode.Disposable.from(
    evaluations,
    specs,
    runs,
    evaluations.follow(specs),
    // The editor hears of files only some time after a window was loaded: what came before is found on the next look.
    runs.onDidChangeVisibility(({ visible }) => visible && history.lookAgain()),
    vscode.window.onDidChangeWindowState(({ focused }) => focused && runs.visible && history.lookAgain()),
    vscode.workspace.onDidGrantWorkspaceTrust(restrict),
    vscode.window.onDidChangeActiveTextEditor(noteSpec),
    services.specs.onDidChange(() => void tellSpecs(services)),
    services.reports.onDidChange((path) => {
      if (services.reports.get(path) === undefined) return;
      setContext('lis.hasRuns', true);
      evaluated = true;
      noteVerdict();
    }),
    specs.onDidChangeVisibility(noteVerdict),
  );
}

/**
 * A step of the walkthrough is done once a spec has been looked at: shown for a moment, not only on the way to something
 * else. The example's window opens its spec just before the walkthrough, which does not see what is done while it opens.
 */
function noteSpec(editor: vscode.TextEditor | undefined): void {
  if (editor === undefined || !isSpec(editor.document.uri)) return;
  setTimeout(() => {
    if (vscode.window.activeTextEditor?.document === editor.document) setContext('lis.specSeen', true);
  }, LOOKED_AT_MS).unref();
}

/** Commands that need a spec or a run know of those near the root before any view is opened. */
async function lookNear({ reports }: Services): Promise<void> {
  const near = await vscode.workspace.findFiles(NEAR, undefined, MOST_NEAR);
  if (near.length > 0) setContext('lis.hasSpecs', true);
  for (const { fsPath } of near) await reports.load(fsPath);
}

async function tellSpecs({ specs }: Services): Promise<void> {
  setContext('lis.hasSpecs', (await specs.all()).length > 0);
}

function setContext(key: string, value: boolean): void {
  void vscode.commands.executeCommand('setContext', key, value);
}
