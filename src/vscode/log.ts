/** The one log channel, also as the function that parts without `vscode` write to. */
import type { LogOutputChannel } from 'vscode';
import type { Log } from '../worker/client.ts';

export function logTo(channel: LogOutputChannel): Log {
  return (level, message) => channel[level](message);
}
