/** Seeded numbers, and the metrics as their definitions say them: slow, obvious, and free of the code under test. */

/** Uniform numbers in [0, 1): mulberry32. */
export function uniform(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Standard normal numbers (Box–Muller). */
export function normal(next: () => number): () => number {
  return () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
}

/** ψ of DeLong: 1 where the positive is above the negative, ½ where they tie. */
const psi = (positive: number, negative: number): number =>
  positive > negative ? 1 : positive === negative ? 0.5 : 0;

export interface SlowPlacements {
  auc: number;
  components: number[];
}

/** Every pair of a positive and a negative, one by one. */
export function slowPlacements(scores: ArrayLike<number>, label: ArrayLike<number>): SlowPlacements {
  const rows = Array.from(label, (_, row) => row);
  const positives = rows.filter((row) => label[row] === 1);
  const negatives = rows.filter((row) => label[row] === 0);
  const components = rows.map((row) => {
    const others = label[row] === 1 ? negatives : positives;
    let sum = 0;
    for (const other of others) {
      sum += label[row] === 1 ? psi(scores[row]!, scores[other]!) : psi(scores[other]!, scores[row]!);
    }
    return sum / others.length;
  });
  return { auc: mean(positives.map((row) => components[row]!)), components };
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Sample variance, n − 1. */
export function variance(values: readonly number[]): number {
  const centre = mean(values);
  return values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1);
}

/** Obuchowski 1997 on row components (or their differences), user by user. */
export function slowClusteredVariance(
  components: ArrayLike<number>,
  label: ArrayLike<number>,
  user: ArrayLike<number>,
): number {
  const byUser = new Map<number, { positive: number[]; negative: number[] }>();
  for (let row = 0; row < label.length; row++) {
    const byClass = byUser.get(user[row]!) ?? { positive: [], negative: [] };
    byUser.set(user[row]!, byClass);
    (label[row] === 1 ? byClass.positive : byClass.negative).push(components[row]!);
  }
  const users = [...byUser.values()];
  const positive = users.flatMap((byClass) => byClass.positive);
  const negative = users.flatMap((byClass) => byClass.negative);
  const m = positive.length;
  const n = negative.length;
  const theta = mean(positive);
  const deviation = (values: number[]): number => values.reduce((sum, value) => sum + value - theta, 0);
  const total = (termOf: (byClass: { positive: number[]; negative: number[] }) => number): number =>
    users.reduce((sum, byClass) => sum + termOf(byClass), 0);
  const i10 = users.filter((byClass) => byClass.positive.length > 0).length;
  const i01 = users.filter((byClass) => byClass.negative.length > 0).length;
  const i = users.length;
  const s10 = (i10 / ((i10 - 1) * m)) * total((byClass) => deviation(byClass.positive) ** 2);
  const s01 = (i01 / ((i01 - 1) * n)) * total((byClass) => deviation(byClass.negative) ** 2);
  const s11 = (i / (i - 1)) * total((byClass) => deviation(byClass.positive) * deviation(byClass.negative));
  return s10 / m + s01 / n + (2 * s11) / (m * n);
}
