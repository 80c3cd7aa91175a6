/** `lis init DATA`: a first spec from a log that nobody has described yet, or from a training config that has. */
import { stat, writeFile } from 'node:fs/promises';
import { basename, dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import { type DataProfile, profileData } from '../data/profile.ts';
import { Cancelled, Failure } from '../report/failure.ts';
import { count, wrap } from '../report/format.ts';
import { describeConfig, specFromConfig } from './config.ts';
import { type Inferred, infer } from './init-infer.ts';
import { specText } from './init-spec.ts';
import { type FoundTable, findTables } from './init-tables.ts';
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
      const profile = await profileData(given, terminal.cwd, run);
      const inferred = infer(profile);
      const files = profile.files.map(({ path }) => resolve(terminal.cwd, path));
      const names = new Set(files.map((file) => basename(file)));
      const tables = await findTables(dirname(files[0]!), names, inferred, run);
      const fromSpec = (path: string) => pathFrom(dirname(out), path, terminal.cwd);
      const text = specText(
        given.map(fromSpec),
        inferred,
        tables.map((table) => ({ ...table, path: fromSpec(table.path) })),
        described(profile),
      );
      await write(out, shownOut, text, options.force === true);
      terminal.out(summary(shownOut, profile, inferred, tables));
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

/** Relative to the spec, as specs are moved together with their data; a path given as absolute and outside stays so. */
function pathFrom(folder: string, path: string, cwd: string): string {
  const near = relative(folder, resolve(cwd, path));
  const stays = isAbsolute(near) || (isAbsolute(path) && near.startsWith('..'));
  return (stays ? path : near).split(sep).join('/');
}

function described({ rows, complete, files }: DataProfile): string {
  const of = files.length === 1 ? '' : ` of ${count(files.length)} files`;
  return complete ? `${count(rows)} rows${of}` : `the first ${count(rows)} rows${of}`;
}

function summary(
  out: string,
  profile: DataProfile,
  inferred: Inferred,
  tables: readonly FoundTable[],
): string {
  const { user, item, label, time, group, split, features, left } = inferred;
  const keys = Object.entries({ user, item, label, time, ...(group && { group }) });
  const facts = keys.map(([key, { value, why, candidates }]): [string, string] => {
    const open = candidates.length === 0 ? '' : `; candidates: ${candidates.join(', ')}`;
    return [key, value === undefined ? `not decided: ${why}${open}` : `${value} (${why})`];
  });
  if (split !== undefined) facts.push(['split', `${split.column} (a ready-made split)`]);
  facts.push(['features', features.map(({ name }) => name).join(', ') || 'none']);
  for (const { role, path, key, features: of } of tables)
    facts.push([role, `${basename(path)} by ${key}: ${of.map(({ name }) => name).join(', ')}`]);
  if (left.length > 0) facts.push(['left out', left.map(({ name }) => name).join(', ')]);
  const undecided = keys.flatMap(([key, { value }]) =>
    value === undefined && (key !== 'time' || split === undefined) ? [key] : [],
  );
  const next =
    undecided.length === 0
      ? `Next: look at the choices, then lis check ${out} and lis evaluate ${out}.`
      : `${undecided.join(' and ')} could not be decided: ${out} lists the candidates; fill in what is missing, then lis check ${out}.`;
  const body = facts.flatMap(([key, text]) =>
    wrap(text, WIDTH - 13).map((line, i) => `  ${(i === 0 ? key : '').padEnd(11)}${line}`),
  );
  return `${[`${out}: written from ${described(profile)}`, '', ...body, '', ...wrap(next, WIDTH)].join('\n')}\n`;
}
