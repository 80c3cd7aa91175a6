/**
 * The recipes that a search of a ranker's options tries: points of a space with one axis per searched option. Sixteen points
 * cannot fill four dimensions, so the search begins with eight that are known to be good for some log, and goes on in ever
 * smaller boxes around the best so far.
 */
import type { RankerOptions } from '../../../specfile/schema.ts';

/** Recipes that the search begins with. */
const STARTS = 8;

/** The stages of a search: how many recipes, and for those after the first the width of the box, of a space of width 1. */
export const STAGES: readonly { recipes: number; width: number }[] = [
  { recipes: STARTS, width: 1 },
  { recipes: 4, width: 0.5 },
  { recipes: 4, width: 0.25 },
];

/** A searched option: from `low` to `high`, evenly in the logarithm unless `even` says evenly in the value. */
export interface Axis {
  option: string;
  low: number;
  high: number;
  even?: boolean;
  /** Values of the recipes that the search begins with. */
  starts: readonly number[];
}

const RATES = [0.06, 0.2, 0.1, 0.02, 0.04, 0.15, 0.25, 0.08];

const FACTORS: readonly Axis[] = [
  { option: 'learningRate', low: 0.01, high: 0.3, starts: RATES },
  {
    ...{ option: 'l2Factors', low: 1e-3, high: 0.25 },
    starts: [0.05, 0.012, 0.08, 0.02, 0.1, 0.04, 0.004, 0.002],
  },
  {
    ...{ option: 'l2', low: 5e-5, high: 0.05 },
    starts: [0.01, 0.0002, 0.001, 0.003, 0.0005, 0.02, 0.0001, 0.005],
  },
  {
    ...{ option: 'initialScale', low: 0.005, high: 0.2 },
    starts: [0.03, 0.06, 0.05, 0.01, 0.1, 0.02, 0.03, 0.015],
  },
];

/**
 * The options that move the log loss, wide enough for the best values of all measured logs. The starts differ in every option: where
 * the spec gives some, the others are still spread.
 */
const SPACE: Record<RankerOptions['kind'], readonly Axis[]> = {
  lr: [
    { option: 'learningRate', low: 0.005, high: 0.4, starts: RATES },
    { option: 'l2', low: 1e-6, high: 0.02, starts: [1e-4, 1e-5, 1e-3, 1e-5, 1e-4, 1e-4, 3e-6, 3e-3] },
  ],
  fm: FACTORS,
  deepfm: [
    ...FACTORS,
    {
      ...{ option: 'towerRate', low: 1e-4, high: 3e-3 },
      starts: [1e-3, 5e-4, 1e-3, 5e-4, 7e-4, 3e-4, 7e-4, 1.5e-3],
    },
    { option: 'dropout', low: 0, high: 0.5, even: true, starts: [0.2, 0.2, 0.3, 0.1, 0.3, 0.2, 0.3, 0.1] },
  ],
};

/** Share of an axis, at either end, that is its edge. */
const EDGE = 1 / 20;

/** One point of the space. */
export interface Recipe {
  /** By axis, 0..1. */
  point: readonly number[];
  /** All options of the ranker, those of the spec among them. */
  options: RankerOptions;
  /** The searched ones alone. */
  searched: Readonly<Record<string, number>>;
  /** Searched options whose value is in the outermost twentieth of its axis. */
  edge: readonly string[];
}

/** The axes of what the spec does not give: what it gives is kept. */
export function axesOf({ kind }: RankerOptions, given: ReadonlySet<string>): readonly Axis[] {
  return SPACE[kind].filter(({ option }) => !given.has(option));
}

/**
 * The recipes of a stage: those that the search begins with, or points of a box around the best so far.
 * @param options with the spec's values, or their defaults
 * @param stage with `best`, the box's
 */
export function recipesOf(
  options: RankerOptions,
  axes: readonly Axis[],
  stage: number,
  best?: Recipe,
): Recipe[] {
  if (best === undefined) {
    const points = Array.from({ length: axes.length === 0 ? 1 : STARTS }, (_, i) =>
      axes.map((axis) => placeOn(axis, axis.starts[i]!)),
    );
    return points.map((point) => recipeAt(options, axes, point));
  }
  const { recipes, width } = STAGES[stage]!;
  // A box that reached beyond the space is moved inside.
  const middle = best.point.map((at) => Math.min(1 - width / 2, Math.max(width / 2, at)));
  return spread(recipes, axes.length).map((point) =>
    recipeAt(
      options,
      axes,
      point.map((at, d) => middle[d]! + (at - 0.5) * width),
    ),
  );
}

function recipeAt(options: RankerOptions, axes: readonly Axis[], point: readonly number[]): Recipe {
  const searched = Object.fromEntries(axes.map((axis, d) => [axis.option, valueOn(axis, point[d]!)]));
  const edge = axes.flatMap(({ option }, d) => (Math.abs(point[d]! - 0.5) > 0.5 - EDGE ? [option] : []));
  return { point, options: { ...options, ...searched }, searched, edge };
}

/** Three digits: a number that people can type, and the very one that was tried. */
function valueOn({ low, high, even }: Axis, at: number): number {
  const value = even ? low + (high - low) * at : low * (high / low) ** at;
  return Number(value.toPrecision(3));
}

/** Where a value lies, 0..1. */
function placeOn({ low, high, even }: Axis, value: number): number {
  return even ? (value - low) / (high - low) : Math.log(value / low) / Math.log(high / low);
}

/**
 * Points of the unit cube but its middle that lie evenly however many there are: the additive recurrence whose steps are powers of the
 * inverse of the root of x^(d+1) = x + 1 (Roberts 2018; the golden ratio where d = 1), which begins in the middle.
 */
function spread(points: number, dimensions: number): number[][] {
  let root = 2;
  for (let i = 0; i < 60; i++) root = (1 + root) ** (1 / (dimensions + 1));
  return Array.from({ length: points }, (_, i) =>
    Array.from({ length: dimensions }, (_, d) => (0.5 + (i + 1) * root ** -(d + 1)) % 1),
  );
}
