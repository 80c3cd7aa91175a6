import { describe, expect, it } from 'vitest';
import { hashName } from '../../../../src/common/hash.ts';
import { Booster } from '../../../../src/ranker/head/booster.ts';
import { drawColumns, mixed } from '../../../../src/ranker/head/draw.ts';
import { type HeadColumn, type HeadOptions, headOptions } from '../../../../src/ranker/head/index.ts';
import { random } from '../../../support/random.ts';
import { slowTree, slowValue, type Tree, treeOf } from '../../../support/slow-head.ts';
import { column, headTask, range } from './small-head.ts';

const NO_POLL = (): void => {};
const SMALL: HeadOptions = {
  ...headOptions(0),
  ...{ trees: 3, leaves: 8, minRows: 5, minHessian: 0.5, l2: 1, learningRate: 0.3, minGain: 0 },
  ...{ rowShare: 1, columnShare: 1, minCategoryRows: 3, minGroupRows: 5, categorySmooth: 2, categoryL2: 3 },
  categoryCost: 0,
};

/** Numeric and categorical columns of few and of many bins; the label follows three of them. */
function table(rows: number, seed: number) {
  const next = random(seed);
  const columns: HeadColumn[] = [
    column('wide', rows, 200, next, 'categorical'),
    column('steps', rows, 9, next),
    column('kinds', rows, 12, next, 'categorical', 0.2),
    column('fine', rows, 64, next, 'numeric', 0),
    column('sparse', rows, 20, next, 'numeric', 0.8),
    column('two', rows, 3, next, 'categorical'),
  ];
  const [wide, steps, kinds, , sparse] = columns.map(({ codes }) => codes);
  return headTask(
    rows,
    columns,
    (row) =>
      (steps![row]! > 4 ? 1 : -1) * ((kinds![row]! * 7) % 3) + (sparse![row] ? 1 : 0) + wide![row]! / 200,
    {},
    seed,
  );
}

function boosterOf({ columns, base, label }: ReturnType<typeof table>, options: HeadOptions, seed = 1) {
  const rows = range(0, label.length);
  const booster = new Booster({ columns, base, label, rows, block: rows.length, options, seed }, NO_POLL);
  booster.start({ slope: 1, intercept: 0.25 });
  return booster;
}

/** Trees are equal, and their values to five digits: the kernel's logistic function is of single precision. */
function expectSame(tree: Tree, slow: Tree): void {
  expect(tree.nodes).toEqual(slow.nodes);
  expect(tree.values.length).toBe(slow.values.length);
  for (const [n, value] of tree.values.entries()) expect(value).toBeCloseTo(slow.values[n]!, 5);
}

