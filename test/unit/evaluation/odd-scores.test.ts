/** Scores of another ranker that are complete and finite, and wrong all the same. */
import { describe, expect, it } from 'vitest';
import type { Arm } from '../../../src/evaluation/arms/arms.ts';
import type { PredictedArm } from '../../../src/evaluation/arms/predicted.ts';
import { oddScores } from '../../../src/evaluation/judge/odd-scores.ts';
import { denseRanks } from '../../../src/metrics/dense-ranks.ts';
import { evaluationRows } from '../../../src/metrics/intervals/clusters.ts';
import { ScoredArm } from '../../../src/metrics/scored-arm.ts';
import { normal, uniform } from '../metrics/support.ts';

const ROWS = 2000;
const USERS = 100;
const next = uniform(5);
const noise = normal(next);
const label = Uint8Array.from({ length: ROWS }, () => (next() < 0.3 ? 1 : 0));
const rows = evaluationRows(
  label,
  Uint32Array.from({ length: ROWS }, (_, row) => row % USERS),
);

const scoresWith = (signal: number): Float64Array => Float64Array.from(label, (y) => signal * y + noise());
const useful = scoresWith(0.5);
const better = scoresWith(1);
const none = scoresWith(0);

const scoredAs = (scores: Float64Array): ScoredArm => {
  const arm = new ScoredArm(rows);
  arm.add(1, denseRanks(scores), undefined, null);
  return arm;
};

const FM = { kind: 'fm' } as Parameters<typeof oddScores>[0]['ranker'];
const COMMAND = { kind: 'command', command: 'x', timeout: 1, parallel: 1 } as Parameters<
  typeof oddScores
>[0]['ranker'];

/** What is said of the score files of one model. */
function ofFiles(baseline: Float64Array, model: Float64Array): [string, string][] {
  const predicted = [['baseline', baseline] as const, ['model', model] as const].map(
    ([arm, scores]): PredictedArm => {
      return { id: `${arm}:m`, arm, model: 'm', scores, ranks: denseRanks(scores), logLoss: null };
    },
  );
  const scored = new Map(predicted.map(({ id, scores }) => [id, scoredAs(scores)]));
  return oddScores({ rows, arms: [], scored, ranker: FM, predicted }).map(({ code, message }) => [
    code,
    message,
  ]);
}

/** What is said of a ranker whose arms score so. */
function ofArms(ranker: typeof FM, arms: Record<string, Float64Array>) {
  const scored = new Map(Object.entries(arms).map(([id, scores]) => [id, scoredAs(scores)]));
  const listed = Object.keys(arms).map((id): Arm => ({ id, arm: id === 'base' ? 'base' : 'leaked' }));
  return oddScores({ rows, arms: listed, scored, ranker, predicted: [] });
}

describe('score files', () => {
  it('that rank as they should are fine, also where they know nothing', () => {
    expect(ofFiles(useful, better)).toEqual([]);
    expect(ofFiles(none, useful)).toEqual([]);
  });

  it('of the other class are told by an AUC that no weak ranker has', () => {
    const [[code, message] = [], ...more] = ofFiles(
      useful,
      better.map((s) => -s),
    );
    expect([code, more]).toEqual(['inverted-predictions', []]);
    expect(message).toMatch(/^The scores of model m rank negatives first \(AUC 0\.2\d{3}\)/);
    expect(
      ofFiles(
        useful.map((s) => -s),
        better,
      )[0]![1],
    ).toMatch(/^The baseline scores of model m rank/);
  });

  it('of one run named twice are told by their order', () => {
    const codes = ofFiles(
      useful,
      useful.map((s) => 1 / (1 + Math.exp(-s))),
    ).map(([code]) => code);
    expect(codes).toEqual(['equal-predictions']);
    const moved = useful.map((s, row) => (row === 7 ? s + 5 : s));
    expect(ofFiles(useful, moved)).toEqual([]);
  });
});

describe('a ranker’s command', () => {
  it('that gives the probabilities of 0 is warned of once, whatever the number of arms', () => {
    const inverted = { base: none, 'leaked:a': useful.map((s) => -s), 'leaked:b': better.map((s) => -s) };
    expect(ofArms(COMMAND, inverted)).toEqual([
      {
        code: 'inverted-predictions',
        count: 2,
        message: expect.stringMatching(/in so many arms, such as leaked:a with AUC 0\.3\d{3}:/),
      },
    ]);
    expect(ofArms(COMMAND, { base: none, 'leaked:a': better })).toEqual([]);
  });

  it('is asked alone: a built-in ranker cannot mistake the class', () => {
    expect(ofArms(FM, { base: useful.map((s) => -s) })).toEqual([]);
  });
});
