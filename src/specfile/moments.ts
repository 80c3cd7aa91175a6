/**
 * Points in time as a spec writes them: `2026-10-24`, `2026-10-24T08`, `2026-10-24T08:00Z`, `2026/10/24 08:00`, or a number in the
 * log's own unit.
 */

const PATTERN =
  /^(\d{4})(?:-(\d{2})-(\d{2})|\/(\d{1,2})\/(\d{1,2}))(?:[T ](\d{2})(?::(\d{2})(?::(\d{2})(?:[.,](\d{1,6})\d*)?)?)?\s*(Z|[+-]\d{2}(?::?\d{2})?)?)?$/i;

/**
 * Microseconds since 1970 of a date (midnight UTC) or a timestamp (UTC unless it names an offset).
 * @returns undefined for anything else, also for a day that no calendar has
 */
export function momentMicroseconds(text: string): number | undefined {
  const match = PATTERN.exec(text.trim());
  if (match === null) return undefined;
  const part = (...groups: number[]): number =>
    Number(groups.map((group) => match[group]).find((found) => found !== undefined) ?? 0);
  const [year, month, day] = [part(1), part(2, 4), part(3, 5)];
  const [hour, minute, second] = [part(6), part(7), part(8)];
  const date = new Date(Date.UTC(year, month - 1, day));
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined;
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const fraction = Number((match[9] ?? '').padEnd(6, '0'));
  const offset = /^([+-])(\d{2}):?(\d{2})?$/.exec(match[10] ?? '');
  const offsetMinutes =
    offset === null ? 0 : (offset[1] === '-' ? -1 : 1) * (Number(offset[2]) * 60 + Number(offset[3] ?? 0));
  return date.getTime() * 1000 + ((hour * 60 + minute - offsetMinutes) * 60 + second) * 1e6 + fraction;
}

/** Whether a moment is written as a number, in the log's own unit. */
export function isNumeric(text: string): boolean {
  return /^\d+(\.\d+)?$/.test(text);
}

/** A moment to compare with another of its kind: µs of dates, numbers as they are; undefined for what is neither. */
export function instant(value: string | number): number | undefined {
  return typeof value === 'number' || isNumeric(value) ? Number(value) : momentMicroseconds(value);
}
