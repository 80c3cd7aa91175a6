/** The time column: what it holds (timestamps, dates, text, unix times, dates as digits), and its SQL in µs. */
import type { Warning } from '../../../../common/failure.ts';
import { DAY_MICROS, MAX_MICROS } from '../../../moment.ts';
import { timeRange, timeType } from '../../../policy/times.ts';
import type { LoadedColumn, LoadedTable } from '../../formats/table.ts';
import { runChecks } from '../../session/checks.ts';
import type { Session } from '../../session/session.ts';
import { familyOf, held, isNumeric } from '../../session/types.ts';
import { refuseInfinite, refuseMissingMicros } from './missing.ts';
import { fromNumbers } from './numbers.ts';
import { named, type Place, type TimeColumn, type TimeTable } from './place.ts';
import { fromText } from './text.ts';

/**
 * @param warnings gets a word where numbers are read as seconds of a clock of their own
 * @throws Failure `data`: times that are missing, unreadable, infinite or ambiguous, mixed units, types that hold no time
 */
export async function readTime(
  session: Session,
  { name, sampled }: LoadedTable,
  column: LoadedColumn,
  place: Place,
  warnings: Warning[] = [],
): Promise<TimeColumn> {
  const table = { session, name, sampled, column, place };
  const time = await recognise(table, warnings);
  await runChecks(session, name, [
    {
      bad: `abs(${time.sql}) > ${MAX_MICROS}`,
      failure: (count) => timeRange({ name: column.name, ...place }, count),
    },
  ]);
  return time;
}

async function recognise(table: TimeTable, warnings: Warning[]): Promise<TimeColumn> {
  const { sql, type } = table.column;
  const family = familyOf(type);
  if (family === 'timestamp' || family === 'date') {
    await refuseInfinite(table, `NOT isfinite(${sql})`);
    const micros = `epoch_us(${sql})`;
    await refuseMissingMicros(table, `CASE WHEN isfinite(${sql}) THEN ${micros} END`);
    if (family === 'date') return { kind: 'date', grain: DAY_MICROS, sql: micros };
    const zoned = type === 'TIMESTAMP WITH TIME ZONE' ? 'timestamp with time zone' : 'timestamp';
    return { kind: zoned, grain: 0, sql: micros };
  }
  if (isNumeric(type)) return fromNumbers(table, sql, family === 'integer', warnings);
  if (family === 'text') return fromText(table, warnings);
  throw timeType(named(table), held(type));
}
