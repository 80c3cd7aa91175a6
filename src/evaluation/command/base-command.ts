/**
 * Trains the base by a program of the user's own: for every block and seed it is given the rows before the block, with their
 * labels, and those of the block without; later rows are not written at all.
 */

import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Warning } from '../../common/failure.ts';
import { type Dataset, PART } from '../../data/dataset.ts';
import type { RowParts } from '../../ranker/ranker.ts';
import { inMemory } from '../../ranker/rows/in-memory.ts';
import { BASE } from '../../report/arm-ids.ts';
import type { CommandRanker } from '../../specfile/schema-ranker.ts';
import type { BaseTraining, BlockPlan } from '../base/blocks.ts';
import type { BaseRun } from '../base/run.ts';
import { blockLogits } from './block-logits.ts';
import { DataFiles } from './data-files.ts';
import { inWorkFolder, type JobInput, type ProgramJob, runProgramJobs } from './jobs.ts';
import type { Predictions } from './predictions.ts';
import { blockWarnings, invertedBase } from './warnings.ts';

export interface CommandScores {
  /** Seed by seed, a logit per row of the dataset, on shared memory; NaN where the row has none. */
  bySeed: Float32Array[];
  warnings: Warning[];
}

/** @throws Failure with the block and what went wrong; Cancelled */
export function scoresByCommand(
  run: BaseRun,
  ranker: CommandRanker,
  { trainings }: BlockPlan,
): Promise<CommandScores> {
  const { data, seeds, context, specPath, onProgress, breathe } = run;
  return inWorkFolder({ context, specPath }, async (folder) => {
    const jobs = trainings.flatMap((training, k) => jobsOf(run, training, k, trainings.length, folder));
    const found: Predictions[] = new Array(jobs.length);
    await runProgramJobs(jobs, { ranker, specPath, context, onProgress }, folder, (job, { predictions }) => {
      found[job] = predictions;
    });
    const logits = await blockLogits(found, breathe);
    const bySeed = seeds.map((_, s) => {
      const scores = new Float32Array(new SharedArrayBuffer(4 * data.rows)).fill(Number.NaN);
      for (const [k, { score }] of trainings.entries()) {
        const ofBlock = logits[k * seeds.length + s]!;
        for (const [i, row] of score.entries()) scores[row] = ofBlock[i]!;
      }
      return scores;
    });
    const facts = found.map((fact, job) => ({ ...fact, block: Math.floor(job / seeds.length) + 1 }));
    const inverted = invertedBase(data, run.parts.evaluate, seeds[0]!, bySeed[0]!);
    return { bySeed, warnings: [...blockWarnings(facts), ...inverted] };
  });
}

/** The runs of a training, a seed each. They share its files, which are there from the first to the last of them. */
function jobsOf(
  { data, base, seeds, context }: BaseRun,
  training: BaseTraining,
  index: number,
  blockCount: number,
  workFolder: string,
): ProgramJob[] {
  const parts = jobParts(training);
  const folder = join(workFolder, `block-${index + 1}`);
  let input: Promise<JobInput> | undefined;
  const write = async (pause: () => Promise<void>): Promise<JobInput> => {
    await mkdir(folder);
    const known = { ...data, label: training.label, part: partOf(data, parts) };
    const files = new DataFiles(known, folder, [], context.engine);
    const written = await files.base(inMemory(base), pause);
    return {
      files: [written, await files.ofArm(undefined, undefined, pause)],
      evaluate: files.numbersOf(parts.evaluate),
    };
  };
  let left = seeds.length;
  return seeds.map((seed) => ({
    task: { arm: BASE, seed, block: { number: index + 1, of: blockCount }, parts },
    weight: training.fit.length + training.score.length,
    prepare: (pause) => {
      input ??= write(pause);
      return input;
    },
    async release() {
      left--;
      if (left === 0) await rm(folder, { recursive: true, force: true });
    },
  }));
}

function jobParts({ fit, stop, score }: BaseTraining): RowParts {
  const chosen = new Set(stop);
  return { fit: fit.filter((row) => !chosen.has(row)), validate: stop, evaluate: score };
}

/** As the program is told: only the rows of this training are there. */
function partOf({ rows }: Dataset, parts: RowParts): Uint8Array {
  const part = new Uint8Array(rows).fill(PART.unused);
  for (const name of ['fit', 'validate', 'evaluate'] as const)
    for (const row of parts[name]) part[row] = PART[name];
  return part;
}
