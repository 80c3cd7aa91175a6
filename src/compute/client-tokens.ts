/** The host's side of the tokens that a run asks for: finds one in the editor's secret storage, and says it to that process alone. */
import type { FindToken } from '../common/progress.ts';
import type { HostMessage, WorkerMessage } from '../protocol/messages.ts';

/** @returns what takes every message about the run */
export function clientTokens(
  runId: string,
  findToken: FindToken,
  signal: AbortSignal,
  send: (message: HostMessage) => void,
): (message: WorkerMessage) => void {
  const find = async ({ tokenId, name, server }: { tokenId: string; name: string; server: string }) => {
    try {
      const token = await findToken({ name, server }, signal);
      send({ type: 'tokenFound', payload: { runId, tokenId, ...(token !== undefined && { token }) } });
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      send({ type: 'tokenFound', payload: { runId, tokenId, problem } });
    }
  };
  return (message) => {
    if (message.type === 'findToken') void find(message.payload);
  };
}
