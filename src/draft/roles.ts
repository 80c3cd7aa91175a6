/** Users, items, times, lists and ready-made splits: which column each of them is, by its name and what it holds. */

import { count } from '../common/format.ts';
import { DAY_MICROS } from '../data/moment.ts';
import type { ColumnProfile } from '../data/profile.ts';
import type { TimeFact } from '../data/time-facts.ts';
import { nameRank, type Role, snake } from '../specfile/names/column-names.ts';
import { isOutcome } from '../specfile/names/outcome-names.ts';
import { isWhole } from './column-kind.ts';
import type { Choice } from './inferred.ts';
import type { ReadySplit } from './split-files.ts';

const ROLES: readonly Role[] = ['user', 'item', 'time', 'label', 'rating', 'group', 'split'];
/** Alone these may name a kind (`device: mobile`); with `id`, or with many values, they name users and items. */
const KINDS = new Set('device profile client cookie app content goods game'.split(' '));
const FEW_IDS = 20;
/** A column with so few values, or lists of so many rows, does not name lists. */
const LONG_LIST = 1000;
/** Names of a row's day; others, such as `release_date`, may be an item's. */
const DAY = /^((event|log|action|row|record|request|visit|impression)_)?(day|ds|ymd)$/;
/** Bare names that may be text to rank by: a list only with `id`. */
const TEXTS = new Set(['query', 'search', 'list']);

/** Columns that fit a role by name, the best first. */
export function byName(columns: readonly ColumnProfile[], role: Role): ColumnProfile[] {
  return columns
    .flatMap((column) => {
      const rank = nameRank(column.name, role);
      return rank === undefined ? [] : [{ column, rank }];
    })
    .sort((a, b) => a.rank - b.rank)
    .map(({ column }) => column);
}

/** The likeliest first; a wide table has too many to read. */
export function shown(columns: readonly ColumnProfile[]): string[] {
  return columns.slice(0, 8).map(({ name }) => name);
}

/** As a key is read: whole numbers of any type, or text. */
function isId(column: ColumnProfile): boolean {
  return isWhole(column) || column.family === 'text';
}

export function chooseId(
  role: 'user' | 'item',
  columns: readonly ColumnProfile[],
  rows: number,
  used: ReadonlySet<string>,
): Choice {
  const fits = (c: ColumnProfile) => isId(c) && c.distinct > 1 && !used.has(c.name);
  const named = (c: ColumnProfile) => fits(c) && !(KINDS.has(snake(c.name)) && c.distinct < FEW_IDS);
  const [best, ...others] = byName(columns.filter(named), role);
  if (best !== undefined) {
    const repeated = best.distinct === rows ? '; no id repeats, which is odd' : '';
    const none = Math.round(best.nulls * rows);
    const missing = none === 0 ? '' : `; ${count(none)} rows have none: remove them, or evaluate stops`;
    return {
      value: best.name,
      why: `its name; ${count(best.distinct)} ids on ${count(rows)} rows${repeated}${missing}`,
      candidates: others.map(({ name }) => name),
    };
  }
  const candidates = columns.filter(
    (c) =>
      fits(c) &&
      c.distinct < rows &&
      !isOutcome(c.name) &&
      ROLES.every((other) => nameRank(c.name, other) === undefined),
  );
  candidates.sort((a, b) => b.distinct - a.distinct);
  return {
    why: `no column is named like ${role === 'user' ? 'a' : 'an'} ${role} id`,
    candidates: shown(candidates),
  };
}

/**
 * The column that tells times finest, of these the likeliest name; without a name of one, the only one that is finer than days, or the only day. When a click or a
 * purchase happened is an outcome: it is the row's time only where there is no other.
 */
export function chooseTime(
  columns: readonly ColumnProfile[],
  used: ReadonlySet<string>,
  times: ReadonlyMap<string, TimeFact>,
): Choice {
  const free = columns.filter(({ name }) => !used.has(name) && times.has(name));
  const factOf = ({ name }: ColumnProfile) => times.get(name)!;
  const read = free.filter((column) => factOf(column).refused === undefined);
  const before = read.filter(({ name }) => !isOutcome(name));
  const fit = before.length > 0 ? before : read;
  const named = byName(fit, 'time').sort((a, b) => coarseness(factOf(a)) - coarseness(factOf(b)));
  const fine = fit.filter((column) => factOf(column).grain < DAY_MICROS);
  const days = fit.filter(({ name }) => DAY.test(snake(name)));
  const best = named[0] ?? [fine, days].find(({ length }) => length === 1)?.[0];
  if (best === undefined) {
    const [refused] = byName(free, 'time');
    const why =
      (refused && factOf(refused).refused) ??
      (fit.length > 0 ? 'no column is named like the time of a row' : 'no column holds times');
    return { why: why.replace(/\.$/, ''), candidates: shown(fit) };
  }
  const { kind, ownClock } = factOf(best);
  const clock = ownClock ? `${kind} on a clock of their own` : kind;
  return {
    value: best.name,
    why: `${clock}, ${best.min} to ${best.max}`,
    candidates: fit.filter((c) => c !== best).map(({ name }) => name),
  };
}

function coarseness({ grain, ownClock }: TimeFact): number {
  return ownClock ? Number.POSITIVE_INFINITY : grain;
}

/** Whether the column's name says that it tells lists, requests or sessions apart. */
export function isListId(name: string): boolean {
  return nameRank(name, 'group') !== undefined && !TEXTS.has(snake(name));
}

/** The likeliest column of lists; the others are its candidates. Whether they hold both labels is for their rows to say. */
export function chooseGroups(
  columns: readonly ColumnProfile[],
  rows: number,
  used: ReadonlySet<string>,
): Choice | undefined {
  const fits = columns.filter(
    (c) =>
      isId(c) &&
      !used.has(c.name) &&
      c.nulls === 0 &&
      c.distinct > 1 &&
      c.distinct < rows &&
      rows / c.distinct <= LONG_LIST,
  );
  const [best, ...others] = byName(fits, 'group');
  if (best === undefined) return undefined;
  const size = (rows / best.distinct).toFixed(1);
  return {
    value: best.name,
    why: `its name; ${count(best.distinct)} lists of ${size} rows on average`,
    candidates: others.map(({ name }) => name),
  };
}

export function chooseSplit(
  columns: readonly ColumnProfile[],
  used: ReadonlySet<string>,
): ReadySplit | undefined {
  for (const column of byName(columns, 'split')) {
    if (used.has(column.name)) continue;
    const find = (pattern: RegExp) => column.values?.find(({ value }) => pattern.test(value))?.value;
    const train = find(/^(train|training|tr)$/i);
    const evaluate = find(/^(test|testing|te|evaluate|eval)$/i);
    const validate = find(/^(valid|validate|validation|val|dev)$/i);
    if (train !== undefined && evaluate !== undefined)
      return { column: column.name, train, validate, evaluate };
  }
  return undefined;
}
