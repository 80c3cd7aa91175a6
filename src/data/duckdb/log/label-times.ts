/** When the label of a positive became known: a click at once, a conversion hours or days after its impression. */
import type { Warning } from '../../../common/failure.ts';
import { knownAfter } from '../../beside/known-times.ts';
import { earlyLabels, mostlyEarlyLabels } from '../../policy/label.ts';
import type { LoadedColumn, LoadedTable } from '../formats/table.ts';
import type { Session } from '../session/session.ts';
import type { Place, TimeColumn } from './time/place.ts';
import { readTime } from './time/time.ts';

/** From this share of the positives on, the column holds something else. */
const MOSTLY = 0.5;

/** Each label has a view of its positives, from which its times are read. */
let views = 0;

/**
 * @param label SQL of the label, 0 or 1; times of negatives are not read
 * @param time of the log
 * @param warnings gets the number of labels that are earlier than their rows: they are taken to be known with these
 * @returns SQL of the times, µs, BIGINT; null on negatives
 * @throws Failure `data`: positives without a time, and as `readTime`; `early-labels` where most labels are earlier than their rows
 */
export async function labelTimeOf(
  session: Session,
  table: LoadedTable,
  column: LoadedColumn,
  label: string,
  time: TimeColumn,
  place: Place,
  warnings: Warning[],
): Promise<string> {
  const view = `positives_${views++}`;
  await session.run(`CREATE TEMP VIEW ${view} AS SELECT * FROM ${table.name} WHERE ${label} = 1`);
  const read = await readTime(session, { ...table, name: view }, column, place);
  const known = `(${read.sql} + ${knownAfter(read, time)})`;
  const row = await session.row(
    `SELECT CAST(count(*) FILTER (WHERE ${known} < ${time.sql}) AS DOUBLE) AS early, CAST(count(*) AS DOUBLE) AS positives FROM ${view}`,
  );
  const [early, positives] = [Number(row['early']), Number(row['positives'])];
  const named = { name: column.name, ...place };
  if (early > MOSTLY * positives) throw mostlyEarlyLabels(named, early, positives);
  if (early > 0) warnings.push(earlyLabels(named, early));
  return `CASE WHEN ${label} = 1 THEN greatest(${known}, ${time.sql}) END`;
}
