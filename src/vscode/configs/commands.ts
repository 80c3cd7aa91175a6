/** The command of training configs: `Create lis.yaml from this config`. */
import type * as vscode from 'vscode';
import type { Handlers } from '../commands/register.ts';
import type { Services } from '../services.ts';

export function configCommands(services: Services): Handlers<'lis.createSpec'> {
  return {
    'lis.createSpec': async (uri?: vscode.Uri, dataset?: string) => {
      const { createSpec } = await import('../commands/actions.ts');
      await createSpec(services, uri, dataset);
    },
  };
}
