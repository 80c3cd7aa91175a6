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

/** The aggregate by its definition: each row looks at every other. */
function slowly(
  { item, label }: Log,
  counts: (row: number, other: number) => boolean,
  statistic: (n: number, p: number) => number,
) {
  return Float64Array.from(item, (code, row) => {
    let [n, p] = [0, 0];
    for (let other = 0; other < ROWS; other++) {
      if (item[other] !== code || !counts(row, other)) continue;
      n++;
      p += label[other]!;
    }
    return statistic(n, p);
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
      if (leak === undefined) expect(recipe?.moved).toBe(0);
      else expect(recipe!.moved).toBeGreaterThan(0.5);
    });
  }

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
    expect(
      (
        await recipeOf(
          log,
          slowly(log, () => true, rate),
          false,
        )
      )?.window.leak,
    ).toBe('future');
    expect(
      await recipeOf(
        log,
        slowly(log, (row, other) => other < row, rate),
        false,
      ),
    ).toBeUndefined();
  });
});
