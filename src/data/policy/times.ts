/** What is refused and warned of times: those that are missing or stand for none, and those that can be read in several ways. */
import { Failure, type Warning } from '../../common/failure.ts';
import { describeTimeKind, UNIX_UNITS, type UnixUnit } from '../moment.ts';
import { type ColumnAt, type FoundLine, type Held, number, placeOf, rowsHave } from './words.ts';

/**
 * Rows without a time, or with a mark in its place.
 * @param counts `empty`: of nothing, `marks`: of what stands for none, at least one of both
 * @param shown the marks, quoted and joined
 */
export function missingTime(
  column: ColumnAt,
  { empty, marks }: { empty: number; marks: number },
  shown: string,
  at?: FoundLine,
): Failure {
  const stand = marks === 1 ? 'stands' : 'stand';
  const detail =
    marks === 0
      ? ''
      : empty === 0
        ? ` (${shown} ${stand} for none)`
        : ` (${number(empty)} empty, ${number(marks)} where ${shown} ${stand} for none)`;
  const message = `${rowsHave(empty + marks)} no time in \`${column.name}\` of ${column.file}${detail}${shownLine(at, empty + marks)}: remove or fill them.`;
  return new Failure('data', 'missing-time', message, placeOf(column));
}

export function infiniteTime(column: ColumnAt, count: number): Failure {
  const message = `${rowsHave(count)} an infinite time in \`${column.name}\` of ${column.file}: correct them.`;
  return new Failure('data', 'infinite-time', message, placeOf(column));
}

/** Times too far away to be counted in µs. */
export function timeRange(column: ColumnAt, count: number): Failure {
  const message = `${rowsHave(count)} a time in \`${column.name}\` beyond the year 2255: correct it.`;
  return new Failure('data', 'time-range', message, placeOf(column));
}

export function timeType(column: ColumnAt, { words, type }: Held): Failure {
  const message = `\`${column.name}\` in ${column.file} holds ${words} (${type}): a time is a timestamp, a date, ISO 8601 text or a unix time.`;
  return new Failure('data', 'bad-time', message, placeOf(column));
}

/** Texts that the way of writing of most others does not fit. @param shown some of them, quoted and joined */
export function unreadableTime(column: ColumnAt, count: number, shown: string, at?: FoundLine): Failure {
  const message = `${rowsHave(count)} no readable time in \`${column.name}\` of ${column.file} (${shown})${shownLine(at, count)}: write ISO 8601, such as 2026-10-24T06:00:00Z.`;
  return new Failure('data', 'bad-time', message, placeOf(column));
}

/** @param shown some of them, quoted and joined */
export function dayOrMonthFirst(column: ColumnAt, shown: string): Failure {
  const message = `\`${column.name}\` in ${column.file} holds dates (${shown}) of which no one says whether day or month stands first: write ISO 8601, such as 2026-10-24.`;
  return new Failure('data', 'ambiguous-dates', message, placeOf(column));
}

/** Numbers beside dates as digits. @param form such as YYYYMMDD @param shown some of them, joined */
export function numbersBesideDates(column: ColumnAt, form: string, count: number, shown: string): Failure {
  const others = `${rowsHave(count)} another number (${shown}): correct or remove them.`;
  const message = `\`${column.name}\` in ${column.file} holds dates written as ${form}, but ${others}`;
  return new Failure('data', 'bad-time', message, placeOf(column));
}

/** Dates as digits that fit several forms. */
export function severalForms(column: ColumnAt, forms: readonly string[], shown: string): Failure {
  const message = `\`${column.name}\` in ${column.file} holds dates written as numbers (${shown}) that may be ${forms.join(' or ')}: ${writeAsIso(forms[0] ?? '')}`;
  return new Failure('data', 'ambiguous-dates', message, placeOf(column));
}

/** Dates as digits in a form that is not read. */
export function unreadForm(column: ColumnAt, form: string, shown: string): Failure {
  const message = `\`${column.name}\` in ${column.file} holds dates written as ${form} (${shown}): ${writeAsIso(form)}`;
  return new Failure('data', 'compact-dates', message, placeOf(column));
}

function writeAsIso(form: string): string {
  return `write them as ${form.includes('HH') ? '2026-10-24T06:00:00' : '2026-10-24'}.`;
}

/**
 * The unit of unix times, which must fit all of them: seconds where there are none.
 * @param counts how many are of the size of each of `UNIX_UNITS`
 * @throws Failure `mixed-time-units`
 */
export function oneUnit(column: ColumnAt, counts: readonly number[]): UnixUnit {
  const used = UNIX_UNITS.map((unit, i) => ({ unit, count: counts[i] as number })).filter(
    ({ count }) => count > 0,
  );
  if (used.length > 1) {
    const parts = used.map(({ unit, count }) => `${number(count)} like ${describeTimeKind(unit)}`);
    const message = `\`${column.name}\` in ${column.file} mixes units: ${parts.join(', ')}. Write one unit.`;
    throw new Failure('data', 'mixed-time-units', message, placeOf(column));
  }
  return used[0]?.unit ?? 's';
}

/** Small numbers are times of a clock of their own, or something that is not known here to be a time. */
export function ownClock(
  { name, file }: ColumnAt,
  { least, most }: { least: number; most: number },
  unit: UnixUnit,
): Warning {
  const message = `The times in \`${name}\` of ${file} run from ${number(least)} to ${number(most)}: they are read as ${describeTimeKind(unit)}, which all lie before 1973-03-03, and so on a clock of their own.`;
  return { code: 'own-clock', message };
}

/** ", in line 7" for one row, ", the first in line 7" for several; nothing where no line can be told. */
function shownLine(at: FoundLine | undefined, count: number): string {
  return at === undefined ? '' : `, ${count === 1 ? 'in' : 'the first in'} ${at.shown}`;
}
