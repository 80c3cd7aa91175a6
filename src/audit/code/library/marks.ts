/** The marks that statistics leave. */
import type { Call, Machine } from '../flow/machine.ts';
import { isId, ordersTime } from '../flow/names.ts';
import { isWithin } from '../flow/rows.ts';
import { NONE, type Taint } from '../flow/taints.ts';
import type { Data } from '../flow/values.ts';

/** The mark of a statistic, unless it says nothing about values: sizes of ids, moments. */
export function mark(m: Machine, self: Data, name: string, call: Call): readonly Taint[] {
  if (self.rows === undefined && !self.isExpression) return NONE;
  if (self.isIndex || self.mask !== undefined || self.label !== undefined) return NONE;
  const column = self.name;
  const isCount = self.keys !== undefined && /^(count|size|nunique|n_unique)$/.test(name);
  if (column !== undefined && !isCount && (ordersTime(column) || isTimeOf(self, column))) return NONE;
  if (column !== undefined && /^a?(min|max)$/.test(name) && isId(column)) return NONE;
  if (isDerived(self)) return NONE;
  const what = column === undefined ? `the ${wordOf(name)}` : `the ${wordOf(name)} of \`${column}\``;
  return [m.taint('statistic', self.rows, call.place, what, { column })];
}

/** What already knows all of the rows learns nothing more of them. */
const isDerived = ({ rows, taints }: Data): boolean =>
  rows !== undefined &&
  taints.some(
    (taint) =>
      taint.kind === 'statistic' && !taint.fitted && taint.rows !== undefined && isWithin(rows, taint.rows),
  );

const isTimeOf = (self: Data, column: string): boolean => self.rows?.timed === column;

const wordOf = (name: string): string =>
  ({
    std: 'standard deviation',
    var: 'variance',
    min: 'minimum',
    max: 'maximum',
    agg: 'aggregate',
    value_counts: 'count',
  })[name] ?? name.replaceAll('_', ' ');
