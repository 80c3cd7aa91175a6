/** `lis evaluate [SPEC]`: runs the evaluation, writes the report, shows it. */
import { resolve } from 'node:path';
import { Cancelled, Failure } from '../common/failure.ts';
import type { Engine } from '../data/engine.ts';
import { withChosen } from '../evaluation/arms/chosen-sources.ts';
import { type LoadedSpec, loadSpec, locate } from '../evaluation/load-spec.ts';
import { assertPrecision } from '../evaluation/precision/check.ts';
import type { EvaluateRequest } from '../evaluation/request.ts';
import { oneLine } from '../inert/visible.ts';
import { renderReport } from '../report/exports/formats.ts';
import { assertGate, type Gate, gateResult } from '../report/gate.ts';
import { assertWritable, cacheFolder, newRunPath, writeReport, writeRun } from '../report/kept/store.ts';
import type { Report } from '../report/schema.ts';
import { gateFinding } from '../report/words/gate.ts';
import { givenOptions } from '../specfile/given-options.ts';
import { checkSpec } from './check.ts';
import { announceConfig } from './config.ts';
import { interruptible } from './interrupt.ts';
import { describePlan } from './plan.ts';
import { displayPath } from './problem.ts';
import { progressView } from './progress.ts';
import { outWidth, type Terminal, wantsColour } from './terminal.ts';
import { traceTo } from './trace.ts';

export interface EvaluateOptions {
  report?: string;
  format: 'table' | 'json' | 'markdown' | 'junit';
  /** The whole table instead of one screen. */
  full?: boolean;
  /** Exit code 1 where the spec's gate is not met. */
  gate?: boolean;
  /** Only these sources and models. */
  source?: string[];
  /** Say what would be done, and do nothing. */
  dryRun?: boolean;
  /** Also evaluate labels redrawn from an additive model. */
  nullCheck?: boolean;
  seeds?: number;
  /** Half-width that the intervals are to have. */
  precision?: number;
  threads: number;
  memory: number;
  /** False: neither use what earlier runs have kept, nor keep anything. */
  cache?: boolean;
  /** Where to write a trace of the run. */
  trace?: string;
  quiet?: boolean;
}

/** The core, or another one in tests. */
export type Evaluate = (request: EvaluateRequest) => Promise<Report>;

const GATE_NOT_MET = 1;

/** @returns the exit code. @throws Failure */
export async function evaluateCommand(
  specPath: string,
  options: EvaluateOptions,
  terminal: Terminal,
  core: Evaluate,
  engine: Engine,
): Promise<number> {
  const { gate, sources } = await selection(specPath, options);
  if (options.dryRun) {
    return checkSpec(specPath, options, terminal, engine, ({ spec, parsed }, checked) => {
      const asked = {
        ...spec,
        seeds: options.seeds ?? spec.seeds,
        precision: options.precision ?? spec.precision,
      };
      assertPrecision(asked);
      return describePlan(
        displayPath(specPath, terminal.cwd),
        withChosen(asked, sources),
        checked,
        options,
        (ranker) => givenOptions(parsed.value, ranker),
      );
    });
  }
  const chosen = options.report === undefined ? undefined : resolve(terminal.cwd, options.report);
  const reportPath = chosen ?? (await newRunPath(specPath, new Date()));
  await assertWritable(reportPath); // before minutes of work, not after
  if (!options.quiet) await announceConfig(specPath, terminal);
  const progress = progressView(terminal, options.quiet === true);
  const trace =
    options.trace === undefined ? undefined : await traceTo(options.trace, terminal.cwd, reportPath);
  return interruptible(terminal, async (signal, interruptCode) => {
    try {
      const report = await core({
        specPath,
        seeds: options.seeds,
        precision: options.precision,
        ...(sources !== undefined && { sources }),
        ...(options.nullCheck && { nullCheck: true }),
        origin: 'command line',
        run: {
          signal,
          onProgress: (p) => progress.show(p),
          threads: options.threads,
          memoryBytes: options.memory,
          ...(options.cache !== false && { cacheFolder: cacheFolder(specPath) }),
          ...(trace !== undefined && { trace: trace.trace }),
        },
      });
      if (signal.aborted) throw new Cancelled();
      if (chosen !== undefined) await writeReport(chosen, report);
      const written = chosen ?? (await writeRun(reportPath, report));
      progress.end();
      show(report, specPath, written, options, terminal);
      return gate === undefined ? 0 : judge(gate, report, terminal);
    } catch (error) {
      progress.end();
      if (!(error instanceof Cancelled) && !signal.aborted) throw error;
      terminal.err('lis: cancelled; no report was written\n');
      return interruptCode();
    } finally {
      await trace?.write().catch((error: unknown) => terminal.err(`lis: ${oneLine(String(error))}\n`)); // what a run did until it failed is what one wants to see
    }
  });
}

/** What `--gate` and `--source` need of the spec, refused before minutes of work rather than after. */
async function selection(
  specPath: string,
  options: EvaluateOptions,
): Promise<{ gate?: Gate; sources?: string[] }> {
  const { source: sources } = options;
  if (!options.gate && sources === undefined) return {};
  const loaded = await loadSpec(specPath);
  const chosen = chosenOf(loaded, specPath, sources);
  const selected = sources === undefined ? {} : { sources };
  if (!options.gate) return selected;
  const { gate } = loaded.spec;
  if (gate === undefined) {
    const message =
      'the spec has no gate; add one such as `gate: {source: NAME, transferable: ">= 0.002"}`, or leave out --gate.';
    throw new Failure('usage', 'no-gate', message, { file: specPath });
  }
  try {
    const names = (parts: readonly { name: string }[]): string[] => parts.map(({ name }) => name);
    const { sources: kept, models, objectives } = chosen;
    assertGate(gate, { sources: names(kept), models: names(models), objectives: names(objectives) });
  } catch (error) {
    throw locate(error, loaded);
  }
  return { ...selected, gate };
}

/** The chosen sources and models. @throws Failure `usage`, about the command line rather than a place in the spec */
function chosenOf(
  { spec }: LoadedSpec,
  file: string,
  names: readonly string[] | undefined,
): ReturnType<typeof withChosen> {
  try {
    return withChosen(spec, names);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    throw new Failure(error.kind, error.code, error.message, { file });
  }
}

/** @returns the exit code. */
function judge(gate: Gate, report: Report, terminal: Terminal): number {
  const result = report.gate ?? gateResult(gate, report);
  if (!result.met) terminal.err(`lis: gate not met: ${oneLine(gateFinding(result))}\n`);
  return result.met ? 0 : GATE_NOT_MET;
}

function show(
  report: Report,
  specPath: string,
  reportPath: string,
  options: EvaluateOptions,
  terminal: Terminal,
): void {
  const table = {
    colour: wantsColour(terminal),
    specName: displayPath(specPath, terminal.cwd),
    reportPath: displayPath(reportPath, terminal.cwd),
    // A spec stands for its latest report, which this is where it lies beside the spec.
    ...(options.report === undefined && { reportName: displayPath(specPath, terminal.cwd) }),
    full: options.full,
    width: outWidth(terminal),
  };
  terminal.out(renderReport(report, options.format, table), options.format === 'table');
}
