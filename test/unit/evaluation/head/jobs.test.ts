import { expect, it } from 'vitest';
import { Cancelled } from '../../../../src/common/failure.ts';
import type { Dataset } from '../../../../src/data/dataset.ts';
import { BASE_ARM } from '../../../../src/evaluation/arms/arms.ts';
import { ofAllRows } from '../../../../src/evaluation/base/row-scores.ts';
import { type HeadsOf, headJobs } from '../../../../src/evaluation/head/jobs.ts';
import { fieldBlock } from '../../../../src/ranker/fields.ts';
import { range } from '../../ranker/head/small-head.ts';

const ROWS = 200;
const label = Uint8Array.from({ length: ROWS }, (_, row) => Number(row % 3 === 0));
const hour = Uint32Array.from({ length: ROWS }, (_, row) => row % 24);
const scores = (shift: number) => Float32Array.from(label, (y, row) => y * shift + Math.sin(row));
const given: Omit<HeadsOf, 'breathe'> = {
  data: { rows: ROWS, label } as Dataset,
  parts: { fit: range(0, 100), validate: range(100, 150), evaluate: range(150, ROWS) },
  base: fieldBlock([{ name: 'hour', codes: hour, cardinality: 24 }]),
  ...{ arms: [BASE_ARM, { ...BASE_ARM, id: 'other' }], seeds: [1, 2], kind: 'trees', mostHeadRows: 100 },
  projected: { of: () => undefined, without: () => undefined, rowsTrained: 0 },
};
const head = { fit: range(0, 100), validate: range(100, 150) };
const base = { bySeed: [scores(1), scores(2)].map(ofAllRows), head, hasScore: true };

it('heads are made seed by seed, with the calibrations that all arms of a seed share', async () => {
  const { jobs } = await headJobs({ ...given, breathe: async () => {} }, base);
  expect(jobs.map(({ arm, seed }) => [arm, seed])).toEqual([
    ...[['base', 1] as const, ['other', 1] as const],
    ...[['base', 2] as const, ['other', 2] as const],
  ]);
  expect(jobs[1]!.calibrations).toBe(jobs[0]!.calibrations);
  expect(jobs[2]!.calibrations.all.slope).toBeGreaterThan(jobs[0]!.calibrations.all.slope);
  for (const { rows } of jobs) expect([rows.fit.length, rows.validate.length]).toEqual([66, 33]);
});

it('a run that is cancelled makes none for further seeds', async () => {
  let left = 1;
  const breathe = async (): Promise<void> => {
    if (left-- === 0) throw new Cancelled();
  };
  const read: number[] = [];
  const projected = { ...given.projected, without: (seed: number) => void read.push(seed) };
  await expect(headJobs({ ...given, projected, breathe }, base)).rejects.toThrow(Cancelled);
  expect(read).toEqual([1]);
});
