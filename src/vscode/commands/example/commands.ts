/** The example's own window begins with its spec, and the walkthrough beside it. */

import * as vscode from 'vscode';
import type { Services } from '../../state/services.ts';
import { actions } from '../later.ts';
import type { Handlers } from '../register.ts';

/** Spelled like `WELCOME` of open.ts, which is loaded with its command. */
const WELCOME = 'lis.exampleToShow';
const WALKTHROUGH = 'lis-lens.lis-lens#lis.start';

export function exampleCommands(services: Services): Handlers<'lis.openExample'> {
  return {
    'lis.openExample': async () => {
      const { openExample } = await actions();
      await openExample(services);
    },
  };
}

/** Shows what `openExample` left to be shown in this window, once. */
export async function welcomeExample({ globalState }: vscode.ExtensionContext): Promise<void> {
  const folder = globalState.get<string>(WELCOME);
  const open = vscode.workspace.workspaceFolders?.find(({ uri }) => uri.fsPath === folder);
  if (open === undefined) return;
  await globalState.update(WELCOME, undefined);
  await vscode.window.showTextDocument(vscode.Uri.joinPath(open.uri, 'lis.yaml'), { preview: false });
  await vscode.commands.executeCommand('workbench.action.openWalkthrough', WALKTHROUGH, true);
  await vscode.commands.executeCommand('setContext', 'lis.exampleCreated', true);
}
