/** How soon the compute process ends: measured with nothing of the suite beside it. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ComputeClient, type ComputeRequest } from '../../../src/compute/client.ts';
import type { RunProgress } from '../../../src/protocol/messages.ts';
import { secondHere } from '../../support/second.ts';
import { LONG_RUN, smallSpec, writeSmallWorkspace } from '../../support/small-workspace.ts';

const server = fileURLToPath(new URL('../../../dist/server.mjs', import.meta.url));

let folder: string;
let client: ComputeClient;
let specPath: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lis-server-'));
  specPath = writeSmallWorkspace(folder).specPath;
  // Long enough to end by itself: how long that takes is what is measured.
  client = new ComputeClient(server, () => {}, { graceMs: 60_000 });
});
afterEach(() => {
  client.dispose();
  rmSync(folder, { recursive: true, force: true });
});

function run(changes: Partial<ComputeRequest> = {}, signal = new AbortController().signal) {
  const progress: RunProgress[] = [];
  const reportPath = join(folder, 'out', 'report.json');
  const result = client.evaluate(
    { specPath, overrides: { seeds: 1 }, reportPath, threads: 2, ...changes },
    { signal, onProgress: (value) => void progress.push(value) },
  );
  result.catch(() => {});
  return { result, progress };
}
const training = (progress: RunProgress[]) =>
  vi.waitFor(() => expect(progress.map(({ phase }) => phase)).toContain('train'), 60_000);

describe('the compute process', () => {
  it('stops within a second when it is cancelled, writes nothing, and takes the next run in the same process', async () => {
    const abort = new AbortController();
    const { result, progress } = run({ overrides: {}, specText: smallSpec(LONG_RUN) }, abort.signal);
    await training(progress);
    const { pid } = client;
    const asked = performance.now();
    abort.abort();
    await expect(result).rejects.toThrow('Cancelled');
    const took = performance.now() - asked;
    expect(took).toBeLessThan(secondHere());
    expect(existsSync(join(folder, 'out'))).toBe(false);
    await run().result;
    expect(client.pid).toBe(pid);
  });

  it('leaves within a second of its host, in the middle of a run', async () => {
    const { result, progress } = run({ overrides: {}, specText: smallSpec(LONG_RUN) });
    await training(progress);
    const pid = client.pid!;
    const asked = performance.now();
    client.dispose();
    await expect(result).rejects.toThrow('Cancelled');
    await vi.waitFor(() => expect(() => process.kill(pid, 0)).toThrow('ESRCH'), 30_000);
    // It was asked when the run was told to be over: what is left of the second is the process's own.
    expect(performance.now() - asked).toBeLessThan(3 * secondHere());
  });
});
