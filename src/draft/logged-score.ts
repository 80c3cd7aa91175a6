/**
 * The score of a production ranker among the columns: the strongest base that a team has. It is taken where its name, its values and the
 * label say so and no other column does; else it is proposed, and the user decides.
 */

import { score as shown } from '../common/format.ts';
import type { ColumnLabelFacts } from '../data/look.ts';
import type { ColumnProfile } from '../data/profile.ts';
import type { ChosenFeature, LeftOut, LoggedScore } from './inferred.ts';

/** A score below this AUC, taken as it is, says nothing of the label, or the opposite. */
const LEAST_AUC = 0.52;
/** Above this it is the label, and an evaluation would refuse it (`score-is-label`). */
const LABEL_AUC = 0.999;

export interface ScoreLook {
  /** Of the log. */
  columns: readonly ColumnProfile[];
  /** Those that may be scores: the first guess. */
  features: readonly ChosenFeature[];
  /** Of these, the outcomes, which no score is without a doubt. */
  outcomes: readonly LeftOut[];
  /** What the columns know of the label; empty where there is none yet. */
  facts: ReadonlyMap<string, ColumnLabelFacts>;
}

/** @returns undefined where no column looks like a score */
export function chooseScore({ columns, features, outcomes, facts }: ScoreLook): LoggedScore | undefined {
  const found = columns.flatMap(({ name, score: kind }) => {
    if (kind === undefined || !features.some((feature) => feature.name === name)) return [];
    const known = facts.get(name);
    const auc = known?.rising;
    const isLabel = known?.only.some((only) => only !== undefined) === true || (auc ?? 0) >= LABEL_AUC;
    if (isLabel || (auc ?? 1) < LEAST_AUC) return [];
    const sure =
      kind === 'probability' && auc !== undefined && !outcomes.some((outcome) => outcome.name === name);
    return [{ name, kind, auc, sure }];
  });
  const probabilities = found.filter(({ kind }) => kind === 'probability');
  const likely = probabilities.length > 0 ? probabilities : found;
  const [best, ...others] = likely.sort((a, b) => (b.auc ?? 0) - (a.auc ?? 0));
  if (best === undefined) return undefined;
  const auc = best.auc === undefined ? '' : `, AUC ${shown(best.auc)}`;
  const or = others.length === 0 ? '' : `; or ${others.map(({ name }) => name).join(', ')}`;
  return best.sure && others.length === 0
    ? {
        value: best.name,
        taken: true,
        why: `its name, values from 0 to 1${auc}: the base, if it was logged when the row was served; else take this line out`,
      }
    : {
        value: best.name,
        taken: false,
        why: `if production logged it when the row was served, take it as the base${auc}${or}`,
      };
}

/** Features without the score that is the base; one that may be says so. */
export function besideScore(
  features: readonly ChosenFeature[],
  score: LoggedScore | undefined,
): { features: ChosenFeature[]; left: LeftOut[] } {
  const logged = features.find(({ name }) => name === score?.value);
  if (score === undefined || logged === undefined) return { features: [...features], left: [] };
  if (score.taken)
    return {
      features: features.filter((feature) => feature !== logged),
      left: [{ name: logged.name, why: 'it is the base: see `ranker`' }],
    };
  const noted = { ...logged, why: `${logged.why}; no feature if it is the base: see \`ranker\`` };
  return { features: features.map((feature) => (feature === logged ? noted : feature)), left: [] };
}
