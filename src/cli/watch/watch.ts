/**
 * `lis watch [SPEC]`: evaluates again whenever the spec or a file of its data is saved, with what earlier runs have kept, and says what changed. A
 * saved spec ends a run that goes on, whose numbers nobody wants any more; changed data waits for its end, or a log that grows would never be evaluated.
 */
import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Cancelled, Failure } from '../../common/failure.ts';
import { localTime } from '../../common/format.ts';
import { oneLine } from '../../inert/visible.ts';
import { cacheFolder, newRunPath, writeRun } from '../../report/kept/store.ts';
import type { Report } from '../../report/schema.ts';
import { renderScreen } from '../../report/terminal/screen.ts';
import { changedAnswers } from '../../report/words/changed-answers.ts';
import type { Evaluate } from '../evaluate.ts';
import { interruptible } from '../interrupt.ts';
import { caretLines, displayPath, reportFailure } from '../problem.ts';
import { progressView } from '../progress.ts';
import { outWidth, type Terminal, wantsColour } from '../terminal.ts';
import { type Change, nextChange, type Watched, watchedNow } from './files.ts';

export interface WatchOptions {
  /** Only these sources and models. */
  source?: string[];
  seeds?: number;
  /** Half-width that the intervals are to have. */
  precision?: number;
  threads: number;
  memory: number;
  quiet?: boolean;
}

/** More files than these are counted. */
const NAMED_FILES = 3;

/** @returns the exit code of the interrupt that ended it. */
export function watchCommand(
  specPath: string,
  options: WatchOptions,
  terminal: Terminal,
  core: Evaluate,
): Promise<number> {
  return interruptible(terminal, async (signal, interruptCode) => {
    let [watched, last]: [Watched | undefined, Report | undefined] = [undefined, undefined];
    while (!signal.aborted) {
      const now: Watched = await watchedNow(specPath, watched);
      watched = now;
      const run = new AbortController();
      const saved = nextChange(now, AbortSignal.any([signal, run.signal]), 'spec');
      void saved.then((change) => change && run.abort());
      const report = await evaluateOnce(
        specPath,
        options,
        terminal,
        core,
        AbortSignal.any([signal, run.signal]),
        last,
      );
      run.abort();
      last = report ?? last;
      let change = await saved;
      if (change === undefined && !signal.aborted) {
        terminal.err(`\nlis: watching ${watchedText(now, specPath, terminal.cwd)}; Ctrl-C ends\n`);
        change = await nextChange(now, signal, 'all');
      }
      if (change !== undefined && !signal.aborted)
        terminal.err(`lis: ${savedText(change, specPath, terminal.cwd)}\n\n`);
    }
    terminal.err('lis: the watch has ended\n');
    return interruptCode();
  });
}

/** @returns the report, or undefined where the run failed, which is said, or was ended. */
async function evaluateOnce(
  specPath: string,
  options: WatchOptions,
  terminal: Terminal,
  core: Evaluate,
  signal: AbortSignal,
  last: Report | undefined,
): Promise<Report | undefined> {
  const progress = progressView(terminal, options.quiet === true);
  try {
    const report = await core({
      specPath,
      seeds: options.seeds,
      precision: options.precision,
      origin: 'command line',
      ...(options.source !== undefined && { sources: options.source }),
      run: {
        signal,
        onProgress: (p) => progress.show(p),
        threads: options.threads,
        memoryBytes: options.memory,
        cacheFolder: cacheFolder(specPath),
      },
    });
    if (signal.aborted) throw new Cancelled();
    const path = await writeRun(await newRunPath(specPath, new Date()), report);
    progress.end();
    terminal.out(
      renderScreen(report, {
        colour: wantsColour(terminal),
        width: outWidth(terminal),
        reportPath: displayPath(path, terminal.cwd),
        reportName: displayPath(specPath, terminal.cwd),
        ...(last !== undefined && { changes: changedAnswers(last, report) }),
      }),
      true,
    );
    return report;
  } catch (error) {
    progress.end();
    if (!signal.aborted) await sayFailure(error, specPath, terminal);
    return undefined;
  }
}

/** With the line of the spec that it points at. */
async function sayFailure(error: unknown, specPath: string, terminal: Terminal): Promise<void> {
  reportFailure(error, terminal);
  if (!(error instanceof Failure) || error.where.file !== specPath || error.where.line === undefined) return;
  const text = await readFile(specPath, 'utf8').catch(() => '');
  terminal.err(caretLines(text, error.where.line, error.where.column ?? 1));
}

function watchedText({ data }: Watched, specPath: string, cwd: string): string {
  const files = data.size === 0 ? '' : ` and ${data.size} ${data.size === 1 ? 'file' : 'files'} of data`;
  return oneLine(`${displayPath(specPath, cwd)}${files}`);
}

function savedText({ files }: Change, specPath: string, cwd: string): string {
  const names = files.slice(0, NAMED_FILES).map((file) => nameOf(file, specPath, cwd));
  const more = files.length > NAMED_FILES ? ` and ${files.length - NAMED_FILES} more` : '';
  return oneLine(`${localTime(new Date().toISOString(), true).slice(-8)} ${names.join(', ')}${more} changed`);
}

/** Data as the spec names it. */
function nameOf(file: string, specPath: string, cwd: string): string {
  return file === specPath ? displayPath(file, cwd) : displayPath(file, dirname(specPath));
}
