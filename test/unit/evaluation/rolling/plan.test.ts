import { expect, it } from 'vitest';
import { rowParts, trainingRows } from '../../../../src/evaluation/arms/fields.ts';
import { type BlockPlan, blockPlan } from '../../../../src/evaluation/base/blocks.ts';
import { cutsOf } from '../../../../src/evaluation/rolling/cuts.ts';
import { headRowsAt, ofOwnBlocks, ofSharedBlocks } from '../../../../src/evaluation/rolling/plan.ts';
import { labelAsOf } from '../../../../src/preference/features/events.ts';
import { testDataset } from '../../../support/dataset.ts';
import { random as randomOf } from '../../../support/random.ts';

const HOUR = 3600e6;
const breathe = async () => undefined;

const random = randomOf(3);
/** Ten days; positives are known twelve hours later. */
const data = testDataset(
  Array.from({ length: 6000 }, (_, row) => ({
    user: Math.floor(random() * 60),
    item: Math.floor(random() * 30),
    time: Math.floor(row / 3) * 0.12 * HOUR,
    label: Number(random() < 0.3),
    delay: 12 * HOUR,
  })),
);
const { time } = data.timeline;
const parts = rowParts(data.part);
const cuts = cutsOf(data, { every: '1d', windows: 4 });

const ownPlan = async () => {
  const { before, rows, from } = cuts.cuts[0]!;
  const fit = cuts.used.slice(0, before);
  const first = { fit, validate: new Uint32Array(0), evaluate: cuts.used.slice(before, before + rows) };
  const plan = await blockPlan({ ...data, label: labelAsOf(data, from, fit) }, first, 1, breathe);
  return ofOwnBlocks(data, cuts, plan!, before);
};

it('scores every window, and half of the blocks before the first one, by what came before alone', async () => {
  const plan = await ownPlan();
  const scored = plan.trainings.flatMap(({ score }) => [...score]);
  expect(new Set(scored).size).toBe(scored.length);
  for (const { fit, stop, score, label } of plan.trainings) {
    const begins = time[score[0]!]!;
    expect(time[fit.at(-1)!]).toBeLessThan(begins);
    expect(stop).toEqual(fit.subarray(fit.length - stop.length));
    for (const row of fit)
      expect(label[row]).toBe(Number(data.label[row] === 1 && data.labelTime![row]! < begins));
  }
  const windows = plan.trainings.slice(-4);
  expect(windows.map(({ score }) => score.length)).toEqual(cuts.cuts.map(({ rows }) => rows));
  for (const [k, { fit, score }] of windows.entries()) {
    expect(fit).toHaveLength(cuts.cuts[k]!.before);
    expect(time[score[0]!]).toBeGreaterThanOrEqual(cuts.cuts[k]!.from);
    expect(time[score.at(-1)!]).toBeLessThan(cuts.cuts[k]!.to);
  }
  // As long as the training before the first cut for as many rows.
  expect(windows.map(({ share }) => share)).toEqual(
    cuts.cuts.map(({ before }) => before / cuts.cuts[0]!.before),
  );
  expect(scored.length - windows.reduce((sum, { score }) => sum + score.length, 0)).toBeCloseTo(
    cuts.cuts[0]!.before / 2,
    -2,
  );
});

it('trains the windows alone where the run has scored the rows before them', async () => {
  const training = trainingRows(parts);
  const later = { ...cuts, cuts: cuts.cuts.filter(({ from }) => from >= data.timeline.cut) };
  expect(later.cuts.length).toBeGreaterThan(0);
  const ofRun = await blockPlan(data, parts, 1, breathe);
  const plan = ofSharedBlocks(data, later, ofRun!, training.length);
  expect(plan.trainings).toHaveLength(later.cuts.length);
  expect(plan.trainings[0]!.share).toBe(later.cuts[0]!.before / training.length);
});

it('gives the heads of a cut the latest scored rows before it, as many at each, of which the last choose how long', async () => {
  const plan = await ownPlan();
  const scores = new Float32Array(data.rows).fill(Number.NaN);
  for (const { score } of plan.trainings) for (const row of score) scores[row] = 0;
  const sizes = cuts.cuts.map((cut) => {
    const { fit, validate } = headRowsAt(cuts, cut, scores, time, data.label);
    const rows = [...fit, ...validate];
    const before = [...cuts.used.subarray(0, cut.before)].filter((row) => !Number.isNaN(scores[row]!));
    expect(rows).toEqual(before.slice(-rows.length));
    expect(time[fit.at(-1)!]).toBeLessThan(time[validate[0]!]!);
    expect(validate.length / cuts.cuts[0]!.before).toBeCloseTo(0.1, 1);
    return rows.length;
  });
  expect(new Set(sizes).size).toBe(1);
  expect(sizes[0]! / cuts.cuts[0]!.before).toBeCloseTo(0.5, 1);
});

it('skips a window without rows', async () => {
  const [first, ...rest] = cuts.cuts;
  const empty = { ...cuts, cuts: [first!, { ...rest[0]!, rows: 0 }, ...rest.slice(1)] };
  const plan = await ownPlan();
  expect(ofSharedBlocks(data, empty, plan, 1).trainings).toHaveLength(3);
});

it('the rows that choose a stop hold both labels as they were known, where the latest hold none yet', () => {
  const labelTime = data.timeline.time.map((at) => at + 40 * HOUR);
  const { trainings } = ofSharedBlocks({ ...data, labelTime }, cuts, {} as BlockPlan, 1);
  expect(trainings).toHaveLength(4);
  for (const { fit, stop, label } of trainings) {
    expect(new Set(Array.from(stop, (row) => label[row]))).toEqual(new Set([0, 1]));
    expect(stop).toHaveLength(fit.length / 2);
  }
});
