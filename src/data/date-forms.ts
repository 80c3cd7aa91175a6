/**
 * Dates written as digits, such as 23111422 for 22 o'clock on 2023-11-14. As unix times they would all lie in 1970 or soon
 * after, so each way of writing them is listed here.
 */

export type DateForm =
  | 'YYYYMMDD'
  | 'YYYYMMDDHH'
  | 'YYYYMMDDHHmm'
  | 'YYYYMMDDHHmmss'
  | 'YYYYMMDDHHmmssSSS'
  | 'YYMMDD'
  | 'YYMMDDHH'
  | 'YYMMDDHHmm'
  | 'YYMMDDHHmmss';

/** Ways of writing that are recognised, and refused: the day is not named, or stands where another number may stand. */
export type UnreadForm = 'YYYYMM' | 'DDMMYYYY' | 'MMDDYYYY';

export type Field = 'YYYY' | 'YY' | 'MM' | 'DD' | 'HH' | 'mm' | 'ss' | 'SSS';

export const DATE_FORMS: readonly DateForm[] = [
  'YYYYMMDD',
  'YYYYMMDDHH',
  'YYYYMMDDHHmm',
  'YYYYMMDDHHmmss',
  'YYYYMMDDHHmmssSSS',
  'YYMMDD',
  'YYMMDDHH',
  'YYMMDDHHmm',
  'YYMMDDHHmmss',
];
export const UNREAD_FORMS: readonly UnreadForm[] = ['YYYYMM', 'DDMMYYYY', 'MMDDYYYY'];

/** Years that a date written as digits may have; two digits are of 1970 to 2039. */
export const FORM_YEARS = { from: 1902, to: 2099, lastShort: 39, firstShort: 70 } as const;

/** The fields of a form, left to right. */
export function fieldsOf(form: DateForm | UnreadForm): Field[] {
  return form.match(/YYYY|YY|MM|DD|HH|mm|ss|SSS/g) as Field[];
}

export function isDateForm(kind: string): kind is DateForm {
  return (DATE_FORMS as readonly string[]).includes(kind);
}

/** µs since 1970 (UTC) of digits in a form; undefined where they are not a date. */
export function formMicros(form: DateForm, digits: string): number | undefined {
  const text = digits.padStart(form.length, '0');
  if (!/^\d+$/.test(text) || text.length !== form.length) return undefined;
  let at = 0;
  const parts: Partial<Record<Field, number>> = {};
  for (const field of fieldsOf(form)) {
    parts[field] = Number(text.slice(at, at + field.length));
    at += field.length;
  }
  const { YY = 0, MM = 0, DD = 0, HH = 0, mm = 0, ss = 0, SSS = 0 } = parts;
  const { from, to, lastShort, firstShort } = FORM_YEARS;
  if (YY > lastShort && YY < firstShort) return undefined;
  const year = parts.YYYY ?? YY + (YY <= lastShort ? 2000 : 1900);
  if (year < from || year > to) return undefined;
  const date = new Date(Date.UTC(year, MM - 1, DD));
  if (date.getUTCMonth() !== MM - 1 || date.getUTCDate() !== DD || HH > 23 || mm > 59 || ss > 59)
    return undefined;
  return ((date.getTime() / 1000 + HH * 3600 + mm * 60 + ss) * 1000 + SSS) * 1000;
}
