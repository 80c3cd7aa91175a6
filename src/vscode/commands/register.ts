/** Registers the command table. A missing handler is a compile error. */
import * as vscode from 'vscode';
import { COMMANDS, type CommandId } from './table.ts';

/** A handler gets what its surface passes (a resource from a menu or a CodeLens, a tree's node), nothing from the palette. */
// biome-ignore lint/suspicious/noExplicitAny: the editor passes what the surface gave it, unchecked
export type Handler = (...args: any[]) => unknown;
/** A feature contributes the handlers of its own commands; together they are all of the table. */
export type Handlers<Id extends CommandId = CommandId> = Record<Id, Handler>;

export function registerCommands(handlers: Handlers): vscode.Disposable {
  return vscode.Disposable.from(
    ...COMMANDS.map(({ id }) => vscode.commands.registerCommand(id, handlers[id])),
  );
}
