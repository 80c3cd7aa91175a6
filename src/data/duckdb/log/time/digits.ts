/**
 * Dates written as digits, in SQL. A column is read in one of these ways where *all* of its values fit it, and no other; where nearly
 * all do, the rest is at fault. Numbers that fit none are unix times, or seconds of a clock of their own.
 */
import {
  DATE_FORMS,
  type DateForm,
  type Field,
  FORM_YEARS,
  fieldsOf,
  formMicros,
  UNREAD_FORMS,
} from '../../../date-forms.ts';
import { DAY_MICROS, HOUR_MICROS } from '../../../moment.ts';
import { numbersBesideDates, severalForms, unreadForm } from '../../../policy/times.ts';
import { refuseMissingMicros } from './missing.ts';
import { named, shownWhere, type TimeColumn, type TimeTable } from './place.ts';

type Form = (typeof FORMS)[number];

const FORMS = [...DATE_FORMS, ...UNREAD_FORMS];
/** Share of the values from which on the others are faults. */
const NEARLY_ALL = 0.9;
/**
 * Forms whose digits unix times and clocks of seconds have now and then: they are recognised over this many values, of two days
 * at least. One unix second in 185 is also a YYMMDDHHmm.
 */
const ENOUGH_VALUES: Partial<Record<Form, number>> = {
  YYMMDDHHmm: 8,
  YYMMDDHHmmss: 8,
  DDMMYYYY: 2,
  MMDDYYYY: 2,
};
/** What programs write as a date where there is none; it fits forms with four digits of the year. */
const MARKS = [10101, 18991230, 18991231, 19000101, 99991231];

/** SQL of one field of the digits. */
function fieldSql(form: Form, field: Field, v: string): string {
  const behind = form.length - form.indexOf(field) - field.length;
  const shifted = behind === 0 ? v : `(${v} // ${10 ** behind})`;
  return form.startsWith(field) ? shifted : `(${shifted} % ${10 ** field.length})`;
}

function yearSql(form: Form, v: string): string {
  if (form.includes('YYYY')) return fieldSql(form, 'YYYY', v);
  const short = fieldSql(form, 'YY', v);
  return `(${short} + CASE WHEN ${short} <= ${FORM_YEARS.lastShort} THEN 2000 ELSE 1900 END)`;
}

/** The numbers of a form's length, as far as their first field goes. Of it a number loses a leading zero. */
function boundsOf(form: Form): [number, number] {
  const unit = 10 ** (form.length - (form.startsWith('YYYY') ? 4 : 2));
  return form.startsWith('YYYY')
    ? [FORM_YEARS.from * unit, (FORM_YEARS.to + 1) * unit - 1]
    : [unit, 100 * unit - 1];
}

/** SQL condition: `v`, a BIGINT, is a date in this form. Arithmetic alone, and what rules out most stands first. */
function fits(form: Form, v: string): string {
  const fields = fieldsOf(form);
  const sql = (field: Field) => fieldSql(form, field, v);
  const { from, to, lastShort, firstShort } = FORM_YEARS;
  const [least, most] = boundsOf(form);
  const conditions = [`${v} BETWEEN ${least} AND ${most}`, `${sql('MM')} BETWEEN 1 AND 12`];
  if (!fields.includes('YYYY'))
    conditions.push(`(${sql('YY')} <= ${lastShort} OR ${sql('YY')} >= ${firstShort})`);
  else if (!form.startsWith('YYYY')) conditions.push(`${sql('YYYY')} BETWEEN ${from} AND ${to}`);
  if (fields.includes('DD')) {
    const [month, day] = [sql('MM'), sql('DD')];
    const leap = `${day} = 29 AND ${month} = 2 AND ${yearSql(form, v)} % 4 = 0`;
    const long = `${day} = 31 AND ${month} IN (1, 3, 5, 7, 8, 10, 12)`;
    conditions.push(
      `(${day} BETWEEN 1 AND 28 OR (${day} <= 30 AND ${day} > 0 AND ${month} <> 2) OR (${leap}) OR (${long}))`,
    );
  }
  for (const [field, value] of Object.entries({ HH: 23, mm: 59, ss: 59 })) {
    if (fields.includes(field as Field)) conditions.push(`${sql(field as Field)} <= ${value}`);
  }
  return `(${conditions.join(' AND ')})`;
}

/** SQL condition: `v` is a mark in this form, such as 9999123100. */
function isMark(form: Form, v: string): string {
  if (!form.startsWith('YYYYMMDD')) return 'false';
  const date = form.length === 8 ? v : `(${v} // ${10 ** (form.length - 8)})`;
  return `(${v} NOT IN (0, -1) AND ${date} IN (${MARKS.join(', ')}))`;
}

