/** Which rows are test rows, and what knows them. */
import type { Facts } from '../flow/facts.ts';
import { outerRole, overlap, type Rows, rootsOf } from '../flow/rows.ts';
import type { Taint } from '../flow/taints.ts';
import { type Place, startOf } from '../syntax/nodes.ts';

/** Rows that something is tested on: test rows that have training rows beside them, else validation rows. */
export function testRows(facts: Facts): TestRows {
  let known = tests.get(facts);
  if (known === undefined) {
    known = new Map();
    for (const rows of findTestRows(facts)) {
      for (const root of rows.roots) {
        const same = known.get(root);
        if (same === undefined) known.set(root, [rows]);
        else same.push(rows);
      }
    }
    tests.set(facts, known);
  }
  return known;
}

/** Test rows by where they come from. */
export type TestRows = ReadonlyMap<Rows, Rows[]>;
const tests = new WeakMap<Facts, Map<Rows, Rows[]>>();

/** Test rows that may be among the rows. */
export const testAmong = (all: TestRows, rows: Rows): Rows | undefined =>
  rows.roots.flatMap((root) => all.get(root) ?? []).find((test) => overlap(rows, test));

function findTestRows(facts: Facts): Rows[] {
  const roles = new Map(facts.rows.map((rows) => [rows, outerRole(rows)]));
  const rooted = (role: string): Set<Rows> =>
    new Set(facts.rows.filter((rows) => roles.get(rows) === role).flatMap(rootsOf));
  const [trained, tested] = [rooted('train'), rooted('test')];
  const known = new Set(
    [...facts.met.keys()].flatMap((taint) => (taint.kind === 'statistic' ? (taint.rows?.roots ?? []) : [])),
  );
  const hasTestRoot = [...tested].some((root) => root.role === 'test');
  const hasTrainRoot = [...trained].some((root) => root.role === 'train');
  return facts.rows.filter((rows) => {
    const role = roles.get(rows);
    if (role !== 'test' && role !== 'valid') return false;
    const roots = rootsOf(rows);
    if (
      role === 'valid' &&
      (roots.some((root) => tested.has(root)) ||
        (hasTestRoot && roots.every((root) => root.role !== undefined)))
    )
      return false;
    // Where nothing is called training rows, what is known of all rows stands for them.
    const isTaken = rows.isNamed && rows.isPart;
    return roots.some(
      (root) =>
        trained.has(root) || (root.role !== undefined && hasTrainRoot) || (isTaken && known.has(root)),
    );
  });
}

/** The test rows that a mark knows of, if it has come to rows that are trained or tested on. */
export function leakOf(taint: Taint, met: ReadonlySet<Rows>, tests: TestRows): Rows | undefined {
  const { rows } = taint;
  if (rows === undefined || isConfined(rows)) return undefined;
  const isOfTest = outerRole(rows) === 'test';
  for (const at of met) {
    const role = outerRole(at);
    if (role === undefined || (isOfTest && role === 'test' && !(taint.fitted && at === rows))) continue;
    const known = testAmong(tests, rows);
    if (known !== undefined) return known;
  }
  return undefined;
}

/** Whether all of the rows are for training or validating. */
export function isConfined(rows: Rows): boolean {
  const role = outerRole(rows);
  return role === 'train' || role === 'valid';
}

/** Whether the rows were put together of training and test rows. */
export function isStack(rows: Rows): boolean {
  for (
    let at: Rows | undefined = rows;
    at !== undefined;
    at = at.bases.length === 1 ? at.bases[0] : undefined
  ) {
    if (at.bases.length > 1) {
      const roles = at.bases.map(outerRole);
      return new Set(roles.filter((role) => role !== undefined)).size > 1;
    }
  }
  return false;
}

/** Statistics that know test rows and have come to rows that are trained or tested on. */
export function leakingStatistics(facts: Facts): readonly Taint[] {
  const known = leaking.get(facts);
  if (known !== undefined) return known;
  const tests = testRows(facts);
  const found = [...facts.met].flatMap(([taint, rows]) =>
    taint.kind === 'statistic' && leakOf(taint, rows, tests) !== undefined ? taint : [],
  );
  leaking.set(facts, found);
  return found;
}

/** Where a statistic goes wrong: at its line, or at the call that gave its line these rows, where other calls give it rows that are right. */
export function placeOf(facts: Facts, { kind, place, rows, callers }: Taint): Place {
  if (callers.length === 0) return place;
  const wrong = leakingStatistics(facts);
  for (const other of facts.met.keys()) {
    if (other.kind !== kind || other.rows === rows || startOf(other.place) !== startOf(place)) continue;
    const at = callers.findIndex((caller, i) => startOf(caller) !== startOf(other.callers[i] ?? place));
    if (at >= 0 && !wrong.includes(other) && outerRole(other.rows!) !== 'test') return callers[at]!;
  }
  return place;
}

const leaking = new WeakMap<Facts, readonly Taint[]>();

/** The call that fits a model of the file, where a statistic was made by it: then it is the fit that leaks. */
export function modelFitOf(facts: Facts, { callers }: Taint): { place: Place; name: string } | undefined {
  return callers.map((place) => facts.modelFits.get(startOf(place))).find((fit) => fit !== undefined);
}
