/**
 * Which column is what, from names, types and statistics. A role is decided only where the evidence is clear; else the
 * candidates are listed for the user, who knows his data. Every choice carries its reason.
 */
import type { ColumnProfile, DataProfile } from '../data/profile.ts';
import { count, percent } from '../report/format.ts';
import { isCode, isOutcome, nameRank, type Role } from '../spec/column-names.ts';
import { doubleQuoted } from '../spec/expression.ts';
import { splitByFiles } from './split-files.ts';

export interface Choice {
  /** The value of the key: a column, or an expression; absent where nothing is clear. */
  value?: string | undefined;
  why: string;
  /** Columns that the user may choose instead. */
  candidates: string[];
}

export interface ChosenFeature {
  name: string;
  type: 'categorical' | 'numeric';
  why: string;
}

export interface Inferred {
  user: Choice;
  item: Choice;
  label: Choice;
  time: Choice;
  group?: Choice | undefined;
  split?: { column: string; train: string; validate?: string | undefined; evaluate: string } | undefined;
  features: ChosenFeature[];
  /** Columns left out, each with the reason. */
  left: { name: string; why: string }[];
}

const UNIX_2286 = 1e10;
/** 1990: smaller numbers are counters, not times. */
const UNIX_1990 = 631_152_000;
/** Integers with more values than this are amounts, unless their name says code. */
const MANY_CODES = 1000;
/** A column that has another value on nearly every row tells rows apart, not kinds of them. */
const NEARLY_UNIQUE = 0.5;

const ROLES: readonly Role[] = ['user', 'item', 'time', 'label', 'rating', 'group', 'split'];

export function infer(profile: DataProfile): Inferred {
  const { columns, rows } = profile;
  const used = new Set<string>();
  const take = (choice: Choice, column = choice.value): Choice => {
    if (choice.value !== undefined && column !== undefined) used.add(column);
    return choice;
  };
  const user = take(chooseId('user', columns, rows, used));
  const item = take(chooseId('item', columns, rows, used));
  const time = take(chooseTime(columns, used));
  const { choice: label, column: labelColumn } = chooseLabel(columns, used);
  take(label, labelColumn);
  const group = chooseGroup(columns, rows, used);
  if (group !== undefined) take(group);
  const names = columns.map(({ name }) => name);
  const paths = profile.files.map(({ path }) => path);
  // With times a split of one's own is a choice: a cut in time shows what the future gives away.
  const split =
    chooseSplit(columns, used) ?? (time.value === undefined ? splitByFiles(paths, names) : undefined);
  if (split !== undefined) used.add(split.column);
  const features: ChosenFeature[] = [];
  const left: Inferred['left'] = [];
  for (const column of columns) {
    if (used.has(column.name)) continue;
    const found = featureOf(column, rows);
    if ('type' in found) features.push(found);
    else left.push(found);
  }
  return { user, item, label, time, group, split, features, left };
}

/** Columns that fit a role by name, the best first. */
function byName(columns: readonly ColumnProfile[], role: Role): ColumnProfile[] {
  return columns
    .flatMap((column) => {
      const rank = nameRank(column.name, role);
      return rank === undefined ? [] : [{ column, rank }];
    })
    .sort((a, b) => a.rank - b.rank)
    .map(({ column }) => column);
}

function chooseId(
  role: 'user' | 'item',
  columns: readonly ColumnProfile[],
  rows: number,
  used: ReadonlySet<string>,
): Choice {
  const fits = (c: ColumnProfile) =>
    ['integer', 'text'].includes(c.family) && c.distinct > 1 && !used.has(c.name);
  const [best, ...others] = byName(columns.filter(fits), role);
  if (best !== undefined) {
    const repeated = best.distinct === rows ? '; no id repeats, which is odd' : '';
    return {
      value: best.name,
      why: `its name; ${count(best.distinct)} ids on ${count(rows)} rows${repeated}`,
      candidates: others.map(({ name }) => name),
    };
  }
  const candidates = columns.filter(
    (c) => fits(c) && c.distinct < rows && ROLES.every((other) => nameRank(c.name, other) === undefined),
  );
  candidates.sort((a, b) => b.distinct - a.distinct);
  return {
    why: `no column is named like ${role === 'user' ? 'a' : 'an'} ${role} id`,
    candidates: shown(candidates),
  };
}

function chooseTime(columns: readonly ColumnProfile[], used: ReadonlySet<string>): Choice {
  const times = columns.filter((c) => !used.has(c.name) && timeKind(c) !== undefined);
  const typed = times.filter(({ family }) => family === 'timestamp');
  const best = byName(times, 'time')[0] ?? (typed.length === 1 ? typed[0] : undefined);
  if (best === undefined) return { why: 'no column holds times', candidates: shown(times) };
  return {
    value: best.name,
    why: `${timeKind(best)}, ${best.min} to ${best.max}`,
    candidates: times.filter((c) => c !== best).map(({ name }) => name),
  };
}

