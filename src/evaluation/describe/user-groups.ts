/** Evaluation users hashed into groups, alike in every run: through them reports tell how far they vary together. */
import type { Dataset } from '../../data/dataset.ts';
import type { EvaluationRows } from '../../metrics/intervals/clusters.ts';
import type { UserGroups } from '../../metrics/intervals/influence.ts';
import { hashedFolds } from '../../preference/features/folds.ts';
import type { Clock } from '../tasks/clock.ts';

/**
 * A variance over that many equal groups is known to √(2/256) = 9 %, its root to 4 %; a t quantile pays for it, and for groups
 * that differ. A report grows by 0.7 kB for each arm and seed.
 */
const GROUPS = 256;
/** No run's: folds and groups are drawn independently. */
const GROUP_SEED = -1;

/** @param evaluate rows of the log that are evaluated, in the order of `rows` */
export async function userGroups(
  data: Dataset,
  evaluate: Uint32Array,
  rows: EvaluationRows,
  clock: Clock,
): Promise<UserGroups> {
  const names = new Array<string>(rows.users);
  const { user, userNames } = data;
  for (let i = 0; i < evaluate.length; i++) names[rows.user[i]!] = userNames[user[evaluate[i]!]!]!;
  const group = await hashedFolds(names, { folds: GROUPS, seed: GROUP_SEED }, () => clock.breathe());
  return { groupOf: group, count: GROUPS };
}
