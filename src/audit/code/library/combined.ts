/** Values that come together: sums, products, arguments of a function that is not known, columns side by side. */
import type { Machine } from '../flow/machine.ts';
import { outerRole, type Rows } from '../flow/rows.ts';
import { NONE, type Taint, union } from '../flow/taints.ts';
import { allTaints, type Data, like, makeData } from '../flow/values.ts';
import type { Place } from '../syntax/nodes.ts';

/** One value of several; it has the rows of the first that has rows of its own. */
export function combined(m: Machine, all: readonly Data[], changes: Partial<Data> = {}): Data {
  const [first] = all;
  if (first === undefined) return makeData(changes);
  const source =
    all.find(({ rows, isIndex, isSummary }) => rows !== undefined && !isIndex && !isSummary) ??
    all.find(({ rows, isIndex }) => rows !== undefined && !isIndex) ??
    all.find(({ rows }) => rows !== undefined);
  let taints: readonly Taint[] = NONE;
  let predictions: Data['predictions'] = [];
  let scores: Data['scores'] = [];
  for (const data of all) {
    taints = union(taints, allTaints(data));
    if (data.predictions.length > 0) predictions = distinct(predictions, data.predictions);
    if (data.scores.length > 0) scores = distinct(scores, data.scores);
  }
  const names = new Set(
    all.flatMap(({ name, isSummary }) => (name === undefined || isSummary ? [] : [name])),
  );
  const [only] = names;
  return m.made(
    like(source ?? first, {
      taints,
      predictions,
      scores,
      columns: undefined,
      closed: false,
      features: source?.features,
      label: source?.label,
      name: names.size === 1 ? only : all.length === 1 ? first.name : undefined,
      origin: undefined,
      sources: [...new Set(all.flatMap(({ sources }) => sources))],
      isExpression: all.some(({ isExpression }) => isExpression),
      isSummary: all.every(({ isSummary }) => isSummary),
      isMatrix: all.some(({ isMatrix }) => isMatrix),
      isDrawn: all.some(({ isDrawn }) => isDrawn),
      lagged: all.every(({ lagged, isSummary }) => lagged || isSummary) && all.some(({ lagged }) => lagged),
      isIndex:
        all.every(({ isIndex, isSummary }) => isIndex || isSummary) && all.some(({ isIndex }) => isIndex),
    }),
  );
}

const distinct = <T>(a: readonly T[], b: readonly T[]): readonly T[] =>
  a.length + b.length > 60 ? a : [...new Set([...a, ...b])];

/** Rows of several data one below the other. */
export function stackedData(m: Machine, all: readonly Data[]): Data {
  const [first] = all;
  if (first === undefined) return makeData({});
  for (const data of all) if (data.rows !== undefined) m.facts.join(data);
  const rows = m.stack(all.flatMap(({ rows: each }) => each ?? []));
  const columns = new Map<string, readonly Taint[]>();
  let taints: readonly Taint[] = NONE;
  for (const data of all) {
    taints = union(taints, data.taints);
    for (const [name, marks] of data.columns ?? [])
      columns.set(name, union(columns.get(name) ?? NONE, marks));
  }
  const stack = like(first, {
    mask: first.mask,
    rows,
    taints,
    isSummary: all.every(({ isSummary }) => isSummary),
    closed: all.every(({ closed }) => closed),
  });
  stack.columns = columns.size > 0 ? columns : undefined;
  for (const data of all) if (data.rows === undefined && rows !== undefined) m.facts.join(data, rows);
  return m.made(stack);
}

/** `Q.T @ R[u]`: a product sums over what a user-item matrix holds. */
export function multiplied(m: Machine, all: readonly Data[], place: Place): Data {
  const product = combined(m, all);
  const matrices = all.filter(
    ({ isMatrix, rows, predictions }) => isMatrix && rows !== undefined && predictions.length === 0,
  );
  if (matrices.length === 0 || all.some(({ predictions }) => predictions.length > 0)) return product;
  const taints = matrices.flatMap(({ rows }) =>
    outerRole(rows!) !== undefined || knows(product, rows!)
      ? []
      : m.taint('statistic', rows, place, 'the product'),
  );
  const isTable = all.every(({ isMatrix, rows }) => isMatrix || rows === undefined);
  const result = like(product, { taints: union(product.taints, taints) });
  return isTable ? like(result, { rows: undefined, isSummary: true }) : m.made(result);
}

const knows = ({ taints }: Data, rows: Rows): boolean =>
  taints.some((taint) => taint.kind === 'statistic' && taint.rows === rows);
