import { describe, expect, it } from 'vitest';
import { Failure } from '../../../../src/common/failure.ts';
import { loggedLogits } from '../../../../src/evaluation/base/logged-score.ts';
import { testDataset } from '../../../support/dataset.ts';
import { random } from '../../../support/random.ts';

const draw = random(5);
const ROWS = 2000;
/** Rows with a hidden probability each; the last fifth is evaluated. */
const hidden = Array.from({ length: ROWS }, () => 0.05 + 0.9 * draw());
const data = testDataset(
  hidden.map((p, row) => ({ user: row % 50, item: row % 30, time: row, label: Number(draw() < p) })),
);
const rowsOf = (evaluated: boolean) =>
  Uint32Array.from(data.part.keys()).filter((row) => (data.part[row] === 2) === evaluated);
const rows = { training: rowsOf(false), evaluate: rowsOf(true) };

const logits = (scoreOf: (row: number) => number, inSample?: 'allow') =>
  loggedLogits(
    data,
    Float64Array.from(hidden, (_, row) => scoreOf(row)),
    { kind: 'logged', score: 'pctr', inSample },
    rows,
    ['ranker', 'score'],
  );

function refusal(scoreOf: (row: number) => number): Failure {
  try {
    logits(scoreOf);
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
  throw new Error('the scores were taken');
}

describe('logged scores', () => {
  it('that are probabilities become their logits, kept away from 0 and 1', () => {
    const { logits: found, warnings } = logits((row) => (row === 3 ? 0 : row === 4 ? 1 : hidden[row]!));
    expect(found[7]).toBeCloseTo(Math.log(hidden[7]! / (1 - hidden[7]!)), 5);
    expect([found[3], found[4]]).toEqual([expect.closeTo(-13.8155, 3), expect.closeTo(13.8155, 3)]);
    expect(warnings).toEqual([]);
  });

  it('of any other scale become the logits of their ranks among the training rows', () => {
    const { logits: found } = logits((row) => 1000 * hidden[row]! - 3000);
    const sorted = [...rows.training].sort((a, b) => hidden[a]! - hidden[b]!);
    expect(found[sorted[800]!]).toBeCloseTo(Math.log(801 / 800), 2); // the middle of 1,600
    expect(found[sorted[0]!]).toBeCloseTo(Math.log(1 / 1600), 1);
    const order = (values: ArrayLike<number>) => [...rows.evaluate].sort((a, b) => values[a]! - values[b]!);
    const [byRank, byScore] = [order(found), order(hidden)];
    expect(byRank.filter((row, i) => Math.abs(hidden[row]! - hidden[byScore[i]!]!) > 0.003)).toEqual([]);
  });

  it('that are missing in some rows are the median there, with a count', () => {
    const { logits: found, warnings } = logits((row) => (row % 10 === 0 ? Number.NaN : hidden[row]!));
    expect(found[10]).toBe(found[20]);
    expect(Math.abs(found[10]!)).toBeLessThan(0.2);
    expect(warnings).toEqual([
      {
        code: 'score-missing',
        count: 200,
        message: '200 rows have no score in `pctr`: the median stands in for it.',
      },
    ]);
  });

  it.each([
    [
      'no-score',
      (row: number) => (row % 10 < 6 ? Number.NaN : hidden[row]!),
      /a score in 640 of 1600 training rows/,
    ],
    ['score-constant', () => 0.3, /`pctr` is 0.3 in every evaluation row/],
    [
      'score-is-label',
      (row: number) => data.label[row]! + hidden[row]! / 10,
      /AUC of 1.0000: it holds the label/,
    ],
    [
      'score-in-sample',
      (row: number) => hidden[row]! + (row < 1600 ? data.label[row]! : 0),
      /before the cut with an AUC of 1.0000 and those after it with 0.\d{4}/,
    ],
  ])('are refused: %s', (code, scoreOf, message) => {
    const failure = refusal(scoreOf);
    expect(failure).toMatchObject({ kind: 'data', code, where: { specPath: ['ranker', 'score'] } });
    expect(failure.message).toMatch(message);
  });

  it('that know training rows are taken where the spec insists', () => {
    const { logits: found } = logits(
      (row) => (hidden[row]! + (row < 1600 ? data.label[row]! : 0)) / 2,
      'allow',
    );
    expect(found.every(Number.isFinite)).toBe(true);
  });

  it('whose scale changes from slice to slice are told', () => {
    const { warnings } = logits((row) => hidden[row]! + (data.timeline.slice[row]! % 2) * 2);
    expect(warnings.map(({ code }) => code)).toEqual(['score-drifts']);
    expect(warnings[0]!.message).toMatch(
      /one slice with an AUC of 0\.79\d+ and those of all slices with 0\.68\d+/,
    );
  });
});
