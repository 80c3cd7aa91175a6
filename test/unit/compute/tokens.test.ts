/** Tokens that the compute process asks its host for: both sides, over the wire's own schema. */
import { describe, expect, it } from 'vitest';
import type { FindToken, StoredToken } from '../../../src/common/progress.ts';
import { clientTokens } from '../../../src/compute/client-tokens.ts';
import { hostTokens } from '../../../src/compute/host-tokens.ts';
import {
  type HostMessage,
  receiveFromHost,
  receiveFromWorker,
  type WorkerMessage,
} from '../../../src/protocol/messages.ts';

const TOKEN: StoredToken = { name: 'prod', server: 'spark.example.com:15002' };
const never = new AbortController().signal;

function channel(findToken: FindToken) {
  const toWorker = (message: HostMessage): void => {
    const received = receiveFromHost(JSON.parse(JSON.stringify(message)));
    if (!('message' in received) || received.message.type !== 'tokenFound') throw new Error('no answer');
    worker.found(received.message.payload);
  };
  const client = clientTokens('r1', findToken, never, toWorker);
  const worker = hostTokens('r1', (message: WorkerMessage): void => {
    const received = receiveFromWorker(JSON.parse(JSON.stringify(message)));
    if (!('message' in received)) throw new Error(received.problem);
    client(received.message);
  });
  return worker;
}

describe('a token that the host keeps', () => {
  it('is asked for by name and server, and found', async () => {
    const asked: StoredToken[] = [];
    const worker = channel(async (token) => {
      asked.push(token);
      return token.name === 'prod' ? 'the token' : undefined;
    });
    expect(await worker.find(TOKEN, never)).toBe('the token');
    expect(await worker.find({ ...TOKEN, name: 'other' }, never)).toBeUndefined();
    expect(asked).toEqual([TOKEN, { ...TOKEN, name: 'other' }]);
  });

  it('is no token where the storage cannot be read: the run says so', async () => {
    const worker = channel(() => Promise.reject(new Error('no key ring')));
    await expect(worker.find(TOKEN, never)).rejects.toMatchObject({
      kind: 'resource',
      code: 'spark-secrets',
      message: expect.stringContaining('no key ring'),
    });
  });

  it('is not waited for by a run that is cancelled', async () => {
    const cancel = new AbortController();
    const worker = channel(() => new Promise(() => {}));
    const finding = worker.find(TOKEN, cancel.signal);
    cancel.abort();
    await expect(finding).rejects.toMatchObject({ name: 'Cancelled' });
    await expect(worker.find(TOKEN, cancel.signal)).rejects.toMatchObject({ name: 'Cancelled' });
  });
});
