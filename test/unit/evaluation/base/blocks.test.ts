import { describe, expect, it } from 'vitest';
import { PART } from '../../../../src/data/dataset.ts';
import { rowParts } from '../../../../src/evaluation/arms/fields.ts';
import { type BlockPlan, blockPlan } from '../../../../src/evaluation/base/blocks.ts';
import { type TestRow, testDataset } from '../../../support/dataset.ts';
import { random as randomOf } from '../../../support/random.ts';

const breathe = async () => undefined;

function log(
  rows: number,
  timeOf: (row: number) => number,
  labelOf?: (row: number) => number,
  later = '',
): TestRow[] {
  const random = randomOf(7);
  return Array.from({ length: rows }, (_, row) => ({
    user: `u${Math.floor(random() * 40)}${row < 0.8 * rows ? '' : later}`,
    item: `i${Math.floor(random() * 20)}`,
    time: timeOf(row),
    label: labelOf?.(row) ?? Number(random() < 0.3),
  }));
}

async function planOf(rows: readonly TestRow[], timed = true) {
  const data = testDataset(rows);
  const rowsIn = (evaluated: boolean) =>
    Uint32Array.from(data.part.keys()).filter((row) => (data.part[row] === PART.evaluate) === evaluated);
  const [training, evaluate] = [rowsIn(false), rowsIn(true)];
  const used = timed ? data : { ...data, timeline: undefined };
  return { data, training, evaluate, plan: await blockPlan(used, rowParts(data.part), 1, breathe) };
}

const joined = (plan: BlockPlan, to: number) =>
  plan.trainings.slice(0, to).flatMap(({ score }) => [...score]);

describe('blocks by time', () => {
  it('score the later half of the training rows once each, by what came before alone', async () => {
    const { data, training, evaluate, plan } = await planOf(log(5000, (row) => Math.floor(row / 3)));
    if (plan === undefined) throw new Error('no plan');
    expect(plan).toMatchObject({ by: 'time', blocks: 10 });
    expect(plan.trainings).toHaveLength(6);
    const time = data.timeline.time;
    for (const { fit, score } of plan.trainings) {
      expect(fit[0]).toBe(training[0]);
      expect(time[fit.at(-1)!]).toBeLessThan(time[score[0]!]!); // no block splits rows of one time
    }
    const last = plan.trainings.at(-1)!;
    expect([last.fit, last.score, last.share]).toEqual([training, evaluate, 1]);
    // What stops a training early is the last block that it sees.
    for (const [k, { fit, stop }] of plan.trainings.entries()) {
      expect(stop).toEqual(fit.subarray(fit.length - stop.length));
      expect(stop.length / training.length).toBeCloseTo(0.1, 2);
      if (k > 0) expect(stop).toEqual(plan.trainings[k - 1]!.score);
    }
    const scored = joined(plan, -1);
    expect([...plan.head.fit, ...plan.head.validate]).toEqual(scored);
    expect(scored).toEqual([...training.slice(training.length - scored.length)]);
    expect(scored.length / training.length).toBeCloseTo(0.5, 2);
    expect(plan.head.validate).toEqual(plan.trainings.at(-2)!.score);
    expect(plan.trainings[0]!.share).toBeCloseTo(plan.trainings[0]!.fit.length / training.length, 12);
  });

  it('learn labels as they were known before the rows that they score', async () => {
    const rows = log(5000, (row) => row).map((row, i) => ({ ...row, delay: i % 2 === 0 ? 0 : 700 }));
    const { data, plan } = await planOf(rows);
    if (plan === undefined) throw new Error('no plan');
    let late = 0;
    for (const { fit, score, label } of plan.trainings.slice(0, -1)) {
      const begins = data.timeline.time[score[0]!]!;
      for (const row of fit) {
        const known = data.label[row] === 1 && data.labelTime![row]! < begins;
        expect(label[row]).toBe(Number(known));
        late += data.label[row]! - label[row]!;
      }
      expect(score.every((row) => label[row] === data.label[row])).toBe(true);
    }
    expect(late).toBeGreaterThan(100);
    // The search judges by labels that its training has not waited for.
    expect(plan.search.label).toBe(plan.trainings.at(-2)!.label);
  });

  it('are in the order of time where the split draws its validation rows from all days', async () => {
    const data = testDataset(log(5000, (row) => row));
    const { fit, validate, evaluate } = rowParts(data.part);
    const training = [...fit, ...validate].sort((a, b) => a - b);
    const given = {
      fit: Uint32Array.from(training.filter((_, i) => i % 7 !== 3)),
      validate: Uint32Array.from(training.filter((_, i) => i % 7 === 3)),
      evaluate,
    };
    const plan = (await blockPlan(data, given, 1, breathe))!;
    expect([...plan.trainings.at(-1)!.fit]).toEqual(training);
    for (const { fit: earlier, score } of plan.trainings)
      expect(data.timeline.time[earlier.at(-1)!]).toBeLessThan(data.timeline.time[score[0]!]!);
  });

  it('stop a training by the later half of its rows where it has one block, or a block of one class', async () => {
    const small = (await planOf(log(300, (row) => row))).plan!; // 240 training rows, 3 blocks
    const [first, second] = small.trainings;
    expect([first!.fit.length, first!.stop.length]).toEqual([80, 40]);
    expect(first!.stop).toEqual(first!.fit.subarray(40));
    expect([second!.fit.length, second!.stop.length]).toEqual([160, 80]);
    const ties = (await planOf(log(300, (row) => Math.floor(row / 30)))).plan!.trainings[0]!;
    expect([ties.fit.length, ties.stop.length]).toEqual([90, 60]); // rows of one time stay together
    const labelOf = (row: number) => Number(row % 3 === 0 && (row < 1600 || row >= 2000));
    const { trainings } = (await planOf(log(5000, (row) => row, labelOf))).plan!;
    expect(trainings.map(({ stop }) => stop.length)).toEqual([1000, 400, 400, 400, 400, 400]);
  });

  it('are fewer where the log is small, or where many rows tie', async () => {
    expect((await planOf(log(1250, (row) => row))).plan?.blocks).toBe(5); // 1,000 training rows
    expect((await planOf(log(300, (row) => row))).plan?.blocks).toBe(3);
    expect((await planOf(log(5000, (row) => Math.floor(row / 1000)))).plan?.blocks).toBe(4);
    expect((await planOf(log(5000, (row) => Math.floor(row / 2500)))).plan).toBeUndefined();
  });

  it('are fewer, and longer, where the last ones hold one class', async () => {
    const positives = (row: number) => Number(row < 3400 ? row % 3 === 0 : row >= 4100);
    const { plan, data } = await planOf(log(5000, (row) => row, positives));
    expect(plan?.blocks).toBe(6); // the last 667 of 4,000 rows hold a positive, the last 572 none
    expect([...plan!.head.validate].map((row) => data.label[row])).toContain(1);
  });

  it('do not exist where training rows hold one class', async () => {
    const labelOf = (row: number) => Number(row >= 4500);
    expect((await planOf(log(5000, (row) => row, labelOf))).plan).toBeUndefined();
  });
});

