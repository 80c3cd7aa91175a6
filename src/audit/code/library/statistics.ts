/** Methods and functions that make one value of many: means, counts, quantiles; of a frame, of groups, of windows. */

import { type Call, columnNames, type Machine } from '../flow/machine.ts';
import { ordersTime } from '../flow/names.ts';
import { innerRole } from '../flow/rows.ts';
import { NONE, type Taint, union } from '../flow/taints.ts';
import { allTaints, type Data, like, makeData, taintsOfColumn, type Value } from '../flow/values.ts';
import { mark } from './marks.ts';
import { isMetric, scoreOf } from './scores.ts';
import { windowed } from './windows.ts';

const WORDS =
  'len mean std var median quantile min max sum mode skew kurt kurtosis corr cov count size nunique n_unique value_counts prod sem mad agg aggregate avg stddev variance approx_quantile approxQuantile percentile nanmean nanstd nanmedian average amin amax describe first last corrwith n_uniq bincount histogram ptp logsumexp norm percentile_approx countDistinct count_distinct approx_count_distinct collect_set collect_list stddev_pop stddev_samp max_by min_by mean_horizontal nth implode std_dev corrcoef nanmax nanmin nanvar';
const STATISTICS = new Set(WORDS.split(' '));
/** Sizes: of all rows together they are no feature. */
const SIZES = new Set([
  'len',
  'count',
  'size',
  'nunique',
  'n_unique',
  'describe',
  'countDistinct',
  'count_distinct',
  'approx_count_distinct',
]);
/** They choose rows, and collect values. */
const CHOOSING = new Set(['first', 'last', 'nth', 'head', 'tail']);
const COLLECTING = new Set([
  'collect_set',
  'collect_list',
  'set',
  'list',
  'unique',
  'tuple',
  'implode',
  'frozenset',
]);

export const isSize = (name: string): boolean => SIZES.has(name);
export const isStatistic = (name: string): boolean => STATISTICS.has(name);

/** What a method makes of a frame, a column, groups or a window. */
export function statisticOf(m: Machine, self: Data, call: Call): Data {
  const { name, given } = call;
  if (self.window !== undefined) return windowed(m, self, call);
  const isAggregate = name === 'agg' || name === 'aggregate';
  if (self.keys !== undefined) return grouped(m, self, call);
  if (self.predictions.length > 0) return scoreOf(m, self.predictions, call, self);
  if (alongRows(given, self) || CHOOSING.has(name))
    return like(self, { taints: self.taints, name: undefined });
  if (self.scores.length > 0) return like(self);
  const isSize = SIZES.has(name) || COLLECTING.has(name);
  const taints =
    isAggregate && given.positional.length + given.named.size === 0
      ? NONE
      : isSize
        ? NONE
        : mark(m, self, name, call);
  const isHit =
    self.rows !== undefined &&
    (self.mask !== undefined || isMetric(m.purpose)) &&
    /^(mean|sum|avg)$/.test(name);
  const isHeld = isHit && /^(test|valid)$/.test(innerRole(self.rows!) ?? '');
  const summary = makeData({
    scores: isHeld ? [{ rows: self.rows!, place: call.place, depth: m.loops }] : [],
    isSummary: true,
    taints: union(self.taints, taints),
    name: self.name,
    isExpression: self.isExpression,
    isCount: SIZES.has(name) && self.isExpression,
  });
  if (self.columns !== undefined) {
    summary.columns = new Map([...self.columns].map(([column, marks]) => [column, union(marks, taints)]));
    summary.closed = self.closed;
  }
  if (isAggregate && given.positional[0] !== undefined) {
    for (const item of expressions(m, given.all()))
      summary.taints = union(summary.taints, bound(m, item.taints, self));
  }
  return summary;
}

/** `axis=1`: each row by itself. */
function alongRows(given: Call['given'], self: Data): boolean {
  if (self.isMatrix) return false;
  const axis = given.named.get('axis') ?? given.named.get('dim') ?? given.positional[0];
  if (axis?.kind !== 'constant') return false;
  if (axis.value === 'columns' || axis.value === 'index') return axis.value === 'columns';
  if (given.named.has('axis') || given.named.has('dim')) return axis.value === 1 || axis.value === -1;
  return (axis.value === 1 || axis.value === -1) && !self.isExpression;
}

