import { describe, expect, it } from 'vitest';
import { findRecipes } from '../../../../src/audit/data/recipes/find.ts';
import { random } from '../../../support/random.ts';

const HOUR = 3600e6;
const ROWS = 6000;

/** A log of 40 items with a click rate each, a row every ten minutes. */
function logOf(seed: number) {
  const draw = random(seed);
  const rate = Float64Array.from({ length: 40 }, () => 0.05 + 0.5 * draw());
  const item = Uint32Array.from({ length: ROWS }, () => Math.floor(draw() * 40));
  const label = Uint8Array.from(item, (code) => Number(draw() < rate[code]!));
  const time = Float64Array.from({ length: ROWS }, (_, row) => row * (HOUR / 6));
  const trains = Uint8Array.from(item, (_, row) => Number(row < 4800));
  return { item, label, time, trains, rate };
}
type Log = ReturnType<typeof logOf>;

/** The aggregate by its definition: each row looks at every other of its item. */
function slowly(
  { item, label }: Log,
  counts: (row: number, other: number) => boolean,
  statistic: (n: number, p: number) => number,
) {
  const rowsOf: number[][] = Array.from({ length: 40 }, () => []);
  for (const [row, code] of item.entries()) rowsOf[code]!.push(row);
  return Float64Array.from(item, (code, row) => {
    const counted = rowsOf[code]!.filter((other) => counts(row, other));
    return statistic(
      counted.length,
      counted.reduce((p, other) => p + label[other]!, 0),
    );
  });
}

const rate = (n: number, p: number) => (n === 0 ? Number.NaN : p / n);
const smoothed = (n: number, p: number) => (p + 3) / (n + 10);

async function recipeOf(log: Log, column: Float64Array, timed = true) {
  const [recipe] = await findRecipes(
    { rows: ROWS, trains: log.trains, ...(timed && { time: log.time }) },
    [column],
    [{ name: 'item', codes: log.item, cardinality: 40 }],
    [{ name: 'click', values: log.label }],
    async () => {},
  );
  return recipe;
}

describe('the recipe of a column', () => {
  const log = logOf(3);
  const cases: [string, Float64Array, string, 'own' | 'future' | 'training' | undefined][] = [
    ['a rate of earlier rows', slowly(log, (row, other) => other < row, rate), 'before it', undefined],
    [
      'a count of earlier rows',
      slowly(
        log,
        (row, other) => other < row,
        (n) => n,
      ),
      'before it',
      undefined,
    ],
    [
      'a rate with the row',
      slowly(log, (row, other) => other <= row, rate),
      'up to it, the row itself among them',
      'own',
    ],
    [
      'a smoothed rate with the row',
      slowly(log, (row, other) => other <= row, smoothed),
      'up to it, the row itself among them',
      'own',
    ],
    ['a rate of the whole log', slowly(log, () => true, rate), 'in the whole log', 'future'],
    [
      'a rate of the others',
      slowly(log, (row, other) => other !== row, rate),
      'in the whole log but the row itself',
      'future',
    ],
    [
      'a rate of the training rows',
      slowly(log, (_, other) => other < 4800, rate),
      'in the training rows, the row itself among them',
      'training',
    ],
    [
      'a rate of the next day',
      slowly(log, (row, other) => other > row && other <= row + 144, smoothed),
      'in the day after it',
      'future',
    ],
    ['its logarithm', slowly(log, () => true, smoothed).map(Math.log), 'in the whole log', 'future'],
    [
      'it rounded',
      slowly(log, () => true, rate).map((v) => Math.round(v * 100) / 100),
      'in the whole log',
      'future',
    ],
  ];
  for (const [name, column, words, leak] of cases) {
    it(`is found of ${name}`, async () => {
      const recipe = await recipeOf(log, column);
      expect(recipe?.window.words).toBe(words);
      expect(recipe?.window.leak).toBe(leak);
      // The probe that leaves out the rows from each row's own time on: an honest aggregate does not move.
      const { moved, auc } = recipe!.probes;
      if (leak === undefined) expect(moved).toBe(0);
      else expect(moved).toBeGreaterThan(0.5);
      // Of honest aggregates the AUC is the same without later rows, and nearly so without the last event.
      const { whole, truncated, delayed = 0, shuffled = 0.5 } = auc!;
      expect(whole).toBeGreaterThan(0.5);
      expect(Math.abs(truncated - delayed)).toBeLessThan(0.01);
      if (leak === undefined) expect(truncated).toBe(whole);
      // Outcomes that were dealt anew are told by those aggregates alone that have the row's own in them.
      const hasOwn = leak === 'own' || leak === 'training' || words === 'in the whole log';
      if (hasOwn) expect(shuffled).toBeGreaterThan(0.53);
      else expect(Math.abs(shuffled - 0.5)).toBeLessThan(0.025);
    });
  }

  it('is probed by what it ranks only where there is something to rank', async () => {
    const allClicked = { ...log, label: new Uint8Array(ROWS).fill(1) };
    const count = slowly(
      allClicked,
      () => true,
      (n) => n,
    );
    const { moved, auc } = (await recipeOf(allClicked, count))!.probes;
    expect(moved).toBe(1);
    expect(auc).toBeUndefined();
    // A count of rows has no outcomes in it that could be shuffled.
    expect((await recipeOf(log, count))!.probes.auc).not.toHaveProperty('shuffled');
  });

  it('gives the weight and the prior of a smoothed rate', async () => {
    const recipe = await recipeOf(
      log,
      slowly(log, (row, other) => other < row, smoothed),
    );
    expect(recipe?.fit.smoothing?.weight).toBeCloseTo(10, 6);
    expect(recipe?.fit.smoothing?.prior).toBeCloseTo(0.3, 6);
  });

  it('is not found of noise, of an attribute of the item, or of a constant', async () => {
    const draw = random(9);
    const attribute = Float64Array.from({ length: 40 }, draw);
    for (const column of [
      Float64Array.from({ length: ROWS }, draw),
      Float64Array.from(log.item, (code) => attribute[code]!),
      Float64Array.from(log.item, (code) => log.rate[code]!),
      new Float64Array(ROWS).fill(1),
      new Float64Array(ROWS).fill(Number.NaN),
    ])
      expect(await recipeOf(log, column)).toBeUndefined();
  });

  it('is found without times where it is over the whole log', async () => {
    const whole = slowly(log, () => true, rate);
    const untimed = await recipeOf(log, whole, false);
    expect(untimed?.window.leak).toBe('future');
    // Without times the row itself is all that is known to be left out.
    const { moved, auc } = untimed!.probes;
    expect(moved).toBe(1);
    expect(auc!.whole - auc!.truncated).toBeGreaterThan(0.002);
    expect(auc).not.toHaveProperty('delayed');
    expect(auc!.shuffled).toBeGreaterThan(0.53);
    expect(
      await recipeOf(
        log,
        slowly(log, (row, other) => other < row, rate),
        false,
      ),
    ).toBeUndefined();
  });
});
