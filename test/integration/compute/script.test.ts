import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { runScript } from '../../../src/compute/client-script.ts';

let folder: string;
let log: string[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lis-script-'));
  log = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function run(path: string, args: string[] = [], signal = new AbortController().signal): Promise<void> {
  return runScript(path, args, (level, message) => void log.push(`${level}: ${message}`), signal);
}
function script(text: string): string {
  const path = join(folder, 'script.mjs');
  writeFileSync(path, text);
  return path;
}

describe('a script in a process of its own', () => {
  it('generates the example', async () => {
    const out = join(folder, 'data');
    await run(fileURLToPath(new URL('../../../dist/example.mjs', import.meta.url)), [
      '--rows',
      '1000',
      '--out',
      out,
    ]);
    expect(readdirSync(out)).toContain('impressions.parquet');
    expect(log).toEqual([expect.stringMatching(/^info: \d+ impressions of \d+ items in /)]);
  });

  it('that fails is a failure with its last line, whatever ended it', async () => {
    await expect(run(script("console.error('no space left'); process.exit(3);"))).rejects.toMatchObject({
      name: 'Failure',
      message: 'no space left',
    });
    expect(log).toEqual(['warn: no space left']);
    await expect(
      run(script("process.kill(process.pid, 'SIGKILL'); setInterval(() => {}, 1);")),
    ).rejects.toThrow('signal SIGKILL');
  });

  it('ends as soon as it is cancelled', async () => {
    const abort = new AbortController();
    const started = join(folder, 'started');
    const endless = script(
      `import { writeFileSync } from 'node:fs'; writeFileSync(process.argv[2], String(process.pid)); for (;;);`,
    );
    const result = run(endless, [started], abort.signal);
    result.catch(() => {});
    await vi.waitFor(() => expect(existsSync(started)).toBe(true), 30_000);
    abort.abort();
    await expect(result).rejects.toThrow('Cancelled');
    await expect(run(endless, [started], abort.signal)).rejects.toThrow('Cancelled');
  });
});
