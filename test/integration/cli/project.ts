/** A small project in a folder of its own, and the `lis` command run in it: in this process, or as it was built. */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { type Outcome, runLis } from '../../support/terminal.ts';

export const CLI = resolve(import.meta.dirname, '../../../dist/cli.mjs');

export interface Project {
  folder: string;
  /** Writes files by their path in the project. */
  write(files: Record<string, string | Uint8Array>): void;
  /**
   * Runs `lis` with the project as the working folder, and an evaluation on one thread: others take longer to start than such a log takes
   * to evaluate.
   */
  lis(args: string[], options?: Pick<RunOptions, 'env'>): Promise<Outcome>;
  /** The same as a process of the built command. `onOutput` sees stderr as it comes and may signal the process. */
  built(args: string[], options?: RunOptions): Promise<Outcome>;
  remove(): void;
}

export interface RunOptions {
  env?: Record<string, string>;
  onOutput?(stderr: string, kill: (signal: NodeJS.Signals) => void): void;
}

export const SPEC = `version: 1
log:
  path: data/log.csv
  user: user
  item: item
  label: click
  time: ts
  features: [place]
split: {evaluate: 25%, slices: 8}
sources:
  - {name: co-click, build: co-click, window: 4}
seeds: 1
`;

/** 600 rows, 24 users, 15 items, seconds since 1970; item and user agree modulo 3 where clicks are likely. */
export function logRows(): string[][] {
  let state = 12345;
  const next = (below: number) => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return Math.floor((state / 0x80000000) * below);
  };
  return Array.from({ length: 600 }, (_, row) => {
    const [user, item] = [next(24), next(15)];
    const click = next(10) < (user % 3 === item % 3 ? 7 : 2) ? 1 : 0;
    return [`u${user}`, `i${item}`, String(click), String(1_700_000_000 + row * 600), `p${next(3)}`];
  });
}

export const HEADER = ['user', 'item', 'click', 'ts', 'place'];

export function csv(rows: readonly string[][], header: readonly string[] = HEADER): string {
  return `${[header, ...rows].map((row) => row.join(',')).join('\n')}\n`;
}

/** A project whose spec and log are fine. */
export function createProject(): Project {
  const folder = mkdtempSync(join(tmpdir(), 'lis-project-'));
  const project: Project = {
    folder,
    write(files) {
      for (const [name, content] of Object.entries(files)) {
        mkdirSync(dirname(join(folder, name)), { recursive: true });
        writeFileSync(join(folder, name), content);
      }
    },
    lis: (args, options) => runLis(folder, onOneThread(args), options),
    built: (args, options = {}) => runBuilt(folder, onOneThread(args), options),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
  project.write({ 'lis.yaml': SPEC, 'data/log.csv': csv(logRows()) });
  return project;
}

function onOneThread(args: readonly string[]): string[] {
  const isOpen = args[0] === 'evaluate' && !args.includes('--threads');
  return isOpen ? [...args, '--threads', '1'] : [...args];
}

function runBuilt(cwd: string, args: string[], { env = {}, onOutput }: RunOptions): Promise<Outcome> {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [CLI, ...args], { cwd, env: { ...process.env, ...env } });
    const outcome: Outcome = { code: null, stdout: '', stderr: '' };
    child.stdout.on('data', (data) => {
      outcome.stdout += data;
    });
    child.stderr.on('data', (data) => {
      outcome.stderr += data;
      onOutput?.(outcome.stderr, (signal) => child.kill(signal));
    });
    child.on('error', fail);
    child.on('close', (code) => done({ ...outcome, code }));
  });
}
