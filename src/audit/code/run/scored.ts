/** Scores that functions of the file compute: of predictions they are given, or by a name that says so. */
import type { Given, Machine } from '../flow/machine.ts';
import { roleIn } from '../flow/names.ts';
import { innerRole, outerRole } from '../flow/rows.ts';
import { type Data, type Estimator, type FunctionValue, like, makeData, type Value } from '../flow/values.ts';
import { isMetric } from '../library/scores.ts';
import type { Place } from '../syntax/nodes.ts';

/**
 * The result of a call, with what is known of it as a score. The rows decide where it stands: a function that is given them is called where
 * they are chosen, one that reaches for them itself stands where it does.
 */
export function scoredByCall(
  m: Machine,
  callee: FunctionValue,
  given: Given,
  place: Place,
  result: Value,
): Value {
  const all = given.all().flatMap((value) => dataIn(m, value));
  if (result.kind === 'data' && result.scores.length > 0) {
    const scores = result.scores.map((score) =>
      all.some(({ rows, scores: before }) => rows === score.rows && !before.includes(score))
        ? { ...score, place }
        : score,
    );
    return like(result, { scores, name: result.name, mask: result.mask });
  }
  const isNumber =
    result.kind === 'constant'
      ? result.value !== null
      : result.kind === 'data' && (result.isSummary || result.rows === undefined);
  if (!isNumber || !isMetric(callee.name)) return result;
  const rows = all.map((data) => data.rows!);
  const on =
    rows.find((each) => innerRole(each) === 'test') ??
    rows.find((each) => innerRole(each) === 'valid') ??
    rows[0];
  if (on === undefined) return result;
  for (const by of given.all().flatMap(estimatorIn)) {
    m.facts.evaluate({ by, fits: by.fits, rows: on, place, named: roleIn(m.purpose) });
  }
  const learned = given.all().flatMap((value) => (value.kind === 'function' ? [] : (m.asData(value) ?? [])));
  for (const by of learned.flatMap(fittedIn)) {
    m.facts.evaluate({ by, fits: by.fits, rows: on, place, named: roleIn(m.purpose) });
  }
  const scores = [{ rows: on, place, depth: m.loops }];
  return result.kind === 'data' ? like(result, { scores }) : makeData({ scores, isSummary: true });
}

const dataIn = (m: Machine, value: Value): Data[] => {
  const data = value.kind === 'function' || value.kind === 'object' ? undefined : m.asData(value);
  return data?.rows === undefined || data.isSummary ? [] : [data];
};

/** What fitted objects and statistics have left in data, as if they were models. */
function fittedIn({ taints }: Data): Estimator[] {
  return taints
    .filter(({ kind, rows }) => kind === 'statistic' && rows !== undefined && outerRole(rows) === 'train')
    .map(({ rows, place, what, callers }) => ({
      kind: 'estimator',
      name: what.replaceAll('`', ''),
      library: '',
      options: new Map(),
      positional: [],
      fits: [{ rows, place, callers, data: undefined }],
      taints: [],
      place,
    }));
}

function estimatorIn(value: Value): Estimator[] {
  if (value.kind === 'estimator') return [value];
  return value.kind === 'object' ? [value.estimator] : [];
}
