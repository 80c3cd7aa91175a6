/** The commands of running: what only a run needs is loaded with the first one. */
import type * as vscode from 'vscode';
import type { Handlers } from '../commands/register.ts';
import type { Services } from '../services.ts';

export function runCommands(
  services: Services,
): Handlers<'lis.evaluate' | 'lis.evaluateSource' | 'lis.cancel'> {
  return {
    'lis.evaluate': async (uri?: vscode.Uri) => {
      const { evaluateSpec } = await import('./evaluate.ts');
      await evaluateSpec(services, uri);
    },
    'lis.evaluateSource': async (uri?: vscode.Uri, name?: string) => {
      const { evaluateSource } = await import('./source.ts');
      await evaluateSource(services, uri, name);
    },
    'lis.cancel': (uri?: vscode.Uri) => services.runs.cancel(uri?.fsPath),
  };
}
