import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ComputeClient } from '../../../src/compute/client.ts';
import type { RunProgress } from '../../../src/protocol/messages.ts';
import { isAlive } from '../../fixtures/alive.ts';

const server = fileURLToPath(new URL('scripted-server.ts', import.meta.url));
const clients: ComputeClient[] = [];

function startClient(path = server) {
  const log: string[] = [];
  const client = new ComputeClient(path, (level, message) => void log.push(`${level}: ${message}`));
  clients.push(client);
  const run = (script: string, signal = new AbortController().signal) => {
    const progress: RunProgress[] = [];
    const result = client.evaluate(
      { specPath: '/w/lis.yaml', specText: script, overrides: {}, reportPath: `/w/${script}.json` },
      { signal, onProgress: (value) => void progress.push(value) },
    );
    result.catch(() => {});
    return { result, progress };
  };
  const look = (folder: string, signal = new AbortController().signal) => {
    const result = client.describe({ folder, patterns: ['a.csv'], rows: 10 }, signal);
    result.catch(() => {});
    return result;
  };
  return { client, run, look, log };
}

const untilGone = (pid: number) => vi.waitFor(() => expect(isAlive(pid)).toBe(false), 30_000);

afterEach(() => {
  for (const client of clients.splice(0)) client.dispose();
  vi.unstubAllEnvs();
});

describe('the client of the compute process', () => {
  it('starts with the first run and keeps the process for the next', async () => {
    const { client, run } = startClient();
    expect(client.pid).toBeUndefined();
    const first = run('finish');
    expect(await first.result).toEqual({
      reportPath: '/w/finish.json',
      summary: { created: '2026-11-01T10:00:00.000Z', baseAuc: 0.7, sources: [], models: [] },
    });
    expect(first.progress).toEqual([{ phase: 'train', message: 'training base', fraction: 0.5 }]);
    const { pid } = client;
    expect(pid).toBeGreaterThan(0);
    await run('finish').result;
    expect(client.pid).toBe(pid);
  });

  it("keeps the host's own Node options from the process", async () => {
    vi.stubEnv('NODE_OPTIONS', '--max-old-space-size=4096');
    const { result, progress } = startClient().run('environment');
    await result;
    expect(progress[0]?.message).toBe('NODE_OPTIONS undefined execArgv 0');
  });

  it('runs one after the other', async () => {
    const { run } = startClient();
    const abort = new AbortController();
    const first = run('polite', abort.signal);
    const second = run('finish');
    await vi.waitFor(() => expect(first.progress).toHaveLength(1), 30_000);
    expect(second.progress).toHaveLength(0);
    abort.abort();
    await expect(first.result).rejects.toThrow('Cancelled');
    expect((await second.result).reportPath).toBe('/w/finish.json');
  });

  it('rejects a waiting run as soon as it is cancelled', async () => {
    const { run } = startClient();
    const [running, waiting] = [new AbortController(), new AbortController()];
    run('polite', running.signal);
    const second = run('finish', waiting.signal);
    waiting.abort();
    await expect(second.result).rejects.toThrow('Cancelled');
    running.abort();
  });

  it('passes a failure on with its kind, code and place', async () => {
    const { run } = startClient();
    await expect(run('fail').result).rejects.toMatchObject({
      name: 'Failure',
      kind: 'data',
      code: 'one-class',
      message: 'One class.',
      where: { file: 'a.csv', line: 3 },
    });
  });

  it('drops what is no message, and what belongs to another run', async () => {
    const { run, log } = startClient();
    const { result, progress } = run('babble');
    await result;
    expect(progress).toEqual([]);
    expect(log.filter((line) => line.startsWith('warn: Dropped a message'))).toHaveLength(2);
  });

  it('names a crash, shows its last words in the log, and runs again', async () => {
    const { client, run, log } = startClient();
    await expect(run('exit').result).rejects.toMatchObject({
      code: 'compute-crashed',
      kind: 'internal',
      message: expect.stringContaining('exit code 7'),
    });
    expect(log).toContain('warn: out of luck');
    expect(client.pid).toBeUndefined();
    await run('finish').result;
    expect(client.pid).toBeGreaterThan(0);
  });

  it('takes SIGKILL for the system that needs memory', async () => {
    const { client, run } = startClient();
    const { result, progress } = run('polite');
    await vi.waitFor(() => expect(progress).toHaveLength(1), 30_000);
    process.kill(client.pid!, 'SIGKILL');
    await expect(result).rejects.toMatchObject({
      code: 'compute-crashed',
      kind: 'resource',
      message: expect.stringContaining('memory'),
    });
    await run('finish').result;
  });

  it.each(['deaf', 'blocked'])('ends a %s process within a second after the cancellation', async (script) => {
    const { client, run } = startClient();
    const abort = new AbortController();
    const { result, progress } = run(script, abort.signal);
    await vi.waitFor(() => expect(progress).toHaveLength(1), 30_000);
    const pid = client.pid!;
    abort.abort();
    await expect(result).rejects.toThrow('Cancelled');
    await untilGone(pid);
    await run('finish').result;
    expect(client.pid).not.toBe(pid);
  });

  it('looks at columns beside a run, in the same process', async () => {
    const { client, run, look } = startClient();
    const abort = new AbortController();
    const { result, progress } = run('polite', abort.signal);
    const early = look('/w'); // while the process still starts
    await vi.waitFor(() => expect(progress).toHaveLength(1), 30_000);
    const { pid } = client;
    expect(await early).toEqual({ files: [], rows: 10, complete: false, columns: [] });
    expect((await look('/w')).rows).toBe(10);
    expect(client.pid).toBe(pid);
    abort.abort();
    await expect(result).rejects.toThrow('Cancelled');
  });

  it('cancels a look without ending the process, and takes the next one', async () => {
    const { client, run, look } = startClient();
    const { progress } = run('deaf');
    await vi.waitFor(() => expect(progress).toHaveLength(1), 30_000);
    const { pid } = client;
    const abort = new AbortController();
    const slow = look('/slow', abort.signal);
    const waiting = look('/w');
    abort.abort();
    await expect(slow).rejects.toThrow('Cancelled');
    expect((await waiting).rows).toBe(10);
    expect(client.pid).toBe(pid);
  });

  it('says that the process ended under a look, and starts another for the next', async () => {
    const { look } = startClient();
    await expect(look('/exit')).rejects.toMatchObject({ code: 'compute-crashed' });
    expect((await look('/w')).rows).toBe(10);
  });

  it('says that the process did not start', async () => {
    const { run } = startClient('/nowhere/server.mjs');
    await expect(run('finish').result).rejects.toMatchObject({ code: 'compute-unavailable' });
  });

  it('can be cancelled while the process starts', async () => {
    vi.stubEnv('LIS_TEST_NEVER_READY', '1');
    const { run } = startClient();
    const abort = new AbortController();
    const { result } = run('finish', abort.signal);
    setTimeout(() => abort.abort(), 100);
    await expect(result).rejects.toThrow('Cancelled');
  });

  it('leaves no process behind', async () => {
    const { client, run } = startClient();
    const { progress, result } = run('polite');
    await vi.waitFor(() => expect(progress).toHaveLength(1), 30_000);
    const pid = client.pid!;
    client.dispose();
    await untilGone(pid);
    await expect(result).rejects.toThrow('Cancelled');
    await expect(run('finish').result).rejects.toMatchObject({ code: 'compute-unavailable' });
  });
});
