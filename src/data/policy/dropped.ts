/**
 * Rows of a source's file that the log cannot use are left out and counted; a file of which nothing is left is refused. The words are those of
 * pairs and of files about items.
 */
import { Failure, type Warning } from '../../common/failure.ts';
import { number } from './words.ts';

/** A column of the log, as messages name it. */
export interface LogColumn {
  column: string;
  file: string;
}

/** What becomes of a row of a file about items: it is kept, or left out for the first of the reasons that holds, in this order. */
export const ITEM_FATES = ['kept', 'noId', 'unknown', 'late'] as const;
export type ItemCounts = Record<(typeof ITEM_FATES)[number], number>;

/** The same of a file of pairs. */
export const PAIR_FATES = ['kept', 'noId', 'unknownItem', 'self', 'unknownUser', 'late'] as const;
export type PairCounts = Record<(typeof PAIR_FATES)[number], number>;

/** A file about items that has no rows. @param specPath of its column of ids */
export function emptyItems(file: string, specPath: readonly (string | number)[]): Failure {
  return new Failure('data', 'no-items', `${file} holds no items.`, { file, specPath });
}

/** A file of pairs that has no rows. */
export function emptyPairs(file: string, specPath: readonly (string | number)[]): Failure {
  return new Failure('data', 'no-pairs', `${file} holds no pairs.`, { file, specPath });
}

/**
 * Rows of a file about items.
 * @param table `name` as messages name it: "source vectors (items.parquet)"; `item`: its column of ids; `at`: its place in the spec
 * @param unknown some of the items that the log does not have, quoted and joined
 * @throws Failure `no-items` where no row is left
 */
export function droppedItems(
  table: { name: string; file: string; item: string; at: readonly (string | number)[] },
  log: LogColumn,
  counts: ItemCounts,
  unknown: string,
  warnings: Warning[],
): void {
  if (counts.kept === 0) {
    const shown = reasons([
      [counts.noId, 'without an id'],
      [counts.unknown, `of items that \`${log.column}\` of ${log.file} does not hold, such as ${unknown}`],
      [counts.late, 'later than the log'],
    ]);
    const message = `No row of ${table.name} can be used: ${shown}. Name the column and the file that hold the log's items.`;
    throw new Failure('data', 'no-items', message, { file: table.file, specPath: [...table.at, 'item'] });
  }
  const warn = (code: string, count: number, message: string) => {
    if (count > 0) warnings.push({ code, message, count });
  };
  warn('rows-without-item', counts.noId, `Rows of ${table.name} without \`${table.item}\` are left out.`);
  warn(
    'unknown-source-items',
    counts.unknown,
    `Rows of ${table.name} with items that the log does not know, such as ${unknown}, are left out.`,
  );
  warn('rows-after-log', counts.late, `Rows of ${table.name} later than the log's last row are left out.`);
}

/**
 * Rows of a file of pairs.
 * @param table `name` as messages name it: "source co-view (pairs.csv)"; `at`: the place of its files in the spec
 * @param unknown some of the items and of the users that the log does not have, quoted and joined
 * @throws Failure `no-pairs` where no pair is left
 */
export function droppedPairs(
  table: { name: string; file: string; at: readonly (string | number)[] },
  log: { item: LogColumn; user: LogColumn },
  counts: PairCounts,
  unknown: { items: string; users: string },
  warnings: Warning[],
): void {
  const { item, user } = log;
  if (counts.kept === 0) {
    const shown = reasons([
      [counts.noId, 'without an id'],
      [
        counts.unknownItem,
        `with items that \`${item.column}\` of ${item.file} does not hold, such as ${unknown.items}`,
      ],
      [counts.self, 'of an item with itself'],
      [
        counts.unknownUser,
        `of users that \`${user.column}\` of ${user.file} does not hold, such as ${unknown.users}`,
      ],
      [counts.late, 'later than the log'],
    ]);
    const message = `No pair of ${table.name} can be used: ${shown}. Name the columns and the file that hold the log's ids.`;
    throw new Failure('data', 'no-pairs', message, { file: table.file, specPath: table.at });
  }
  const warn = (code: string, count: number, message: string) => {
    if (count > 0) warnings.push({ code, message, count });
  };
  warn('pairs-without-id', counts.noId, `Pairs of ${table.name} without an id are left out.`);
  warn(
    'unknown-pair-items',
    counts.unknownItem,
    `Pairs of ${table.name} with items that the log does not know, such as ${unknown.items}, are left out.`,
  );
  warn('self-pairs', counts.self, `Pairs of ${table.name} of an item with itself are left out.`);
  warn(
    'unknown-pair-users',
    counts.unknownUser,
    `Pairs of ${table.name} of users that the log does not know, such as ${unknown.users}, are left out.`,
  );
  warn('pairs-after-log', counts.late, `Pairs of ${table.name} later than the log's last row are left out.`);
}

function reasons(all: readonly (readonly [count: number, why: string])[]): string {
  return all
    .filter(([count]) => count > 0)
    .map(([count, why]) => `${number(count)} ${why}`)
    .join('; ');
}
