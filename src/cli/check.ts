/** `lis check SPEC`: everything that can be known before a run, and every problem at its place. */
import { readFile } from 'node:fs/promises';
import { Cancelled, Failure } from '../common/failure.ts';
import { bytes, columns, count, wrap } from '../common/format.ts';
import type { RunContext } from '../common/progress.ts';
import type { Checked, Engine } from '../data/engine.ts';
import { rowParts } from '../evaluation/arms/fields.ts';
import { plannedArms, plannedModelArms, plannedProbes } from '../evaluation/arms/planned.ts';
import { commandPath, rankersOf } from '../evaluation/arms/rankers.ts';
import { assertProgram } from '../evaluation/command/call.ts';
import { checkUsers } from '../evaluation/describe/score.ts';
import { type LoadedSpec, loadSpec, locate } from '../evaluation/load-spec.ts';
import { oneLine } from '../inert/visible.ts';
import { readAnySpec } from '../specfile/configs/adapt.ts';
import { givenOptions } from '../specfile/given-options.ts';
import { isCommand } from '../specfile/ranker-kinds.ts';
import type { Spec } from '../specfile/schema.ts';
import { readSources } from '../specfile/source-bases.ts';
import { describeConfig } from './config.ts';
import { interruptible } from './interrupt.ts';
import { type Machine, programPlan, timePlan } from './plan.ts';
import { caretLines, displayPath, place, reportFailure } from './problem.ts';
import type { Terminal } from './terminal.ts';

export interface CheckOptions {
  threads: number;
  memory: number;
}

const WIDTH = 100;
/** Bytes of all files together up to which they are read as a run would: in a second or two. What is not a file may be of any size. */
const SMALL = 64 * 2 ** 20;

/** @returns the exit code. @throws Failure for a spec that cannot be read. */
export function checkCommand(
  specPath: string,
  options: CheckOptions,
  terminal: Terminal,
  engine: Engine,
): Promise<number> {
  const show = async (loaded: LoadedSpec, checked: Checked, run: RunContext) => {
    const size = checked.files.reduce((sum, file) => sum + (file.bytes ?? Number.POSITIVE_INFINITY), 0);
    if (size <= SMALL) await readAsRun(loaded, run, engine);
    return describe(displayPath(specPath, terminal.cwd), loaded, checked, options);
  };
  return checkSpec(specPath, options, terminal, engine, show);
}

/** Checks a spec, reports its problems with their lines, and prints what `show` makes of it where there are none. */
export async function checkSpec(
  specPath: string,
  options: CheckOptions,
  terminal: Terminal,
  engine: Engine,
  show: (loaded: LoadedSpec, checked: Checked, run: RunContext) => string | Promise<string>,
): Promise<number> {
  const text = await readFile(specPath, 'utf8').catch(() => undefined);
  if (text !== undefined && (await printProblems(specPath, text, terminal))) return 2;
  const loaded = await loadSpec(specPath, text);
  return interruptible(terminal, async (signal, interruptCode) => {
    try {
      const run = {
        signal,
        onProgress: () => undefined,
        threads: options.threads,
        memoryBytes: options.memory,
      };
      for (const ranker of rankersOf(loaded.spec).filter(isCommand))
        await assertProgram(ranker, loaded.folder, commandPath(loaded.spec), true);
      const checked = await engine.check(loaded.spec, loaded.folder, run);
      const { config } = loaded.parsed;
      const reading = config && describeConfig(displayPath(specPath, terminal.cwd), config);
      terminal.out(`${reading ?? ''}${await show(loaded, checked, run)}`);
      return 0;
    } catch (error) {
      if (error instanceof Cancelled || signal.aborted) return interruptCode();
      const located = locate(error, loaded);
      const code = reportFailure(located, terminal);
      if (located instanceof Failure) {
        const { file, line, column } = located.where;
        if (file === loaded.path && line !== undefined) {
          terminal.err(caretLines(loaded.text, line, column ?? 1));
        }
      }
      return code;
    }
  });
}

/** @throws Failure where an evaluation would end before its training, for instance since all labels are equal */
async function readAsRun({ spec, folder }: LoadedSpec, run: RunContext, engine: Engine): Promise<void> {
  const data = await engine.load(spec, folder, run);
  checkUsers(data, spec, rowParts(data.part));
}

/** Prints each problem of the spec with its line. @returns whether one of them is an error. */
async function printProblems(specPath: string, text: string, terminal: Terminal): Promise<boolean> {
  const { problems } = await readAnySpec(text, specPath);
  for (const { severity, message, range } of problems) {
    const [line, column] = [range.start.line + 1, range.start.column + 1];
    const note = severity === 'error' ? '' : `${severity}: `;
    const where = place({ file: specPath, line, column }, terminal.cwd);
    terminal.err(`lis: ${oneLine(`${where}${note}${message}`)}\n`);
    terminal.err(caretLines(text, line, column));
  }
  return problems.some(({ severity }) => severity === 'error');
}

function describe(name: string, { spec, parsed }: LoadedSpec, checked: Checked, machine: Machine): string {
  const roleWidth = Math.max(...checked.files.map(({ role }) => role.length));
  const files = columns(
    checked.files.map(({ role, path, bytes: size }) => [
      `  ${role.padEnd(roleWidth)}  ${path}`,
      size === undefined ? '–' : bytes(size),
    ]),
  );
  const facts: [string, string][] = [
    ['rows', count(checked.rows)],
    ...checked.columns.map(({ role, columns: names }): [string, string] => [
      role,
      names.map((c) => `${c.name} ${c.type}`).join(', '),
    ]),
    ['split', describeSplit(spec)],
    ...programs(spec),
    [
      'arms',
      [
        'base',
        ...spec.sources.map(
          (source) => `${plannedArms(source, readSources(spec)).join(', ')} of ${source.name}`,
        ),
        ...spec.models.map((model) => {
          const probes = plannedProbes(model, spec).map((source) => `probe on ${source}`);
          return `${[...plannedModelArms(model), ...probes].join(', ')} of ${model.name}`;
        }),
      ].join('; '),
    ],
    ['a run', timePlan(spec, checked, machine, (ranker) => givenOptions(parsed.value, ranker))],
  ];
  const width = Math.max(...facts.map(([label]) => label.length)) + 2;
  const lines = facts.flatMap(([label, value]) =>
    wrap(value, WIDTH - 2 - width).map((line, i) => `  ${(i === 0 ? label : '').padEnd(width)}${line}`),
  );
  return `${[`${oneLine(name)}: no problems`, '', ...files, '', ...lines].join('\n')}\n`;
}

/** A program of the user's own, and how often it would run: the one thing here that a run would start. */
function programs(spec: Spec): [string, string][] {
  return rankersOf(spec)
    .filter(isCommand)
    .map((program) => ['program', programPlan(program, spec)]);
}

function describeSplit({ split, log }: Spec): string {
  const slices =
    typeof split.slices === 'number' ? `${split.slices} slices of equal counts` : `${split.slices} slices`;
  if ('column' in split) {
    return `rows whose ${split.column} is ${split.evaluate} are evaluated, those with ${split.train} train the ranker`;
  }
  const rows =
    'from' in split
      ? `rows from ${split.from}${split.to === undefined ? '' : ` to before ${split.to}`} (by ${log.time})`
      : `the last ${Number((split.evaluate * 100).toFixed(6))} % of the rows (by ${log.time})`;
  return `${rows} are evaluated, all rows before train the ranker; ${slices}`;
}
