/** `lis evaluate [SPEC]`: runs the evaluation, writes the report, shows it. */
import { resolve } from 'node:path';
import { evaluate } from '../evaluation/evaluate.ts';
import type { EvaluateRequest } from '../evaluation/request.ts';
import { Cancelled } from '../report/failure.ts';
import type { Report } from '../report/schema.ts';
import { assertWritable, reportPathFor, reportText, writeReport } from '../report/store.ts';
import { renderTable } from '../report/table.ts';
import { interruptible } from './interrupt.ts';
import { displayPath } from './problem.ts';
import { progressView } from './progress.ts';
import { type Terminal, wantsColour } from './terminal.ts';

export interface EvaluateOptions {
  report?: string;
  format: 'table' | 'json';
  seeds?: number;
  threads: number;
  memory: number;
  quiet?: boolean;
}

/** The core, or another one in tests. */
export type Evaluate = (request: EvaluateRequest) => Promise<Report>;

/** @returns the exit code. @throws Failure */
export async function evaluateCommand(
  specPath: string,
  options: EvaluateOptions,
  terminal: Terminal,
  core: Evaluate = evaluate,
): Promise<number> {
  const reportPath =
    options.report === undefined
      ? reportPathFor(specPath, new Date())
      : resolve(terminal.cwd, options.report);
  await assertWritable(reportPath); // before minutes of work, not after
  const progress = progressView(terminal, options.quiet === true);
  return interruptible(terminal, async (signal, interruptCode) => {
    try {
      const report = await core({
        specPath,
        seeds: options.seeds,
        run: {
          signal,
          onProgress: (p) => progress.show(p),
          threads: options.threads,
          memoryBytes: options.memory,
        },
      });
      if (signal.aborted) throw new Cancelled();
      await writeReport(reportPath, report);
      progress.end();
      show(report, specPath, reportPath, options, terminal);
      return 0;
    } catch (error) {
      progress.end();
      if (!(error instanceof Cancelled) && !signal.aborted) throw error;
      terminal.err('lis: cancelled; no report was written\n');
      return interruptCode();
    }
  });
}

function show(
  report: Report,
  specPath: string,
  reportPath: string,
  options: EvaluateOptions,
  terminal: Terminal,
): void {
  if (options.format === 'json') {
    terminal.out(reportText(report));
    return;
  }
  terminal.out(
    renderTable(report, {
      colour: wantsColour(terminal),
      specName: displayPath(specPath, terminal.cwd),
      reportPath: displayPath(reportPath, terminal.cwd),
    }),
  );
}
