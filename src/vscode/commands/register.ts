/** Registers the command table. A missing handler is a compile error. */
import * as vscode from 'vscode';
import { COMMANDS, type CommandId } from './table.ts';

/** A handler gets what its surface passes: a resource from a menu or a CodeLens, nothing from the palette. */
export type Handlers = Record<CommandId, (uri?: vscode.Uri) => unknown>;

export function registerCommands(handlers: Handlers): vscode.Disposable {
  return vscode.Disposable.from(
    ...COMMANDS.map(({ id }) => vscode.commands.registerCommand(id, handlers[id])),
  );
}
