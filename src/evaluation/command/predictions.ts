/**
 * What a program said of the evaluation rows, checked and put in their order. Every row must have exactly one finite
 * score: a program that leaves rows out, or scores others, is not evaluated on what remains.
 */

import { Failure } from '../../common/failure.ts';
import { count } from '../../common/format.ts';
import type { RowScores } from '../../data/tables.ts';
import { denseRanks } from '../../metrics/dense-ranks.ts';
import type { ArmResult } from '../../ranker/ranker.ts';

export interface Predictions {
  /** What the program calls them. */
  column: RowScores['column'];
  /** Finite, in the order of the evaluation rows. */
  values: Float64Array;
  /** All rows have one score. */
  constant: boolean;
  /** Probabilities of exactly 0 or 1. */
  certain: number;
}

/**
 * Logit of a probability of exactly 1, and less that of 0: beyond those of all others that a double holds, so that the order
 * is kept.
 */
const CERTAIN_LOGIT = 750;

/**
 * @param evaluate what the files call the evaluation rows, in their order
 * @param whose what is said to the user: "leaked:co-click, seed 2 (…/predictions.csv)"
 * @throws Failure `predictions-other-rows`, `predictions-doubled`, `predictions-missing`, `predictions-not-finite`,
 *   `predictions-out-of-range`, each with counts
 */
export function alignPredictions(found: RowScores, evaluate: Uint32Array, whose: string): Predictions {
  const values = inOrder(found, evaluate, whose);
  const bad = values.filter((value) => !Number.isFinite(value)).length;
  if (bad > 0) {
    throw refused('not-finite', whose, `${rowsOf(bad, evaluate)} have no finite ${found.column}`);
  }
  const constant = values.every((value) => value === values[0]);
  if (found.column === 'score') return { column: 'score', values, constant, certain: 0 };
  const outside = values.filter((value) => value < 0 || value > 1).length;
  if (outside > 0) {
    const what = `${rowsOf(outside, evaluate)} have a \`probability\` outside 0 to 1; name the column \`score\` where it is none`;
    throw refused('out-of-range', whose, what);
  }
  const certain = values.filter((value) => value === 0 || value === 1).length;
  return { column: 'probability', values, constant, certain };
}

/** As the scores of an arm: logits of probabilities, in whose place the order of other scores stands. */
export function armScores({
  column,
  values,
}: Predictions): Pick<ArmResult, 'scores'> & { orderOnly: boolean } {
  if (column === 'score') return { scores: denseRanks(values), orderOnly: true };
  return { scores: Float32Array.from(values, logit), orderOnly: false };
}

function inOrder({ row, value }: RowScores, evaluate: Uint32Array, what: string): Float64Array {
  const last = evaluate.reduce((most, row) => Math.max(most, row), -1);
  const positions = new Int32Array(last + 1).fill(-1);
  for (let i = 0; i < evaluate.length; i++) positions[evaluate[i]!] = i;
  const values = new Float64Array(evaluate.length);
  const seen = new Uint8Array(evaluate.length);
  let [other, doubled, firstOther] = [0, 0, Number.NaN];
  for (let line = 0; line < row.length; line++) {
    const position = positions[row[line]!] ?? -1;
    if (position < 0) {
      if (other++ === 0) firstOther = row[line]!;
    } else if (seen[position] === 1) doubled++;
    else {
      seen[position] = 1;
      values[position] = value[line]!;
    }
  }
  const missing = seen.filter((once) => once === 0).length;
  if (other > 0) {
    const first = Number.isNaN(firstOther) ? 'the first has no row number' : `the first is row ${firstOther}`;
    const rest = missing > 0 ? `; ${rowsOf(missing, evaluate)} have none` : '';
    throw refused(
      'other-rows',
      what,
      `${count(other)} of ${count(row.length)} are not of evaluation rows (part 2): ${first}${rest}`,
    );
  }
  if (doubled > 0)
    throw refused(
      'doubled',
      what,
      `${count(doubled)} of ${count(row.length)} are of a row that has one already`,
    );
  if (missing > 0) throw refused('missing', what, `${rowsOf(missing, evaluate)} have none`);
  return values;
}

function logit(probability: number): number {
  if (probability === 0) return -CERTAIN_LOGIT;
  if (probability === 1) return CERTAIN_LOGIT;
  return Math.log(probability) - Math.log1p(-probability);
}

const rowsOf = (some: number, evaluate: Uint32Array): string =>
  `${count(some)} of ${count(evaluate.length)} evaluation rows`;

function refused(code: string, whose: string, what: string): Failure {
  return new Failure('data', `predictions-${code}`, `the predictions of ${whose}: ${what}.`);
}
