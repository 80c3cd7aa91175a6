/** The compute process's side of the tokens that its host keeps: asks for one, and waits for it. A token stands in no log and no file. */
import { Cancelled, Failure } from '../common/failure.ts';
import type { FindToken } from '../common/progress.ts';
import type { HostPayloads, WorkerMessage } from '../protocol/messages.ts';

export interface HostTokens {
  find: FindToken;
  found(answer: HostPayloads['tokenFound']): void;
}

export function hostTokens(runId: string, send: (message: WorkerMessage) => void): HostTokens {
  const waiting = new Map<string, (answer: HostPayloads['tokenFound']) => void>();
  let asked = 0;
  return {
    find: ({ name, server }, signal) =>
      new Promise<string | undefined>((resolve, reject) => {
        const tokenId = String(++asked);
        const settle = (act: () => void): void => {
          signal.removeEventListener('abort', stop);
          waiting.delete(tokenId);
          act();
        };
        const stop = (): void => settle(() => reject(new Cancelled()));
        waiting.set(tokenId, ({ token, problem }) =>
          settle(() => {
            if (problem === undefined) resolve(token);
            else reject(unread(problem));
          }),
        );
        if (signal.aborted) return stop();
        signal.addEventListener('abort', stop, { once: true });
        send({ type: 'findToken', payload: { runId, tokenId, name, server } });
      }),
    found: (answer) => waiting.get(answer.tokenId)?.(answer),
  };
}

function unread(problem: string): Failure {
  const message = `The editor's secret storage cannot be read: ${problem}. Unlock the system's key ring, then evaluate again.`;
  return new Failure('resource', 'spark-secrets', message, { specPath: ['engine', 'token'] });
}
