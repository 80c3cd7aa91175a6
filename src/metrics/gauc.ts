/**
 * GAUC: the AUC of each group's own list, averaged. It leaves out what AUC gains by telling groups apart (users who click
 * on anything), which no re-ranking of a list can use.
 */
import { type GroupedRows, type GroupMean, groupMean } from './groups.ts';
import { bestFirst, type RankedRows, tiedUntil } from './ranked.ts';

/** `impressions`: a group counts by its rows (DIN, FuxiCTR) · `positives`: by its positives (RecBole) · `equal`: once. */
export type GaucWeighting = 'impressions' | 'positives' | 'equal';

/** AUC of each group by midranks, length `grouped.groups`; NaN for groups of one class. */
export function groupAucs({ grouped, value, label }: RankedRows): Float64Array {
  const { starts, positives } = grouped;
  return new Float64Array(grouped.groups).map((_, g) => {
    const end = starts[g + 1]!;
    const positive = positives[g]!;
    const negative = end - starts[g]! - positive;
    if (positive === 0 || negative === 0) return Number.NaN;
    let wins = 0;
    let below = negative;
    for (let from = starts[g]!; from < end; ) {
      const to = tiedUntil(value, from, end);
      let tiedPositives = 0;
      for (let i = from; i < to; i++) tiedPositives += label[i]!;
      const tiedNegatives = to - from - tiedPositives;
      below -= tiedNegatives;
      wins += tiedPositives * (below + tiedNegatives / 2);
      from = to;
    }
    return wins / (positive * negative);
  });
}

/** Weight of each group. */
export function gaucWeights(grouped: GroupedRows, weighting: GaucWeighting): ArrayLike<number> {
  if (weighting === 'positives') return grouped.positives;
  if (weighting === 'equal') return new Uint8Array(grouped.groups).fill(1);
  return new Uint32Array(grouped.groups).map((_, g) => grouped.starts[g + 1]! - grouped.starts[g]!);
}

/**
 * GAUC of finite scores. Groups of one class have no AUC; they are skipped, in the weights too, and counted.
 * @throws Failure `non-finite-scores`
 */
export function gauc(
  scores: Float32Array | Float64Array,
  grouped: GroupedRows,
  weighting: GaucWeighting,
): GroupMean {
  const aucs = groupAucs(bestFirst(grouped, scores));
  return groupMean(aucs, gaucWeights(grouped, weighting));
}
