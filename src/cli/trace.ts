/** `--trace FILE`: where a run's trace goes. */
import { open, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Failure } from '../common/failure.ts';
import { Trace } from '../common/trace.ts';

/** How each trace begins. */
const BEGINNING = '{"displayTimeUnit"';

/**
 * A trace to be written to `file` when the run has ended, however it ended.
 * @throws Failure `usage` `not-a-trace` where that would lose another file, `resource` `trace` where it cannot be written: before any work
 */
export async function traceTo(
  file: string,
  cwd: string,
  reportPath?: string,
): Promise<{ trace: Trace; write(): Promise<void> }> {
  const path = resolve(cwd, file);
  if (path === reportPath) throw taken(path, 'is where the report goes');
  await assertFree(path);
  const trace = new Trace();
  return { trace, write: () => writeFile(path, `${JSON.stringify(trace)}\n`) };
}

async function assertFree(path: string): Promise<void> {
  try {
    const handle = await open(path, 'a+');
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(BEGINNING.length), 0, BEGINNING.length, 0);
      if (bytesRead === 0 || buffer.toString('utf8', 0, bytesRead) === BEGINNING) return;
    } finally {
      await handle.close();
    }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Failure('resource', 'trace', `the trace cannot be written to ${path}: ${why}`, { file: path });
  }
  throw taken(path, 'exists and is not a trace');
}

function taken(path: string, why: string): Failure {
  const message = `${path} ${why}: it would be lost; choose another file for --trace.`;
  return new Failure('usage', 'not-a-trace', message, { file: path });
}
