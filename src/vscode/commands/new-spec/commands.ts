/** The commands that make a new spec, from a training config or from data: each is loaded when it is first used. */

import * as vscode from 'vscode';
import type { Services } from '../../state/services.ts';
import { actions } from '../later.ts';
import type { Handlers } from '../register.ts';

export function newSpecCommands(services: Services): Handlers<'lis.createSpec' | 'lis.newEvaluation'> {
  return {
    'lis.createSpec': async (uri?: vscode.Uri, dataset?: string) => {
      const { createSpec } = await actions();
      await createSpec(services, uri, dataset);
    },
    'lis.newEvaluation': async (uri?: unknown, selection?: vscode.Uri[]) => {
      const { newEvaluation } = await actions();
      // The title of a view passes its selected node instead of a file.
      if (uri instanceof vscode.Uri) await newEvaluation(services, uri, selection);
      else await newEvaluation(services);
    },
  };
}
