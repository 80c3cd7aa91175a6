/**
 * How likely the policy was to show each item of a page: the chances of its draws, computed without drawing.
 *
 * A draw is of what was shown lately, or the better of two candidates. Candidates come with chances p; of two, i beats j with the
 * chance Φ(c(aᵢ − aⱼ)), where a is affinity and c = belief / √2. So the better of two is i with the chance 2 pᵢ F(aᵢ), where
 * F(a) = Σⱼ pⱼ Φ(c(a − aⱼ)): with j = i it counts pᵢ²/2, half of the chance that both are i.
 *
 * A page is drawn until it has eight items. Let draws come at the times of a Poisson process of rate 1. Then items come independently,
 * item j at rate qⱼ, its chance in a draw, and i is on the page if fewer than eight others come before it:
 * πᵢ = ∫ qᵢ e^(−qᵢt) P(fewer than 8 of the others come until t) dt.
 */
import { BELIEF, type Exposure, PAGE, REPEAT } from './policy.ts';
import type { World } from './world.ts';

/** Φ(z) = ½ + Σ SERIES[k] z^(2k + 1); to 10⁻⁸ for |z| ≤ 0.71, the most that affinities of −1 and 1 give. */
const SERIES = [1, -1 / 6, 1 / 40, -1 / 336, 1 / 3456, -1 / 42_240, 1 / 599_040].map(
  (term) => term / Math.sqrt(2 * Math.PI),
);
const DEGREE = 2 * SERIES.length - 1;
const SLOPE = BELIEF / Math.SQRT2;

/**
 * @param lately as for `drawPage`
 * @returns the chance of each item in one draw; they add up to 1
 */
export function drawChances(
  { items, affinity }: World,
  user: number,
  { weights }: Exposure,
  lately: Int32Array,
): Float64Array {
  let total = 0;
  for (let i = 0; i < items.count; i++) total += weights[i]!;
  const affinities = new Float64Array(items.count);
  /** Σⱼ pⱼ aⱼ^d */
  const moments = new Float64Array(DEGREE + 1);
  for (let i = 0; i < items.count; i++) {
    if (weights[i] === 0) continue;
    affinities[i] = affinity(user, i);
    for (let d = 0, power = weights[i]! / total; d <= DEGREE; d++, power *= affinities[i]!)
      moments[d] = moments[d]! + power;
  }
  const beaten = polynomial(moments);
  const chances = new Float64Array(items.count);
  const fresh = 1 - (lately.length > 0 ? REPEAT : 0);
  for (let i = 0; i < items.count; i++) {
    if (weights[i] === 0) continue;
    let share = 0;
    for (let d = DEGREE; d >= 0; d--) share = share * affinities[i]! + beaten[d]!;
    chances[i] = (fresh * 2 * weights[i]! * share) / total;
  }
  for (const item of lately) chances[item] = chances[item]! + REPEAT / lately.length;
  return chances;
}

/** F as a polynomial: (a − aⱼ)^n by the binomial theorem, summed over j by the moments. */
function polynomial(moments: Float64Array): Float64Array {
  const coefficients = new Float64Array(DEGREE + 1);
  coefficients[0] = 0.5;
  for (const [k, term] of SERIES.entries()) {
    const n = 2 * k + 1;
    for (let d = 0, binomial = 1; d <= n; binomial = (binomial * (n - d)) / (d + 1), d++) {
      const sign = (n - d) % 2 === 0 ? 1 : -1;
      coefficients[d] = coefficients[d]! + term * SLOPE ** n * binomial * sign * moments[n - d]!;
    }
  }
  return coefficients;
}

/** Items below this chance in a draw are counted together: to about 10⁻⁵ of π. */
const SMALL = 2e-3;
/**
 * Of the integral, by the trapezoidal rule: with the correction at its beginning (`begun`) it converges faster than any power of the step,
 * since the counts of others do not change at once.
 */