/** `df.groupby('u').x.mean()`: a table by key. */
function grouped(m: Machine, self: Data, call: Call): Data {
  const { name, given, place } = call;
  if (CHOOSING.has(name))
    return like(self, { rows: self.rows && m.part(self.rows, `${name}:${m.words(call.node)}`) });
  const first = given.positional[0];
  const named = first?.kind === 'constant' && typeof first.value === 'string' ? first.value : undefined;
  const isCollected =
    (name === 'agg' || name === 'apply' || name === 'aggregate') &&
    ((first?.kind === 'library' && COLLECTING.has(first.path)) ||
      (named !== undefined && COLLECTING.has(named)));
  if (isCollected || COLLECTING.has(name)) return collected(m, self, call);
  const taints = mark(m, self, named ?? name, call);
  const result = makeData({
    isSummary: true,
    name: self.name,
    rows: m.root(place),
    taints: union(allTaints(self), taints),
  });
  if (self.rows !== undefined && self.keys?.some((key) => ordersTime(key)))
    result.rows!.timed = self.keys.find((key) => ordersTime(key));
  const made = aggregatedColumns(m, self, call, taints);
  if (made !== undefined) {
    result.columns = made;
    for (const key of self.keys ?? []) if (!made.has(key)) made.set(key, NONE);
    result.closed = true;
    result.taints = NONE;
    for (const marks of made.values()) result.taints = union(result.taints, marks);
  } else if (self.name !== undefined) {
    result.columns = new Map([
      ...(self.keys ?? []).map((key): [string, readonly Taint[]] => [key, NONE]),
      [self.name, result.taints],
    ]);
  }
  return result;
}

/** Sets of items by user: what may be drawn, or not. */
export function collected(m: Machine, self: Data, { place }: Call): Data {
  const pool = self.rows === undefined ? NONE : [m.taint('pool', self.rows, place, 'interactions')];
  return makeData({ isSummary: true, taints: union(self.taints, pool), name: self.name });
}

/** The columns that `agg(total=('x', 'sum'))`, `agg({'x': 'mean'})` and `agg(F.mean('x').alias('m'))` make. */
function aggregatedColumns(
  m: Machine,
  self: Data,
  { given, place }: Call,
  taints: readonly Taint[],
): Map<string, readonly Taint[]> | undefined {
  const made = new Map<string, readonly Taint[]>();
  for (const [name, value] of given.named) {
    if (/^(as_index|func|axis|engine)$/.test(name)) continue;
    const data = value.kind === 'data' ? value : undefined;
    const [source] = columnNames(value) ?? [];
    if (data !== undefined) made.set(name, bound(m, data.taints, self));
    else if (value.kind === 'sequence' && source !== undefined && ordersTime(source)) made.set(name, NONE);
    else made.set(name, union(taints, source === undefined ? NONE : taintsOfColumn(self, source)));
  }
  const [first] = given.positional;
  if (first?.kind === 'dictionary')
    for (const [name] of first.entries) made.set(name, ordersTime(name) ? NONE : taints);
  for (const item of expressions(m, given.positional)) {
    if (item.name === undefined) return undefined;
    const counts =
      item.isCount && self.rows !== undefined ? [m.taint('statistic', self.rows, place, 'the count')] : NONE;
    made.set(item.name, union(counts, bound(m, item.taints, self)));
  }
  if (self.name !== undefined && first?.kind === 'sequence') {
    for (const name of columnNames(first) ?? []) made.set(name, taints);
  }
  return made.size > 0 ? made : undefined;
}

/** Column expressions among arguments, in lists too. */
export function expressions(m: Machine, values: readonly Value[]): Data[] {
  return values.flatMap((value) => {
    if (value.kind === 'data') return value.isExpression ? [value] : [];
    if (value.kind === 'sequence')
      return expressions(m, value.rest === undefined ? value.items : [...value.items, value.rest]);
    return [];
  });
}

/** Marks of a column expression, now that its frame is known. */
export function bound(m: Machine, taints: readonly Taint[], frame: Data): readonly Taint[] {
  return taints.map((taint) => {
    if (taint.rows !== undefined || frame.rows === undefined) return taint;
    return m.taint(taint.kind, frame.rows, taint.place, taint.what, taint);
  });
}
