/**
 * AUC over all rows also pays for telling lists apart: lists of a hundred rows with one click from lists of two. No order of the rows of a
 * list uses that. GAUC leaves it out (Zhu et al. 2017, "Optimized Cost per Click in Taobao Display Advertising").
 */
import type { Warning } from '../../common/failure.ts';
import { score } from '../../common/format.ts';
import { auc } from '../../metrics/auc.ts';
import { groupRows } from '../../metrics/groups.ts';
import { BASE } from '../../report/arm-ids.ts';
import { gather } from '../describe/evaluated.ts';
import type { ScoredRun } from '../describe/scored-run.ts';

export type ListRun = Pick<ScoredRun, 'data' | 'parts' | 'metric' | 'results' | 'rows'>;

/**
 * Where ranking whole lists by the mean of their scores alone has more than half of what the base's AUC has over chance. Nothing where the log
 * names no lists, and where M is not AUC.
 */
export function betweenLists({ data, parts, metric, results, rows }: ListRun): Warning[] {
  const base = results.find(({ arm }) => arm === BASE);
  if (data.group === undefined || metric !== 'auc' || base === undefined) return [];
  const { label } = rows;
  const group = gather(data.group, parts.evaluate);
  if (mixedShare(group, label) < FEW_MIXED) return [];
  const whole = auc(base.scores, label);
  const ofLists = auc(listMeans(base.scores, group), label);
  if (ofLists - 0.5 <= (whole - 0.5) / 2) return [];
  const message =
    `Most of the base's AUC tells lists apart: with every row scored by the mean of its list it is still ${score(ofLists)} ` +
    `of ${score(whole)}. No order within a list uses that: \`metric: gauc\` measures what one can.`;
  return [{ code: 'between-lists', message }];
}

/** Share of the rows in lists of both classes below which GAUC would speak of too few. */
const FEW_MIXED = 0.1;

function mixedShare(group: Uint32Array, label: Uint8Array): number {
  const { groups, starts, positives } = groupRows(group, label);
  let rows = 0;
  for (let g = 0; g < groups; g++) {
    const size = starts[g + 1]! - starts[g]!;
    if (positives[g]! > 0 && positives[g]! < size) rows += size;
  }
  return rows / label.length;
}

function listMeans(scores: Float32Array | Float64Array, group: Uint32Array): Float64Array {
  const lists = group.reduce((most, list) => Math.max(most, list + 1), 0);
  const [sums, counts] = [new Float64Array(lists), new Uint32Array(lists)];
  for (const [row, list] of group.entries()) {
    sums[list]! += scores[row]!;
    counts[list]!++;
  }
  return Float64Array.from(group, (list) => sums[list]! / counts[list]!);
}