const STEP = 2;
/** It ends where no item has more left. */
const REST = 1e-9;

/**
 * The chance of each of a page's items to be on it.
 * @param chances by item, in one draw
 * @param shown the items of the page
 */
export function pageChances(chances: Float64Array, shown: readonly number[]): Float64Array {
  const { large, sums } = othersOf(chances, shown);
  const rates = Float64Array.from(shown, (item) => chances[item]!);
  const [decay, decayOfShown] = [large, rates].map((all) => all.map((q) => Math.exp(-q * STEP)));
  /** The chance of each not to have come. */
  const [away, awayOfShown] = [large, rates].map((all) => new Float64Array(all.length).fill(1));
  const found = rates.map(begun);
  const counts = new Float64Array(PAGE);
  for (let node = 0, left = 1; left > REST; node++) {
    const others = countsOfSmall(sums, node * STEP);
    arrive(others, away!);
    left = 0;
    for (let k = 0; k < shown.length; k++) {
      counts.set(others);
      arrive(counts, awayOfShown!, k);
      let few = 0;
      for (const chance of counts) few += chance;
      left = Math.max(left, few);
      found[k] = found[k]! + (node === 0 ? 0.5 : 1) * STEP * rates[k]! * awayOfShown![k]! * few;
    }
    for (let j = 0; j < large.length; j++) away![j] = away![j]! * decay![j]!;
    for (let k = 0; k < shown.length; k++) awayOfShown![k] = awayOfShown![k]! * decayOfShown![k]!;
  }
  return found;
}

/** What the trapezoidal rule has too much of q e^(−qt) from 0 on (Euler and Maclaurin). */
function begun(rate: number): number {
  const step = (rate * STEP) ** 2;
  return step ** 2 / 720 - step / 12;
}

/** The items that are not shown: each of a large chance, and of the others Σq, Σq² and Σq³. */
function othersOf(
  chances: Float64Array,
  shown: readonly number[],
): { large: Float64Array; sums: Float64Array } {
  const large: number[] = [];
  const sums = new Float64Array(3);
  for (let j = 0; j < chances.length; j++) {
    const q = chances[j]!;
    if (q === 0 || shown.includes(j)) continue;
    if (q > SMALL) large.push(q);
    else for (let r = 0, power = q; r < 3; r++, power *= q) sums[r] = sums[r]! + power;
  }
  return { large: Float64Array.from(large), sums };
}

/**
 * More items may have come: the chances of 0 to 7 that have.
 * @param away the chance of each not to have come
 * @param except the place of an item that is not counted
 */
function arrive(counts: Float64Array, away: Float64Array, except = -1): void {
  for (let j = 0; j < away.length; j++) {
    if (j === except) continue;
    const stays = away[j]!;
    for (let k = PAGE - 1; k > 0; k--) counts[k] = counts[k]! * stays + counts[k - 1]! * (1 - stays);
    counts[0] = counts[0]! * stays;
  }
}

/**
 * The chances of 0 to 7 items of small chances. Where each has come with the chance y = 1 − e^(−qt), the generating function is
 * exp(A(z − 1) − B(z − 1)²/2 + C(z − 1)³/3 − …), with A = Σy, B = Σy² and C = Σy³.
 * @param powers Σq, Σq² and Σq³
 */
function countsOfSmall(powers: Float64Array, t: number): Float64Array {
  const [one, two, three] = powers.map((sum, r) => sum * t ** (r + 1)) as unknown as [number, number, number];
  const [a, b, c] = [one - two / 2 + three / 6, two - three, three];
  const terms = [a + b + c, -b - 2 * c, c];
  const counts = new Float64Array(PAGE);
  counts[0] = Math.exp(-a - b / 2 - c / 3);
  for (let k = 1; k < PAGE; k++) {
    for (let m = 1; m <= Math.min(k, 3); m++) counts[k] = counts[k]! + (terms[m - 1]! * counts[k - m]!) / k;
  }
  return counts;
}
