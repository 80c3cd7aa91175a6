/** The commands that start from data or from many specs: each is loaded when it is first used. */
import * as vscode from 'vscode';
import type { Handlers } from '../commands/register.ts';
import type { Services } from '../services.ts';

export function datasetCommands(services: Services): Handlers<'lis.newEvaluation'> {
  return {
    'lis.newEvaluation': async (uri?: unknown, selection?: vscode.Uri[]) => {
      const { newEvaluation } = await import('../commands/actions.ts');
      // The title of a view passes its selected node instead of a file.
      if (uri instanceof vscode.Uri) await newEvaluation(services, uri, selection);
      else await newEvaluation(services);
    },
  };
}
