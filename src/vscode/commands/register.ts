/** Registers the command table. A missing handler is a compile error. */
import * as vscode from 'vscode';
import { showWarning } from '../show/messages.ts';
import { mayLookAt } from '../state/trust.ts';
import { COMMANDS, type CommandId } from './table.ts';

/** A handler gets what its surface passes (a resource from a menu or a CodeLens, a tree's node), nothing from the palette. */
// biome-ignore lint/suspicious/noExplicitAny: the editor passes what the surface gave it, unchecked
export type Handler = (...args: any[]) => unknown;
/** A feature contributes the handlers of its own commands; together they are all of the table. */
export type Handlers<Id extends CommandId = CommandId> = Record<Id, Handler>;

const { t } = vscode.l10n;

export function registerCommands(handlers: Handlers): vscode.Disposable {
  return vscode.Disposable.from(
    ...COMMANDS.map(({ id, trust }) =>
      vscode.commands.registerCommand(id, (...args: unknown[]) =>
        isAllowed(trust, args) ? handlers[id](...args) : askForTrust(),
      ),
    ),
  );
}

/** Without trust a command that needs none is about the files of the workspace alone: a link may name any other. */
function isAllowed(needsTrust: boolean, args: readonly unknown[]): boolean {
  if (vscode.workspace.isTrusted) return true;
  const files = args.flat().filter((arg) => arg instanceof vscode.Uri && arg.scheme === 'file');
  return !needsTrust && files.every((uri) => mayLookAt((uri as vscode.Uri).fsPath));
}

async function askForTrust(): Promise<void> {
  const manage = t('Manage Workspace Trust');
  const text = t('Trust this workspace to let LIS read its data and write files in it.');
  if ((await showWarning(text, manage)) === manage)
    await vscode.commands.executeCommand('workbench.trust.manage');
}