/**
 * Whether numbers from `least` to `most` are unix times at a glance: none has the length of a date, or, where unix times have that length
 * too, the first or the last is not one.
 */
export function cannotBeDates(least: number, most: number): boolean {
  return FORMS.every((form) => {
    const [from, to] = boundsOf(form);
    if (most < from || least > to) return true;
    return (
      isRead(form) &&
      ENOUGH_VALUES[form] !== undefined &&
      [least, most].some((n) => formMicros(form, String(n)) === undefined)
    );
  });
}

/** SQL conditions for one scan of all numbers: those of the length of each form. Every log of unix times pays for them. */
export function lengthsOf(v: string): string[] {
  return FORMS.map((form) => `${v} BETWEEN ${boundsOf(form).join(' AND ')}`);
}

/** How many numbers are dates of a form, or marks in it. */
async function countFitting({ session, name }: TimeTable, form: Form, v: string): Promise<number> {
  const count = async (condition: string) =>
    Number((await session.row(`SELECT count(*) AS n FROM ${name} WHERE ${condition}`))['n']);
  const dates = await count(fits(form, v));
  return dates === 0 ? 0 : dates + (await count(isMark(form, v)));
}

/**
 * @param lengths how many values meet each condition of `lengthsOf`
 * @param all values
 * @returns undefined where the numbers are no dates
 * @throws Failure `data` for dates that can be read in two ways or are refused, and where nearly all are dates
 */
export async function chooseForm(
  table: TimeTable,
  v: string,
  lengths: readonly number[],
  all: number,
): Promise<DateForm | undefined> {
  if (all === 0) return undefined;
  const candidates: { form: Form; count: number }[] = [];
  for (const [i, form] of FORMS.entries()) {
    if ((lengths[i] as number) < all / 2) continue; // marks are of other lengths
    const count = await countFitting(table, form, v);
    if (count >= NEARLY_ALL * all && (await enough(table, form, v))) candidates.push({ form, count });
  }
  const full = candidates.filter(({ count }) => count === all).map(({ form }) => form);
  const [form] = full;
  if (form === undefined) {
    const [near] = candidates;
    if (near === undefined) return undefined;
    const bad = `${v} NOT IN (0, -1) AND NOT ${fits(near.form, v)} AND NOT ${isMark(near.form, v)}`;
    throw numbersBesideDates(named(table), near.form, all - near.count, await shownWhere(table, bad));
  }
  const shown = await shownWhere(table, fits(form, v));
  if (full.length > 1 && !table.sampled) {
    throw severalForms(named(table), full, shown);
  }
  if (isRead(form)) return form;
  throw unreadForm(named(table), form, shown);
}

function isRead(form: Form): form is DateForm {
  return (DATE_FORMS as readonly string[]).includes(form);
}

async function enough({ session, name }: TimeTable, form: Form, v: string): Promise<boolean> {
  const least = ENOUGH_VALUES[form];
  if (least === undefined) return true;
  const day = form.startsWith('YY') ? `${v} // ${10 ** (form.length - 6)}` : `${v} // 10000`;
  const row = await session.row(
    `SELECT count(DISTINCT ${v}) AS many, count(DISTINCT ${day}) AS days FROM ${name} WHERE ${fits(form, v)}`,
  );
  return Number(row['many']) >= least && Number(row['days']) >= 2;
}

/** @throws Failure `missing-time` for marks such as 19000101 */
export async function digitTimes(table: TimeTable, form: DateForm, v: string): Promise<TimeColumn> {
  const fields = fieldsOf(form);
  const scale: Partial<Record<Field, number>> = { HH: HOUR_MICROS, mm: 60e6, ss: 1e6, SSS: 1e3 };
  const clock = Object.entries(scale)
    .filter(([field]) => fields.includes(field as Field))
    .map(([field, micros]) => ` + ${fieldSql(form, field as Field, v)} * ${micros}`);
  const [month, day] = [fieldSql(form, 'MM', v), fieldSql(form, 'DD', v)];
  const sql = `(epoch_us(make_date(${yearSql(form, v)}, ${month}, ${day}))${clock.join('')})`;
  await refuseMissingMicros(table, sql);
  const grain = fields.at(-1) === 'DD' ? DAY_MICROS : fields.at(-1) === 'HH' ? HOUR_MICROS : 0;
  return { kind: form, grain, sql };
}
