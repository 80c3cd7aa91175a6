/** `lis init DATA`: a first spec from a log that nobody has described yet, or from a training config that has. */
import { stat, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { Cancelled, Failure } from '../common/failure.ts';
import { wrap } from '../common/format.ts';
import type { Engine } from '../data/engine.ts';
import { type Draft, draftSpec } from '../draft/draft.ts';
import { describeConfig, specFromConfig } from './config.ts';
import { interruptible } from './interrupt.ts';
import { displayPath } from './problem.ts';
import type { Terminal } from './terminal.ts';

export interface InitOptions {
  out?: string;
  /** Which dataset of a config that names several. */
  dataset?: string;
  force?: boolean;
  threads: number;
  memory: number;
}

const WIDTH = 100;

/** @param given files or globs of one log. @returns the exit code. @throws Failure */
export async function initCommand(
  given: readonly string[],
  options: InitOptions,
  terminal: Terminal,
  engine: Engine,
): Promise<number> {
  const out = resolve(terminal.cwd, options.out ?? 'lis.yaml');
  const shownOut = displayPath(out, terminal.cwd);
  if (!options.force) await refuseExisting(out, shownOut);
  const [only] = given;
  if (given.length === 1 && only !== undefined && /\.ya?ml$/i.test(only)) {
    const path = resolve(terminal.cwd, only);
    const config = await specFromConfig(path, dirname(out), options.dataset);
    await write(out, shownOut, config.text, options.force === true);
    terminal.out(
      `${describeConfig(displayPath(path, terminal.cwd), config)}${shownOut}: written; next: lis check ${shownOut} and lis evaluate ${shownOut}\n`,
    );
    return 0;
  }
  if (options.dataset !== undefined) {
    const message =
      '--dataset chooses among the datasets of a FuxiCTR config; give one instead of data, or leave it out.';
    throw new Failure('usage', 'no-config', message);
  }
  return interruptible(terminal, async (signal, interruptCode) => {
    const run = {
      signal,
      onProgress: () => undefined,
      threads: options.threads,
      memoryBytes: options.memory,
    };
    try {
      const draft = await draftSpec({ data: given, cwd: terminal.cwd, out }, run, engine);
      await write(out, shownOut, draft.text, options.force === true);
      terminal.out(summary(shownOut, draft));
      return 0;
    } catch (error) {
      if (!(error instanceof Cancelled) && !signal.aborted) throw error;
      terminal.err('lis: cancelled; nothing was written\n');
      return interruptCode();
    }
  });
}

async function refuseExisting(out: string, shown: string): Promise<void> {
  const found = await stat(out).catch(() => undefined);
  if (found === undefined) return;
  const message = found.isDirectory()
    ? `${shown} is a folder: name the spec to write, such as --out ${shown}/lis.yaml.`
    : `${shown} exists already: choose another name with --out, or overwrite it with --force.`;
  throw new Failure('usage', 'spec-exists', message);
}

async function write(out: string, shown: string, text: string, force: boolean): Promise<void> {
  try {
    await writeFile(out, text, { flag: force ? 'w' : 'wx' });
  } catch (error) {
    const message = `Cannot write ${shown}: ${(error as Error).message}; choose another place with --out.`;
    throw new Failure('resource', 'cannot-write', message);
  }
}

function summary(out: string, { from, facts, undecided }: Draft): string {
  const next =
    undecided.length === 0
      ? `Next: look at the choices, then lis check ${out} and lis evaluate ${out}.`
      : `${undecided.join(' and ')} could not be decided: ${out} lists the candidates; fill in what is missing, then lis check ${out}.`;
  const body = facts.flatMap(({ key, value, why }) =>
    wrap(
      value === undefined ? `not decided: ${why}` : `${value}${why === undefined ? '' : ` (${why})`}`,
      WIDTH - 13,
    ).map((line, i) => `  ${(i === 0 ? key : '').padEnd(11)}${line}`),
  );
  return `${[`${out}: written from ${from}`, '', ...body, '', ...wrap(next, WIDTH)].join('\n')}\n`;
}
