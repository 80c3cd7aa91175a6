/** Programs that the compute process asks its host to run: both sides, over the wire's own schema. */
import { describe, expect, it, vi } from 'vitest';
import type { ProgramCall, RunProgram } from '../../../src/common/progress.ts';
import { clientPrograms } from '../../../src/compute/client-programs.ts';
import { hostPrograms } from '../../../src/compute/host-programs.ts';
import {
  type HostMessage,
  receiveFromHost,
  receiveFromWorker,
  type WorkerMessage,
} from '../../../src/protocol/messages.ts';
import { secondHere } from '../../support/second.ts';

const CALL: ProgramCall = {
  title: 'base, seed 1',
  program: 'python3',
  args: ['train.py', '/w/job.json'],
  cwd: '/w',
  env: { LIS_SEED: '1' },
  logPath: '/w/log.txt',
};

/** Both ends of the channel; `lost` is set to let the host's answers get lost. */
function channel(runProgram: RunProgram) {
  const sent: string[] = [];
  const state = { lost: false };
  const toWorker = (message: HostMessage): void => {
    const received = receiveFromHost(JSON.parse(JSON.stringify(message)));
    if (!('message' in received) || received.message.type !== 'programEnded') throw new Error('no answer');
    if (!state.lost) worker.ended(received.message.payload);
  };
  const client = clientPrograms('r1', runProgram, toWorker);
  const toHost = (message: WorkerMessage): void => {
    const received = receiveFromWorker(JSON.parse(JSON.stringify(message)));
    if (!('message' in received)) throw new Error(received.problem);
    sent.push(received.message.type);
    client.receive(received.message);
  };
  const worker = hostPrograms('r1', toHost);
  return { worker, client, sent, state };
}

const never = new AbortController().signal;

describe('a program run by the host', () => {
  it('is asked for with all it needs, and its end comes back', async () => {
    const seen: ProgramCall[] = [];
    const { worker, sent } = channel(async (call) => {
      seen.push(call);
      return { exitCode: 3, complaint: ['no such column'], output: 'the terminal' };
    });
    const end = await worker.run(CALL, never);
    expect(end).toEqual({
      exitCode: 3,
      reason: undefined,
      complaint: ['no such column'],
      output: 'the terminal',
    });
    expect(seen).toEqual([{ ...CALL, logPath: '' }]);
    expect(sent).toEqual(['runProgram']);
  });

  it('that cannot be started is a failure with the host’s reason', async () => {
    const { worker } = channel(() => Promise.reject(new Error('Trust this workspace first.')));
    await expect(worker.run(CALL, never)).rejects.toMatchObject({
      code: 'command-not-found',
      message: 'Trust this workspace first.',
    });
  });

  it('is stopped where the run is, each by its own name', async () => {
    const stopped: string[] = [];
    const { worker, sent } = channel(
      ({ title }, signal) =>
        new Promise((resolve) =>
          signal.addEventListener('abort', () => {
            stopped.push(title);
            resolve({ reason: 'signal SIGHUP', complaint: [], output: 'the terminal' });
          }),
        ),
    );
    const abort = new AbortController();
    const other = vi.fn();
    void worker.run({ ...CALL, title: 'other' }, never).then(other);
    const end = worker.run(CALL, abort.signal);
    abort.abort();
    expect(await end).toMatchObject({ reason: 'signal SIGHUP' });
    expect(stopped).toEqual(['base, seed 1']);
    expect(other).not.toHaveBeenCalled();
    expect(sent).toEqual(['runProgram', 'runProgram', 'stopProgram']);
  });

  it('whose end is never told is not waited for once it was stopped', async () => {
    const { worker, state } = channel(async () => ({ exitCode: 0, complaint: [], output: '' }));
    state.lost = true;
    const started = performance.now();
    const end = await worker.run(CALL, AbortSignal.timeout(20));
    expect(end.exitCode).toBeUndefined();
    const took = performance.now() - started;
    expect(took).toBeLessThan(secondHere());
  });

  it('is ended by the host where the run is over', async () => {
    const { worker, client } = channel(
      (_, signal) =>
        new Promise((resolve) =>
          signal.addEventListener('abort', () => resolve({ exitCode: 0, complaint: [], output: '' })),
        ),
    );
    const end = worker.run(CALL, never);
    client.stopAll();
    expect(await end).toMatchObject({ exitCode: 0 });
  });
});
