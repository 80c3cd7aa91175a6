/**
 * The fuzzer: damages one file of a whole input, lets LIS Lens read it in a process of its own, and keeps what ends in anything
 * but an answer: a crash, a defect, foreign words, too long, too much memory. Seeded: the same seed damages the same files.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { random } from '../support/random.ts';
import { allCases, type Case } from './cases.ts';
import type { Order } from './child.ts';
import { below } from './mutate.ts';
import { complaint, type Outcome } from './oracle.ts';

export interface Options {
  seed: number;
  /** Ends after so many inputs, … */
  count?: number;
  /** … or after so long. */
  minutes?: number;
  /** Where the failures go, each in a folder of its own. */
  keepIn: string;
  /** Only cases whose kind begins so. */
  kind?: string;
  log?(line: string): void;
}

export interface Found {
  kind: string;
  seed: number;
  reason: string;
  command: string;
  said: string;
  folder: string;
}

export interface Result {
  inputs: number;
  failures: Found[];
  /** Inputs by how they ended. */
  codes: Record<string, number>;
}

/** A call that computes for longer hangs: whole calls on these files take a second. Other programs' work does not count. */
const LONGEST_CPU_S = 8;
/** And so does one that only waits. */
const LONGEST_MS = 60_000;
/** Resident memory of the reading process, over what a gigabyte for the data and the process itself take. */
const MOST_BYTES = 2.5 * 1024 ** 3;
/** A process reads so many inputs and is replaced: what one leaves behind must not blame another. */
const INPUTS_EACH = 100;

export async function fuzz(options: Options): Promise<Result> {
  const { seed, count = Number.POSITIVE_INFINITY, minutes = Number.POSITIVE_INFINITY } = options;
  const cases = (await allCases()).filter(({ kind }) => kind.startsWith(options.kind ?? ''));
  const folder = mkdtempSync(join(tmpdir(), 'lis-fuzz-'));
  const reader = new Reader();
  const result: Result = { inputs: 0, failures: [], codes: {} };
  const until = performance.now() + minutes * 60_000;
  try {
    for (let i = 0; i < count && performance.now() < until; i++) {
      // Each input has a seed of its own, so that one of them can be made again alone.
      const inputSeed = seed + i;
      const next = random(inputSeed);
      const fuzzCase = i < cases.length ? cases[i]! : cases[below(next, cases.length)]!;
      const found = await tryCase(fuzzCase, inputSeed, next, join(folder, 'case'), reader, result);
      result.inputs++;
      if (found === undefined) continue;
      const kept = keep(found, fuzzCase, join(folder, 'case'), options.keepIn);
      result.failures.push(kept);
      options.log?.(`${kept.kind}, seed ${inputSeed}: ${kept.reason}: ${kept.said}\n  ${kept.folder}`);
    }
  } finally {
    reader.end();
    rmSync(folder, { recursive: true, force: true });
  }
  return result;
}

type Failed = Pick<Found, 'kind' | 'seed' | 'reason' | 'command' | 'said'>;

async function tryCase(
  { kind, files, target, damage, commands }: Case,
  seed: number,
  next: () => number,
  folder: string,
  reader: Reader,
  result: Result,
): Promise<Failed | undefined> {
  rmSync(folder, { recursive: true, force: true });
  const damaged = { ...files, [target]: damage(next) };
  for (const [path, contents] of Object.entries(damaged)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), contents);
  }
  let code = 0;
  for (const args of commands) {
    const answer = await reader.run({ cwd: folder, args });
    const reason = typeof answer === 'string' ? answer : complaint(args[0]!, answer);
    const said = typeof answer === 'string' ? '' : answer.stderr.slice(0, 500).trimEnd();
    if (reason !== undefined) return { kind, seed, reason, command: `lis ${args.join(' ')}`, said };
    code = (answer as Outcome).code;
    if (code !== 0) break;
  }
  result.codes[code] = (result.codes[code] ?? 0) + 1;
  return undefined;
}

/** Copies the input with the command that fails on it. */
function keep(failed: Failed, { files, target }: Case, from: string, keepIn: string): Found {
  const folder = join(keepIn, `${failed.kind.replaceAll(/\W+/g, '-')}-${failed.seed}`);
  rmSync(folder, { recursive: true, force: true });
  for (const path of new Set([...Object.keys(files), target])) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), readFileSync(join(from, path)));
  }
  const lines = [`cd ${folder} && ${failed.command}`, failed.reason, failed.said];
  writeFileSync(join(folder, 'command.txt'), `${lines.join('\n')}\n`);
  return { ...failed, folder };
}

/** The reading process, started when it is first needed, and again after it was ended. */
class Reader {
  #child: ChildProcess | undefined;
  #inputs = 0;

  /** @returns what the command said, or in words why there is no answer */
  async run(order: Order): Promise<Outcome | string> {
    this.#child ??= this.#start();
    const child = this.#child;
    const answer = await new Promise<Outcome | string>((resolve) => {
      const settle = (value: Outcome | string): void => {
        clearTimeout(late);
        clearInterval(watching);
        child.off('message', settle).off('exit', onExit);
        resolve(value);
      };
      const onExit = (code: number | null, signal: string | null): void =>
        settle(`the process ended: ${signal ?? `code ${code}`}`);
      const late = setTimeout(() => settle(`no answer after ${LONGEST_MS / 1000} s`), LONGEST_MS);
      const before = computedBy(child.pid);
      const watching = setInterval(() => {
        if (memoryOf(child.pid) > MOST_BYTES) settle('too much memory');
        if (computedBy(child.pid) - before > LONGEST_CPU_S)
          settle(`no answer after ${LONGEST_CPU_S} s of work`);
      }, 50);
      child.on('message', settle as (value: unknown) => void).on('exit', onExit);
      child.send(order);
    });
    if (typeof answer === 'string' || ++this.#inputs >= INPUTS_EACH) this.end();
    return answer;
  }

  end(): void {
    this.#child?.kill('SIGKILL');
    this.#child = undefined;
    this.#inputs = 0;
  }

  #start(): ChildProcess {
    return fork(join(import.meta.dirname, 'child.ts'), [], {
      execArgv: ['--max-old-space-size=1024'],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
  }
}

/** Seconds that all threads of a process have computed; 0 where the system does not tell. */
function computedBy(pid: number | undefined): number {
  try {
    // Behind the name, which may hold anything: user and system time, the 12th and 13th value, in hundredths.
    const values = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!.split(' ');
    return (Number(values[11]) + Number(values[12])) / 100;
  } catch {
    return 0;
  }
}

/** Bytes of resident memory; 0 where the system does not tell. */
function memoryOf(pid: number | undefined): number {
  try {
    const [, kilobytes = '0'] = /VmRSS:\s*(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Number(kilobytes) * 1024;
  } catch {
    return 0;
  }
}