/** How a column may be read as time, by type and range. Plain integers need the name of a time besides. */
function timeKind(column: ColumnProfile): string | undefined {
  const { family, min, max, isoShare } = column;
  if (family === 'timestamp' || family === 'date') return family;
  if (family === 'text') return isoShare === 1 ? 'ISO 8601 text' : undefined;
  if (!['integer', 'float', 'decimal'].includes(family) || nameRank(column.name, 'time') === undefined)
    return undefined;
  for (const [unit, scale] of [
    ['seconds', 1],
    ['milliseconds', 1e3],
    ['microseconds', 1e6],
    ['nanoseconds', 1e9],
  ] as const) {
    if (Number(min) >= UNIX_1990 * scale && Number(max) < UNIX_2286 * scale) return `unix ${unit}`;
  }
  return undefined;
}

function chooseLabel(
  columns: readonly ColumnProfile[],
  used: ReadonlySet<string>,
): { choice: Choice; column?: string } {
  const free = columns.filter(({ name, nulls }) => !used.has(name) && nulls === 0);
  const binary = free.filter(isBinary);
  const named = byName(binary, 'label')[0];
  const only =
    binary.length === 1 && byName(free.filter(isRating), 'rating').length === 0 ? binary[0] : undefined;
  const best = named ?? only;
  if (best !== undefined) {
    const positive = best.values?.find(({ value }) => isOne(value))?.share ?? 0;
    return {
      choice: {
        value: best.name,
        why: `${named === undefined ? 'the only column of 0 and 1' : 'its name, and holds 0 and 1'}; ${percent(positive)} positive`,
        candidates: binary
          .filter((c) => c !== best && (nameRank(c.name, 'label') !== undefined || isOutcome(c.name)))
          .map(({ name }) => name),
      },
      column: best.name,
    };
  }
  const rating = byName(free.filter(isRating), 'rating')[0];
  if (rating === undefined) {
    const [constant] = byName(
      columns.filter(({ name, distinct }) => !used.has(name) && distinct === 1),
      'label',
    );
    const why =
      constant === undefined
        ? 'no column of 0 and 1 is named like a label'
        : `\`${constant.name}\` is always ${constant.examples[0]}, and a label has positives and negatives`;
    return { choice: { why, candidates: shown(binary) } };
  }
  const threshold = ratingThreshold(rating);
  const plain = /^[A-Za-z_]\w*$/.test(rating.name);
  return {
    choice: {
      value: `${plain ? rating.name : doubleQuoted(rating.name)} >= ${threshold}`,
      why: `ratings from ${rating.min} to ${rating.max}, median ${rating.median}: what counts as liked is yours to say`,
      candidates: [],
    },
    column: rating.name,
  };
}

function isOne(value: string): boolean {
  return value === 'true' || Number(value) === 1;
}

function isBinary({ family, distinct, values = [] }: ColumnProfile): boolean {
  if (distinct !== 2) return false;
  if (family === 'boolean') return true;
  return values.every(({ value }) => Number(value) === 0 || Number(value) === 1) && family !== 'text';
}

function isRating({ family, distinct }: ColumnProfile): boolean {
  return ['integer', 'float', 'decimal'].includes(family) && distinct > 2;
}

/** Four fifths of the scale, as 4 of 5 and 8 of 10; the median where the scale is open. */
function ratingThreshold({ min, max, median }: ColumnProfile): number {
  const top = Number(max);
  return Number(min) >= 0 && top <= 100 ? Math.round(top * 0.8 * 2) / 2 : (median ?? top);
}

function chooseGroup(
  columns: readonly ColumnProfile[],
  rows: number,
  used: ReadonlySet<string>,
): Choice | undefined {
  const fits = columns.filter(
    (c) =>
      ['integer', 'text'].includes(c.family) &&
      !used.has(c.name) &&
      c.nulls === 0 &&
      c.distinct > 1 &&
      c.distinct < rows,
  );
  const best = byName(fits, 'group')[0];
  if (best === undefined) return undefined;
  const size = (rows / best.distinct).toFixed(1);
  return {
    value: best.name,
    why: `its name; ${count(best.distinct)} lists of ${size} rows on average`,
    candidates: [],
  };
}

function chooseSplit(columns: readonly ColumnProfile[], used: ReadonlySet<string>): Inferred['split'] {
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

/** What a column gives the base, or why it is left out. Also for the columns of item and user tables. */
export function featureOf(
  column: ColumnProfile,
  rows: number,
): ChosenFeature | { name: string; why: string } {
  const { name, family, distinct, nulls } = column;
  const leave = (why: string) => ({ name, why });
  if (family === 'list' || family === 'other')
    return leave('a list or structure; features are single values');
  if (family === 'timestamp' || family === 'date' || timeKind(column) !== undefined)
    return leave('another time');
  if (distinct <= 1) return leave(distinct === 0 ? 'it is empty' : `it is always ${column.examples[0]}`);
  if (isOutcome(name)) return leave('it may be known only after the impression, and would leak the label');
  const missing = nulls > 0 ? `, ${percent(nulls)} missing` : '';
  const real = (family === 'float' || family === 'decimal') && !isCode(name);
  if (!real && distinct > rows * NEARLY_UNIQUE)
    return leave(`${count(distinct)} values on ${count(rows)} rows: nearly one each`);
  if (real || (family === 'integer' && distinct > MANY_CODES && !isCode(name)))
    return { name, type: 'numeric', why: `${column.min} to ${column.max}${missing}` };
  return { name, type: 'categorical', why: `${count(distinct)} values${missing}` };
}

/** The likeliest first; a wide table has too many to read. */
function shown(columns: readonly ColumnProfile[]): string[] {
  return columns.slice(0, 8).map(({ name }) => name);
}
