/** Times written as text: ISO 8601, numbers, and the other ways of writing that shapes.ts lists. */
import type { Warning } from '../../../../common/failure.ts';
import { DAY_MICROS, HOUR_MICROS } from '../../../moment.ts';
import { dayOrMonthFirst, unreadableTime } from '../../../policy/times.ts';
import { isMissingText, refuseMissing, refuseMissingMicros } from './missing.ts';
import { fromNumbers } from './numbers.ts';
import { countRows, lineWhere, named, shownWhere, type TimeColumn, type TimeTable } from './place.ts';
import { TEXT_SHAPES, type TextShape } from './shapes.ts';

const NUMBER = "'[-+]?[0-9]+(\\.[0-9]*)?([eE][-+]?[0-9]+)?'";
const ISO = "'[0-9]{4}-[0-9]{2}-[0-9]{2}[^(]*'";

/** @throws Failure `data`: missing or unreadable times, and dates that can be read in two ways */
export async function fromText(table: TimeTable, warnings: Warning[]): Promise<TimeColumn> {
  const { sql } = table.column;
  const text = `trim(CAST(${sql} AS VARCHAR))`;
  const moment = `TRY_CAST(${text} AS TIMESTAMPTZ)`;
  const missing = `(${sql} IS NULL OR ${isMissingText(text)})`;
  const counts = await countRows(table, {
    rows: 'true',
    empty: `${sql} IS NULL OR ${text} = ''`,
    marks: `${text} <> '' AND ${isMissingText(text)}`,
    iso: `${text} SIMILAR TO ${ISO} AND isfinite(${moment})`,
    days: `${text} SIMILAR TO '[0-9]{4}-[0-9]{2}-[0-9]{2}'`,
    numbers: `${text} SIMILAR TO ${NUMBER}`,
    whole: `${text} SIMILAR TO '[-+]?[0-9]+' AND TRY_CAST(${text} AS BIGINT) IS NOT NULL`,
  });
  const { rows, iso, numbers } = counts;
  await refuseMissing(table, counts, `${text} <> '' AND ${missing}`);
  if (numbers === rows) {
    const integers = counts.whole === rows;
    return fromNumbers(table, `CAST(${text} AS ${integers ? 'BIGINT' : 'DOUBLE'})`, integers, warnings);
  }
  if (iso === rows) {
    const micros = `epoch_us(${moment})`;
    await refuseMissingMicros(table, micros);
    return { kind: 'text', grain: counts.days === rows ? DAY_MICROS : 0, sql: micros };
  }
  const shapes = await shapesOf(table, text);
  const full = shapes.filter(({ count }) => count === rows);
  const [first, second] = full;
  if (first !== undefined && (second === undefined || table.sampled))
    return fromShape(table, first, text, rows);
  if (first !== undefined) throw dayOrMonthFirst(named(table), await shownWhere(table, 'true'));
  const readings = [
    { count: iso, good: `${text} SIMILAR TO ${ISO} AND isfinite(${moment})` },
    { count: numbers, good: `${text} SIMILAR TO ${NUMBER}` },
    ...shapes.map(({ count, micros }) => ({ count, good: `${micros} IS NOT NULL` })),
  ];
  // Of the ways of writing the one that fits most rows; the first of equals.
  const best = readings.reduce((most, reading) => (reading.count > most.count ? reading : most));
  const bad = `NOT coalesce(${best.good}, false)`;
  const shown = await shownWhere(table, bad);
  const at = await lineWhere(table, bad);
  throw unreadableTime(named(table), rows - best.count, shown, at);
}

interface FoundShape extends TextShape {
  count: number;
  /** Column of the table with µs, null where a text has another shape. */
  micros: string;
}

/** Shapes that some of the texts have. Their times become columns of the table, since taking texts apart is slow. */
async function shapesOf(table: TimeTable, text: string): Promise<FoundShape[]> {
  const { session, name, column } = table;
  const like = TEXT_SHAPES.map(({ pattern }, i) => [`n${i}`, `regexp_matches(${text}, ${pattern}, 'i')`]);
  const matches = await countRows(table, Object.fromEntries(like));
  const found: FoundShape[] = [];
  for (const [i, shape] of TEXT_SHAPES.entries()) {
    if (matches[`n${i}`] === 0) continue;
    const micros = `${column.sql}_time${i}`;
    await session.run(`ALTER TABLE ${name} ADD COLUMN IF NOT EXISTS ${micros} BIGINT`);
    await session.run(`UPDATE ${name} SET ${micros} = epoch_us(${shape.moment(text)})`);
    const { count } = await countRows(table, { count: `${micros} IS NOT NULL` });
    if (count > 0) found.push({ ...shape, count, micros });
    else await session.run(`ALTER TABLE ${name} DROP COLUMN ${micros}`);
  }
  return found;
}

async function fromShape(
  table: TimeTable,
  { kind, micros, part }: FoundShape,
  text: string,
  rows: number,
): Promise<TimeColumn> {
  await refuseMissingMicros(table, micros);
  const without = await countRows(table, {
    hour: `${part(text, 'hour')} = ''`,
    minute: `${part(text, 'minute')} = ''`,
  });
  const hours = without.hour === 0 && without.minute === rows;
  return { kind, grain: without.hour === rows ? DAY_MICROS : hours ? HOUR_MICROS : 0, sql: micros };
}
