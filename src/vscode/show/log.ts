/** The one log channel. What is written to it is made inert here, whoever calls. */
import * as vscode from 'vscode';
import type { Log } from '../../compute/client.ts';
import { forLog } from '../../inert/log.ts';

/** What the extension needs of its log. */
export interface ExtensionLog extends vscode.Disposable {
  debug(text: string): void;
  info(text: string): void;
  warn(text: string): void;
  error(text: string): void;
  show(): void;
}

export function createLog(): ExtensionLog {
  const channel = vscode.window.createOutputChannel('LIS Lens', { log: true });
  return {
    debug: (text) => channel.debug(forLog(text)),
    info: (text) => channel.info(forLog(text)),
    warn: (text) => channel.warn(forLog(text)),
    error: (text) => channel.error(forLog(text)),
    show: () => channel.show(),
    dispose: () => channel.dispose(),
  };
}

/** The log as the function that parts without `vscode` write to. */
export function logTo(log: ExtensionLog): Log {
  return (level, message) => log[level](message);
}
