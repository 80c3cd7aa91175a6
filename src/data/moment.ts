/**
 * Moments: units of time columns, the dates of a spec, and times for people. Inside the core every time is a whole number
 * of µs since 1970 (UTC) in a double, which is exact until the year 2255.
 */
import { Failure } from '../report/failure.ts';

export type UnixUnit = 's' | 'ms' | 'µs' | 'ns';
/** How a time column is read; `text` is ISO 8601. */
export type TimeKind = UnixUnit | 'timestamp' | 'timestamp with time zone' | 'date' | 'text';

export const UNIX_UNITS: readonly UnixUnit[] = ['s', 'ms', 'µs', 'ns'];

/**
 * Least magnitude of each unit. Every unit thus covers 1970-04-26 to 2286 (seconds start at 0), and no number fits two.
 */
export const LEAST_MAGNITUDE: Record<UnixUnit, number> = { s: 0, ms: 1e10, µs: 1e13, ns: 1e16 };

/** A day, µs. */
export const DAY_MICROS = 86_400e6;

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

/** "unix seconds", "timestamp", "date", "ISO 8601 text". */
export function describeTimeKind(kind: TimeKind): string {
  if (kind === 'text') return 'ISO 8601 text';
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

const ISO =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*(Z|[+-]\d{2}(?::?\d{2})?)?)?$/i;

/**
 * A moment of the spec in µs. Text is a date or timestamp, UTC unless it says otherwise; a number is in the unit of the
 * time column.
 * @throws Failure `usage`
 */
export function parseMoment(value: string | number, kind: TimeKind, specPath: readonly string[]): number {
  const number = typeof value === 'number' ? value : /^\d+(\.\d+)?$/.test(value) ? Number(value) : undefined;
  if (number !== undefined) {
    if (isUnixUnit(kind)) return Math.round(number * MICROS[kind]);
    throw new Failure(
      'usage',
      'bad-moment',
      `${specPath.join('.')}: the time column holds ${describeTimeKind(kind)} values, so ${value} needs to be a date such as 2026-10-24.`,
      { specPath },
    );
  }
  const micros = isoMicros(String(value));
  if (micros !== undefined) return micros;
  throw new Failure(
    'usage',
    'bad-moment',
    `${specPath.join('.')}: \`${value}\` is no date; write 2026-10-24 or 2026-10-24T06:00:00Z.`,
    { specPath },
  );
}

function isoMicros(text: string): number | undefined {
  const match = ISO.exec(text.trim());
  if (match === null) return undefined;
  const [, year, month, day, hour = '00', minute = '00', second = '00', fraction = '', zone = 'Z'] = match;
  const day0 = `${year}-${month}-${day}`;
  const milliseconds = Date.parse(`${day0}T${hour}:${minute}:${second}Z`);
  // Date.parse rolls 02-30 over into March; a date that does not come back as written does not exist.
  if (Number.isNaN(milliseconds) || !new Date(milliseconds).toISOString().startsWith(day0)) return undefined;
  const micros = milliseconds * 1000 + Math.floor(Number(`0.${fraction || 0}`) * 1e6 + 1e-6);
  return micros - zoneMinutes(zone) * 60e6;
}

function zoneMinutes(zone: string): number {
  if (/^z$/i.test(zone)) return 0;
  const digits = zone.slice(1).replace(':', '').padEnd(4, '0');
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2));
  return zone.startsWith('-') ? -minutes : minutes;
}
