/** What a report says of LIS and AIS over the strength of the base. */

import { contrast } from '../../metrics/intervals/estimate.ts';
import { ScoredArm } from '../../metrics/scored-arm.ts';
import type { ArmResult } from '../../ranker/ranker.ts';
import { BASE } from '../../report/arm-ids.ts';
import { headlineLis } from '../../report/estimates.ts';
import type { SourceReport } from '../../report/schema.ts';
import type { BaseReport } from '../../report/schema-base.ts';
import type { Recipe } from '../base/scores.ts';
import type { ScoredRun } from './scored-run.ts';

type Point = NonNullable<BaseReport['curve']>[number];

/** @returns nothing where there is no weaker base to hold the chosen one against */
export function describeCurve(run: ScoredRun, sources: readonly SourceReport[]): { curve?: Point[] } {
  const { curve, rows, base, scored } = run;
  const search = base?.search;
  if (curve === undefined || curve.length === 0 || search === undefined) return {};
  const { measure } = scored.get(BASE)!;
  const chosen = search.trials[search.chosen]!;
  const ids = curve[0]!.results.map(({ arm }) => arm);
  const points = curve.map(({ recipe, logLoss, results }) => {
    const arms = new Map(results.map((result) => [result.arm, scoredOnce(result)]));
    return { ...described(recipe, Object.keys(chosen.options)), logLoss, ...gained(arms) };
  });
  const { options, bestEpochs: epochs, logLoss } = chosen;
  const whole = new Map(ids.map((id) => [id, scored.get(id)!]));
  const strongest = { ranker: run.ranker.kind, options, epochs, logLoss: logLoss! };
  const { auc, gains } = gained(whole);
  return { curve: [...points, { ...strongest, auc, gains: { ...gains, ...headlines() } }] };

  /** The chosen base's gain is the headline, with its interval. */
  function headlines(): Point['gains'] {
    const measured = sources.filter(({ name }) => name in gains);
    return Object.fromEntries(
      measured.map((source) => {
        const { value, low, high, se } = headlineLis(source);
        return [source.name, { value, low, high, se }];
      }),
    );
  }

  function scoredOnce({ seed, scores }: ArmResult): ScoredArm {
    const arm = new ScoredArm(rows, measure);
    arm.add(seed, scores);
    return arm;
  }

  function gained(arms: ReadonlyMap<string, ScoredArm>): Pick<Point, 'auc' | 'gains'> {
    const ofBase = arms.get(BASE)!;
    const gains = [...arms].flatMap(([id, arm]): [string, Point['gains'][string]][] => {
      if (id === BASE) return [];
      const { value, low, high, se } = contrast(rows, arm, ofBase);
      return [[targetOf(run, id), { value, low, high, se }]];
    });
    return { auc: ofBase.auc, gains: Object.fromEntries(gains) };
  }
}

/** The searched options of a recipe, of its own kind's: the others are the same in all. */
function described(
  { options, epochs }: Recipe,
  searched: readonly string[],
): Omit<Point, 'logLoss' | 'auc' | 'gains'> {
  const all = options as unknown as Record<string, number>;
  const found = searched.filter((option) => option in all);
  return {
    ranker: options.kind,
    options: Object.fromEntries(found.map((option) => [option, all[option]!])),
    epochs,
  };
}

function targetOf({ arms }: ScoredRun, id: string): string {
  const arm = arms.find((candidate) => candidate.id === id)!;
  return (arm.source ?? arm.model)!;
}
