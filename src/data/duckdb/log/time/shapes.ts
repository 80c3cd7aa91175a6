/**
 * Ways of writing a time as text that ISO 8601 does not know: each a pattern whose parts are put together to a timestamp by the
 * engine, which knows the calendar. A text of another shape, or of a day that no calendar has, is null.
 */
import type { TextForm } from '../../../moment.ts';

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const MONTH =
  '(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)';
const WEEKDAY = '(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\\.?,? +)?';
const ZONE = '(z|utc|gmt|[+-][0-9]{2}(?::?[0-9]{2})?)?';
const CLOCK = `([0-9]{1,2})(?::?([0-9]{2})(?::?([0-9]{2})(?:[.,]([0-9]{1,9}))?)?)?`;
/** `22`, `22:20`, `22:20:01.5`, `10:20 PM`, each with a zone behind it. */
const TIME = `${CLOCK} *([ap]\\.?m\\.?)? *${ZONE}`;
const TIME_PARTS = ['hour', 'minute', 'second', 'fraction', 'half', 'zone'] as const;

type Part = 'year' | 'month' | 'day' | (typeof TIME_PARTS)[number];

export interface TextShape {
  kind: TextForm | 'text';
  /** SQL: a regular expression for the whole text, whatever its case. */
  pattern: string;
  /** SQL of a part of a text of this shape, '' where it has none. */
  part(text: string, name: 'hour' | 'minute'): string;
  /** SQL: TIMESTAMPTZ, or null. */
  moment(text: string): string;
}

/** Those with two digits for the year first have an hour, without which they are numbers. */
export const TEXT_SHAPES: readonly TextShape[] = [
  shape('text', '([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})', ['year', 'month', 'day'], '(?:t| +|[_-])'),
  shape(
    'text as year/month/day',
    '([0-9]{4})[/.]([0-9]{1,2})[/.]([0-9]{1,2})',
    ['year', 'month', 'day'],
    '(?:t| +|[_-])',
  ),
  shape(
    'text as day/month/year',
    '([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4})',
    ['day', 'month', 'year'],
    '(?:t|,? +|_)',
  ),
  shape(
    'text as month/day/year',
    '([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4})',
    ['month', 'day', 'year'],
    '(?:t|,? +|_)',
  ),
  shape(
    'text as YYYYMMDD and a time',
    '([0-9]{4})([0-9]{2})([0-9]{2})',
    ['year', 'month', 'day'],
    '(?:t| +|[_-])',
  ),
  shape(
    'text as YYMMDD and a time',
    '([0-9]{2})([0-9]{2})([0-9]{2})',
    ['year', 'month', 'day'],
    '(?:t| +|[_-])',
  ),
  shape(
    'text with names of months',
    `${WEEKDAY}([0-9]{1,2})(?:st|nd|rd|th)?[ /-]${MONTH}[., /-]+([0-9]{4})`,
    ['day', 'month', 'year'],
    '(?:,? +|:)',
  ),
  shape(
    'text with names of months',
    `${WEEKDAY}${MONTH}\\.? +([0-9]{1,2})(?:st|nd|rd|th)?,? +([0-9]{4})`,
    ['month', 'day', 'year'],
    ',? +',
  ),
  // As `date` and Twitter write it: Tue Nov 14 22:20:01 +0000 2023.
  whole('text with names of months', `${WEEKDAY}${MONTH} +([0-9]{1,2}) +${CLOCK} *()${ZONE} +([0-9]{4})`, [
    'month',
    'day',
    ...TIME_PARTS,
    'year',
  ]),
];

/** A date, and after `between` a time, which may be absent. */
function shape(kind: TextShape['kind'], date: string, order: readonly Part[], between: string): TextShape {
  return whole(kind, `${date}(?:${between}${TIME})?`, [...order, ...TIME_PARTS]);
}

function whole(kind: TextShape['kind'], expression: string, order: readonly Part[]): TextShape {
  const pattern = `'^${expression}$'`;
  const parts = (text: string) =>
    `regexp_extract(${text}, ${pattern}, [${order.map((part) => `'${part}'`).join(', ')}], 'i')`;
  const months = `[${MONTHS.map((month) => `'${month}'`).join(', ')}]`;
  const month = expression.includes(MONTH)
    ? `lpad(CAST(list_position(${months}, lower(left(p.month, 3))) AS VARCHAR), 2, '0')`
    : two('p.month');
  const year = kind === 'text as YYMMDD and a time' ? centuryOf('p.year') : 'p.year';
  const date = `${year} || '-' || ${month} || '-' || ${two('p.day')}`;
  const time = `${two(hourOf('p.hour', 'p.half'))} || ':' || ${two('p.minute')} || ':' || ${two('p.second')} || '.' || ${orZero('p.fraction')}`;
  const zone = `CASE WHEN lower(p.zone) IN ('', 'z', 'utc', 'gmt') THEN '+00' ELSE p.zone END`;
  const cast = `TRY_CAST(${date} || ' ' || ${time} || ${zone} AS TIMESTAMPTZ)`;
  return {
    kind,
    pattern,
    part: (text, name) => `${parts(text)}.${name}`,
    // A list of one, so that the text is taken apart once.
    moment: (text) => `list_transform([${parts(text)}], lambda p: ${cast})[1]`,
  };
}

function orZero(part: string): string {
  return `CASE WHEN ${part} = '' THEN '0' ELSE ${part} END`;
}

function two(part: string): string {
  return `lpad(${orZero(part)}, 2, '0')`;
}

function centuryOf(short: string): string {
  return `CASE WHEN ${short} <= '39' THEN '20' WHEN ${short} >= '70' THEN '19' END || ${short}`;
}

/** An hour of a clock of twelve: 12 AM is 0; one that such a clock does not have is null. */
function hourOf(hour: string, half: string): string {
  const n = `TRY_CAST(${hour} AS INTEGER)`;
  const after = `CASE WHEN lower(left(${half}, 1)) = 'p' THEN 12 ELSE 0 END`;
  return `(CASE WHEN ${half} = '' THEN ${hour} WHEN ${n} BETWEEN 1 AND 12 THEN CAST(${n} % 12 + ${after} AS VARCHAR) END)`;
}
