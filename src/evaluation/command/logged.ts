/** A program whose output goes to a file beside its job: how one is run where no editor shows it. */
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import type { ProgramCall, ProgramEnd } from '../../common/progress.ts';
import { runChildProcess } from '../../programs/child-process.ts';

/** @see RunProgram */
export async function runLogged(call: ProgramCall, signal: AbortSignal): Promise<ProgramEnd> {
  const log = createWriteStream(call.logPath);
  const logged = finished(log).catch(() => undefined); // a full disk must not end a run whose predictions are there
  try {
    const end = await runChildProcess(call, signal, (output) => output.pipe(log, { end: false }));
    return { ...end, output: call.logPath };
  } finally {
    log.end();
    await logged;
  }
}
