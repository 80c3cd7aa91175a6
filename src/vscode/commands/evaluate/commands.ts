/** The commands of running: what only a run needs is loaded with the first one. */

import { readdir } from 'node:fs/promises';
import type * as vscode from 'vscode';
import { marksFolder } from '../../state/runs/marks-folder.ts';
import type { Services } from '../../state/services.ts';
import { actions } from '../later.ts';
import type { Handlers } from '../register.ts';

type Commands =
  | 'lis.evaluate'
  | 'lis.evaluateSource'
  | 'lis.evaluateAll'
  | 'lis.exportFeatures'
  | 'lis.cancel';

/** Tells of runs that the windows before this one left behind; nothing is loaded where there are none. */
export async function resumeRuns(services: Services): Promise<void> {
  const marks = await readdir(marksFolder(services)).catch(() => []);
  if (marks.length > 0) await (await actions()).tellInterrupted(services);
}

export function runCommands(services: Services): Handlers<Commands> {
  return {
    'lis.evaluate': async (uri?: vscode.Uri) => {
      const { evaluateSpec } = await actions();
      await evaluateSpec(services, uri);
    },
    'lis.evaluateSource': async (uri?: vscode.Uri, name?: string) => {
      const { evaluateSource } = await actions();
      await evaluateSource(services, uri, name);
    },
    'lis.evaluateAll': async () => {
      const { evaluateAll } = await actions();
      await evaluateAll(services);
    },
    'lis.exportFeatures': async (uri?: vscode.Uri) => {
      const { exportFeatures } = await actions();
      await exportFeatures(services, uri);
    },
    // A lens tells its file, and may be under a double click; the palette cannot.
    'lis.cancel': (uri?: vscode.Uri) =>
      uri === undefined ? services.runs.cancel() : services.runs.cancelPressed(uri.fsPath),
  };
}
