/**
 * Moments: units of time columns, the dates of a spec, and times for people. Inside the core every time is a whole number
 * of µs since 1970 (UTC) in a double, which is exact until the year 2255.
 */
import { Failure } from '../common/failure.ts';
import { isNumeric, momentMicroseconds } from '../specfile/moments.ts';
import { type DateForm, formMicros, isDateForm } from './date-forms.ts';

export type UnixUnit = 's' | 'ms' | 'µs' | 'ns';
/** Texts other than ISO 8601, as the report names them. */
export type TextForm =
  | 'text as year/month/day'
  | 'text as day/month/year'
  | 'text as month/day/year'
  | 'text with names of months'
  | 'text as YYYYMMDD and a time'
  | 'text as YYMMDD and a time';
/** How a time column is read; `text` is ISO 8601. */
export type TimeKind =
  | UnixUnit
  | 'timestamp'
  | 'timestamp with time zone'
  | 'date'
  | 'text'
  | TextForm
  | DateForm;

/** How the times of a column are read, and what one of them names. */
export interface TimeReading {
  kind: TimeKind;
  /** µs that each time stands for: a day where the column holds dates, an hour where it holds hours; 0 for moments. */
  grain: number;
}

export const UNIX_UNITS: readonly UnixUnit[] = ['s', 'ms', 'µs', 'ns'];

/**
 * Least magnitude of each unit. Every unit thus covers 1970-04-26 to 2286 (seconds start at 0), and no number fits two.
 */
export const LEAST_MAGNITUDE: Record<UnixUnit, number> = { s: 0, ms: 1e10, µs: 1e13, ns: 1e16 };

/** A day and an hour, µs. */
export const DAY_MICROS = 86_400e6;
export const HOUR_MICROS = 3600e6;

/** Largest time, µs: beyond it a double no longer holds every whole number. */
export const MAX_MICROS = Number.MAX_SAFE_INTEGER;

const UNIT_NAMES: Record<UnixUnit, string> = {
  s: 'seconds',
  ms: 'milliseconds',
  µs: 'microseconds',
  ns: 'nanoseconds',
};
const MICROS: Record<UnixUnit, number> = { s: 1e6, ms: 1e3, µs: 1, ns: 1e-3 };

export function isUnixUnit(kind: TimeKind): kind is UnixUnit {
  return kind in MICROS;
}

/** "unix seconds", "timestamp", "date", "ISO 8601 text", "dates written as YYMMDDHH". */
export function describeTimeKind(kind: TimeKind): string {
  if (kind === 'text') return 'ISO 8601 text';
  if (isDateForm(kind)) return `dates written as ${kind}`;
  return isUnixUnit(kind) ? `unix ${UNIT_NAMES[kind]}` : kind;
}

/** ISO 8601 in UTC: `1997-09-20T03:05:10Z`, with a fraction only where there is one. */
export function isoTime(micros: number): string {
  const milliseconds = Math.floor(micros / 1000);
  const rest = micros - milliseconds * 1000;
  const [whole, fraction] = new Date(milliseconds).toISOString().slice(0, -1).split('.') as [string, string];
  const digits = `${fraction}${String(rest).padStart(3, '0')}`.replace(/0+$/, '');
  return digits === '' ? `${whole}Z` : `${whole}.${digits}Z`;
}

/**
 * A moment of the spec in µs. Text is a date or timestamp, UTC unless it says otherwise; a number is in the unit of the
 * time column, or a date in the column's own way of writing.
 * @throws Failure `usage`
 */
export function parseMoment(value: string | number, kind: TimeKind, specPath: readonly string[]): number {
  const written = String(value);
  const wrong = (message: string) =>
    new Failure('usage', 'bad-moment', `${specPath.join('.')}: ${message}`, { specPath });
  if (!isNumeric(written)) {
    const micros = momentMicroseconds(written);
    if (micros !== undefined) return micros;
    throw wrong(`\`${value}\` is not a date; write 2026-10-24 or 2026-10-24T06:00:00Z.`);
  }
  if (isUnixUnit(kind)) return Math.round(Number(written) * MICROS[kind]);
  const micros = isDateForm(kind) ? formMicros(kind, written) : undefined;
  if (micros !== undefined) return micros;
  throw wrong(
    `the time column holds ${describeTimeKind(kind)}${isDateForm(kind) ? '' : ' values'}, so ${value} needs to be a date such as 2026-10-24.`,
  );
}