describe('folds, for rows without time', () => {
  it('are of rows where those under evaluation are of users who have training rows', async () => {
    const { training, evaluate, plan } = await planOf(
      log(2000, (row) => row),
      false,
    );
    if (plan === undefined) throw new Error('no plan');
    expect(plan).toMatchObject({ by: 'row', blocks: 5 });
    for (const { fit, score } of plan.trainings.slice(0, -1)) {
      expect([...fit, ...score].sort((a, b) => a - b)).toEqual([...training]);
      expect(Math.abs(score.length - 320)).toBeLessThan(80);
    }
    expect(joined(plan, -1).sort((a, b) => a - b)).toEqual([...training]);
    expect(plan.trainings.at(-1)).toMatchObject({ fit: training, score: evaluate, share: 1 });
  });

  it('leave the choice of recipes and lengths to the validation rows, where the split has some', async () => {
    const data = { ...testDataset(log(2000, (row) => row)), timeline: undefined };
    const { fit, validate, evaluate } = rowParts(data.part);
    const given = { fit: fit.subarray(0, 1200), validate: fit.subarray(1200), evaluate };
    expect(validate.length + fit.length).toBe(1600);
    const plan = (await blockPlan(data, given, 1, breathe))!;
    expect(plan.head).toEqual({ fit: given.fit, validate: given.validate });
    expect(plan.search).toEqual({ ...plan.head, label: data.label });
    expect(joined(plan, -1)).toHaveLength(given.fit.length + given.validate.length);
  });

  it('are of users where those under evaluation are of users who are new', async () => {
    const { data, training, evaluate, plan } = await planOf(
      log(2000, (row) => row, undefined, '+'),
      false,
    );
    if (plan === undefined) throw new Error('no plan');
    expect(plan).toMatchObject({ by: 'user', blocks: 5 });
    for (const { fit, score } of plan.trainings.slice(0, -1)) {
      const known = new Set([...fit].map((row) => data.user[row]));
      expect([...score].filter((row) => known.has(data.user[row]))).toEqual([]);
      expect(fit.length + score.length).toBe(training.length);
    }
    expect(joined(plan, -1).sort((a, b) => a - b)).toEqual([...training]);
    const last = plan.trainings.at(-1)!;
    expect(last).toEqual({
      fit: training,
      stop: plan.head.validate,
      score: evaluate,
      share: 1,
      label: data.label,
    });
    for (const [k, { stop }] of plan.trainings.slice(0, -1).entries())
      expect(stop).toEqual(plan.trainings[(k + 1) % 5]!.score);
    const users = (rows: Uint32Array) => new Set([...rows].map((row) => data.user[row]));
    const validated = users(plan.head.validate);
    expect([...users(plan.head.fit)].filter((user) => validated.has(user))).toEqual([]);
  });
});