describe('trees are split by split those of the definition', () => {
  it.each([
    ['small', 60, {}],
    ['of some hundred rows', 400, {}],
    ['large enough for several groups of categories', 900, { minGroupRows: 40, minCategoryRows: 10 }],
    ['with few categories on a side', 500, { mostCategories: 2 }],
    ['with a least gain', 600, { minGain: 6 }],
    ['with categories that must pay', 900, { categoryCost: 0.4 }],
    ['with a least hessian that binds', 500, { minHessian: 12, minRows: 1 }],
    ['with many leaves', 600, { leaves: 31, minRows: 10 }],
  ])('on a table %s', (_, rows, changes) => {
    for (const seed of [1, 2]) {
      const task = table(rows, seed);
      const options = { ...SMALL, ...changes };
      const booster = boosterOf(task, options);
      const scores = Float64Array.from(task.base, (z) => z + 0.25);
      const all = [...range(0, rows)];
      for (let tree = 0; tree < options.trees; tree++) {
        booster.add(rows);
        const slow = slowTree(task.columns, task.label, scores, all, options);
        expect(slow.nodes.length).toBeGreaterThan(0);
        expectSame(treeOf(booster, tree, task.columns, options), slow);
        for (const row of all) scores[row]! += slowValue(slow, task.columns, row);
      }
      const scored = booster.score(range(0, rows), { slope: 1, intercept: 0.25 });
      for (const row of all) expect(scored[row]).toBeCloseTo(scores[row]!, 4);
    }
  });

  it('where rows are drawn, on these rows; the others are scored too', () => {
    const task = table(900, 5);
    const options = { ...SMALL, rowShare: 0.6 };
    const booster = boosterOf(task, options, 7);
    const scores = Float64Array.from(task.base, (z) => z + 0.25);
    const shares: number[] = [];
    for (let tree = 0; tree < options.trees; tree++) {
      booster.add(900);
      const rows = [...range(0, 900)].filter((row) => rowDraw(mixed(7, tree), row) <= 0.6 * 2 ** 32);
      shares.push(rows.length / 900);
      const slow = slowTree(task.columns, task.label, scores, rows, options);
      expectSame(treeOf(booster, tree, task.columns, options), slow);
      for (let row = 0; row < 900; row++) scores[row]! += slowValue(slow, task.columns, row);
    }
    for (const share of shares) expect(Math.abs(share - 0.6)).toBeLessThan(0.06);
    expect(new Set(shares).size).toBeGreaterThan(1);
    const loss =
      scores.reduce((sum, x, row) => sum + Math.log1p(Math.exp(task.label[row] ? -x : x)), 0) / 900;
    expect(booster.loss(0, 900)).toBeCloseTo(loss, 5);
  });

  it('where trees are grown on the first rows alone, the rows behind them are only scored', () => {
    const task = table(700, 6);
    const booster = boosterOf(task, SMALL);
    booster.add(500);
    const slow = slowTree(
      task.columns,
      task.label,
      task.base.map((z) => z + 0.25),
      [...range(0, 500)],
      SMALL,
    );
    expectSame(treeOf(booster, 0, task.columns, SMALL), slow);
    const behind = [...range(500, 700)].map((row) => {
      const x = task.base[row]! + 0.25 + slowValue(slow, task.columns, row);
      return Math.log1p(Math.exp(task.label[row] ? -x : x));
    });
    expect(booster.loss(500, 700)).toBeCloseTo(behind.reduce((sum, loss) => sum + loss, 0) / 200, 5);
  });

  it('where columns are drawn, each tree has some of more than twenty', () => {
    const next = random(9);
    const columns = Array.from({ length: 40 }, (_, c) =>
      column(`c${c}`, 500, c < 30 ? 16 : 100, next, c < 30 ? 'numeric' : 'categorical'),
    );
    const task = headTask(
      600,
      columns,
      (row) => columns[33]!.codes[row]! / 25 + columns[3]!.codes[row]! / 8 - 3,
    );
    const options = { ...SMALL, trees: 4, columnShare: 0.5 };
    const booster = boosterOf(task, options, 3);
    const scores = Float64Array.from(task.base, (z) => z + 0.25);
    const hashes = columns.map(({ name }) => hashName(name));
    const sizes = new Set<number>();
    for (let tree = 0; tree < 4; tree++) {
      booster.add(500);
      const positions = drawColumns(hashes, 3, tree, 0.5);
      const drawn = positions.map((c) => columns[c]!);
      sizes.add(drawn.length);
      const slow = slowTree(drawn, task.label, scores, [...range(0, 500)], options);
      expectSame(treeOf(booster, tree, columns, options), slow);
      for (let row = 0; row < 500; row++) scores[row]! += slowValue(slow, columns, row);
    }
    expect(Math.min(...sizes)).toBeGreaterThan(10);
    expect(Math.max(...sizes)).toBeLessThan(30);
    expect(sizes.size).toBeGreaterThan(1);
  });
});

/** What the kernel draws a row by. */
function rowDraw(stream: number, row: number): number {
  let x = stream ^ Math.imul(row, 0x9e3779b1);
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return (x ^ (x >>> 16)) >>> 0;
}
