/** What a reader must know about a run before they trust its numbers. */

import type { Warning } from '../../common/failure.ts';
import { type EvaluationRows, effectiveCount } from '../../metrics/intervals/clusters.ts';
import { headOptions } from '../../ranker/head/index.ts';
import type { ArmResult } from '../../ranker/ranker.ts';
import { ARM_LEAK } from '../../report/words/label-leak.ts';
import type { ScoredRun } from '../describe/scored-run.ts';
import { betweenLists, type ListRun } from './between-lists.ts';

/** Below this many effective clusters a clustered interval is too narrow to trust. */
const FEW_CLUSTERS = 50;

export function runWarnings(
  run: Pick<ScoredRun, 'rows' | 'seeds' | 'results' | 'arms' | 'scored' | 'base' | 'selfEvidence' | 'key'> &
    ListRun,
): Warning[] {
  return [
    ...fewClusters(run.rows),
    ...betweenLists(run),
    ...oneSeed(run),
    ...leaveUserOut(run.selfEvidence),
    ...stoppedAtLimit(listedResults(run), run.key),
    ...headsAtLimit(run),
    ...stopsDiffer(run),
  ];
}

/** What one of several rankers after the first has to say: the rest is the first one's too. */
export function trainingWarnings(
  run: Pick<ScoredRun, 'results' | 'arms' | 'scored' | 'base' | 'ranker' | 'key'>,
): Warning[] {
  const ranker = ` with ${run.ranker.kind}`;
  return [
    ...stoppedAtLimit(listedResults(run), run.key, ranker),
    ...headsAtLimit(run, ranker),
    ...stopsDiffer(run, ranker),
  ];
}

function listedResults({ results, arms }: Pick<ScoredRun, 'results' | 'arms'>): ArmResult[] {
  const listed = new Set(arms.filter((arm) => arm.drop === undefined).map((arm) => arm.id));
  return results.filter((result) => listed.has(result.arm));
}

/** The scarcer class decides: users without a positive say nothing about how positives are ranked. */
function fewClusters(rows: EvaluationRows): Warning[] {
  const positive = effectiveCount(rows.positivesPerUser);
  const negative = effectiveCount(rows.negativesPerUser);
  const effective = Math.min(positive, negative);
  if (effective >= FEW_CLUSTERS) return [];
  const scarcer = positive < negative ? 'positives' : 'negatives';
  return [
    {
      code: 'few-clusters',
      message: `Only ${effective.toFixed(1)} effective users have ${scarcer} in the evaluation window; below ${FEW_CLUSTERS}, intervals may be too narrow.`,
      count: Math.round(effective),
    },
  ];
}

/** The diagnostic must not be read as the ceiling. */
function leaveUserOut(selfEvidence: ScoredRun['selfEvidence']): Warning[] {
  if (selfEvidence !== 'leave-user-out') return [];
  const message =
    'selfEvidence: leave-user-out is a diagnostic: within one item and slice its features reveal the label backwards. Judge by cross-fit.';
  return [{ code: 'leave-user-out', message }];
}

/** One seed has no spread: its intervals hold users alone, and where the seeds differ they are too narrow. */
function oneSeed({ seeds, arms }: Pick<ScoredRun, 'seeds' | 'arms'>): Warning[] {
  if (seeds.length > 1 || arms.length < 2) return [];
  const message =
    'With one seed the intervals leave out the spread between seeds and are too narrow: use 3 or more.';
  return [{ code: 'one-seed', message }];
}

/** An arm that was still improving when its epochs ran out is undertrained, and every gain over it too large. */
function stoppedAtLimit(results: readonly ArmResult[], key: string, ranker = ''): Warning[] {
  const improving = results.filter(bestAtLastCheck);
  return [...new Set(improving.map((result) => result.arm))].map((arm) => {
    const ofArm = (some: readonly ArmResult[]) => some.filter((result) => result.arm === arm);
    const stops = ofArm(improving);
    const message = `The arm ${arm}${ranker} was still improving when its ${stops[0]!.stop!.epochs} epochs ended, in ${stops.length} of ${ofArm(results).length} seeds: raise ${key}.epochs or ${key}.learningRate.`;
    return { code: 'stopped-at-limit', message, count: stops.length };
  });
}

/** A head with all trees there are may have more to find; one that holds the label has nothing more to find. */
export function headsAtLimit(
  run: Pick<ScoredRun, 'results' | 'arms' | 'scored' | 'base'>,
  ranker = '',
): Warning[] {
  const rows = run.base?.headRows;
  if (rows === undefined) return []; // each arm is a ranker
  const most = headOptions(rows.fit + rows.validate).trees;
  const heads = listedResults(run).filter(({ trees }) => trees !== undefined);
  return [...new Set(heads.map(({ arm }) => arm))].flatMap((arm) => {
    const ofArm = heads.filter((head) => head.arm === arm);
    const full = ofArm.filter(({ trees }) => trees! >= most);
    if (full.length === 0 || run.scored.get(arm)!.auc >= ARM_LEAK) return [];
    const message = `The head of the arm ${arm}${ranker} has all ${most} trees that a head can have, in ${full.length} of ${ofArm.length} seeds: with more, its AUC might be higher.`;
    return [{ code: 'stopped-at-limit', message, count: full.length }];
  });
}

/** Mean epochs of an arm and the base that differ by this factor, and by an epoch, are lengths of another kind. */
const OTHER_LENGTH = 4;
/** A stop moved the AUC by at most 0.03 (docs/rankers.md); beyond this an arm simply has more to learn. */
const OF_A_STOP = 0.05;

/**
 * At a high learning rate the validation AUC has a valley, and arms stop on different sides of it: their difference is then of
 * the stop, not of the data (docs/rankers.md).
 */
export function stopsDiffer(
  run: Pick<ScoredRun, 'results' | 'arms' | 'scored' | 'key'>,
  ranker = '',
): Warning[] {
  const results = listedResults(run).filter(({ stop }) => stop !== undefined);
  const epochsOf = (id: string): number => {
    const epochs = results.flatMap(({ arm, stop }) => (arm === id ? stop!.epochs : []));
    return epochs.reduce((sum, length) => sum + length, 0) / epochs.length;
  };
  const base = epochsOf('base');
  return [...new Set(results.map(({ arm }) => arm))].flatMap((arm) => {
    const epochs = epochsOf(arm);
    const [short, long] = [Math.min(base, epochs), Math.max(base, epochs)];
    if (long < OTHER_LENGTH * short || long - short < 1) return [];
    const gain = run.scored.get(arm)!.auc - run.scored.get('base')!.auc;
    if (Math.abs(gain) > OF_A_STOP) return [];
    const message = `The arm ${arm}${ranker} trained for ${epochs.toFixed(2)} epochs and the base for ${base.toFixed(2)}: their difference may be one of the stop, not of the data. Compare with ${run.key}.commonStop: true, or lower ${run.key}.learningRate.`;
    return [{ code: 'stops-differ', message }];
  });
}

/** Patience ends training some checks after the best one, so the best is the last only where the epochs ran out. */
function bestAtLastCheck({ stop }: ArmResult): boolean {
  const validationAuc = stop?.validationAuc ?? [];
  const last = validationAuc.at(-1);
  return last !== undefined && validationAuc.indexOf(Math.max(...validationAuc)) === validationAuc.length - 1;
}
