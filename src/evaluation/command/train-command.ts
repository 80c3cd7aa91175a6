/**
 * Trains arms by a program of the user's own: for every arm and seed the data goes out, the program runs, its predictions
 * come in. What it is given has a form of its own (job.ts); nothing of what it does is trusted.
 */

import type { Warning } from '../../common/failure.ts';
import type { Dataset } from '../../data/dataset.ts';
import type { ArmResult, FieldBlock, RankTask } from '../../ranker/ranker.ts';
import { DataFiles } from './data-files.ts';
import { inWorkFolder, type ProgramJob, type ProgramRuns, runProgramJobs } from './jobs.ts';
import { armScores, type Predictions } from './predictions.ts';
import { predictionWarnings } from './warnings.ts';

/** What the program is told of the run. */
export interface CommandRun extends ProgramRuns {
  data: Dataset;
  /** Names of all own fields that any arm has, in order. */
  ownFields: readonly string[];
}

/** An arm and seed: the task of a built-in ranker without what only that has. */
export interface CommandTask extends Omit<RankTask, 'options' | 'epochs'> {
  source?: string | undefined;
  /** What the arm's own fields are called, in order. */
  called?: readonly string[] | undefined;
}

export interface CommandResults {
  /** In the order of the tasks. */
  results: ArmResult[];
  warnings: Warning[];
}

/** @throws Failure with the job and what went wrong; Cancelled */
export function trainByCommand(tasks: readonly CommandTask[], run: CommandRun): Promise<CommandResults> {
  return inWorkFolder(run, async (folder) => {
    const results: ArmResult[] = new Array(tasks.length);
    const facts: (Pick<Predictions, 'constant' | 'certain'> & { arm: string })[] = new Array(tasks.length);
    await runProgramJobs(jobsOf(tasks, run, folder), run, folder, (index, { predictions, seconds }) => {
      const { arm, seed } = tasks[index]!;
      results[index] = { arm, seed, ...armScores(predictions), rowsTrained: 0, seconds };
      const { constant, certain } = predictions;
      facts[index] = { arm, constant, certain };
    });
    return { results, warnings: predictionWarnings(facts) };
  });
}

function jobsOf(
  tasks: readonly CommandTask[],
  { data, ownFields, context }: CommandRun,
  folder: string,
): ProgramJob[] {
  const files = new DataFiles(data, folder, ownFields, context.engine);
  const evaluate = files.numbersOf(tasks[0]?.parts.evaluate ?? new Uint32Array());
  /** Jobs that still need a block. */
  const needed = new Map<FieldBlock, number>();
  for (const { blocks } of tasks) {
    const armBlock = blocks[1];
    if (armBlock !== undefined) needed.set(armBlock, (needed.get(armBlock) ?? 0) + 1);
  }
  return tasks.map((task): ProgramJob => {
    const [base, armBlock] = task.blocks;
    return {
      task,
      weight: 1,
      async prepare(pause) {
        const baseFile = await files.base(base!, pause);
        return { files: [baseFile, await files.ofArm(armBlock, task.called, pause)], evaluate };
      },
      async release() {
        if (armBlock === undefined) return;
        const left = needed.get(armBlock)! - 1;
        needed.set(armBlock, left);
        if (left === 0) await files.release(armBlock);
      },
    };
  });
}
