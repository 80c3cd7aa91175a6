/** Cluster ids of a file become a `ClusterTable`: a code per level and item, 0 where the file has none. */
import type { Warning } from '../../../common/failure.ts';
import { itemEntries } from '../../beside/item-entries.ts';
import type { ClusterTable } from '../../dataset.ts';
import { missingClusters } from '../../policy/merged.ts';
import type { Session } from '../session/session.ts';
import { matchItems } from './item-join.ts';
import type { ItemPlan } from './item-plan.ts';
import type { PairLog } from './pairs-join.ts';

/** @throws Failure `data` as `matchItems`, and for rows of one item that contradict each other */
export async function readClusters(
  session: Session,
  plan: ItemPlan,
  log: PairLog & { itemNames: readonly string[] },
  warnings: Warning[],
): Promise<ClusterTable> {
  const matched = await matchItems(session, plan, log, warnings);
  await session.run(`DROP TABLE ${plan.loaded.name}`);
  const { levels } = matched;
  const { count, ...found } = itemEntries(
    plan,
    matched,
    {
      has: () => true,
      same: (a, b) => levels.every((codes) => codes[a] === codes[b]),
      move: (from, to) => {
        for (const codes of levels) codes[to] = codes[from] as number;
      },
    },
    log,
    warnings,
  );
  return {
    ...found,
    levels: plan.levels.map(({ name }, l) => {
      const codes = (levels[l] as Uint32Array).subarray(0, count);
      const missing = codes.reduce((sum, code) => sum + Number(code === 0), 0);
      if (missing > 0) warnings.push(missingClusters(plan.name, name, missing));
      return { name, codes, cardinality: codes.reduce((most, code) => Math.max(most, code), 0) + 1 };
    }),
  };
}
