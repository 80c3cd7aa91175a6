/** The extension's settings as the rest of it wants them: numbers, or nothing where the user left the default. */
import * as vscode from 'vscode';
import { parseBytes } from './bytes.ts';

/** `lis.openReport`: after which runs that a person started the report opens by itself. */
export function opensReport(scope: vscode.ConfigurationScope, isFirst: boolean): boolean {
  const when = vscode.workspace.getConfiguration('lis', scope).get<string>('openReport', 'first-run');
  return when === 'always' || (when === 'first-run' && isFirst);
}

/** `lis.threads` and `lis.memory`; absent where the compute process is to choose. */
export function computeSettings(scope: vscode.ConfigurationScope): {
  threads?: number;
  memoryBytes?: number;
} {
  const settings = vscode.workspace.getConfiguration('lis', scope);
  const threads = Math.floor(settings.get('threads', 0));
  const memoryBytes = parseBytes(settings.get('memory', ''));
  return {
    ...(threads > 0 && { threads: Math.min(threads, 256) }),
    ...(memoryBytes !== undefined && { memoryBytes }),
  };
}
