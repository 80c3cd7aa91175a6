/** What is counted when the rows of a source's file are merged, and where they stand beside the log. */
import { Failure, type Warning } from '../../common/failure.ts';
import { number } from './words.ts';

/** The columns of a file of pairs that the spec names. */
export interface PairColumns {
  time?: string | undefined;
  user?: string | undefined;
  weight?: string | undefined;
}

/**
 * Pairs that stand in several rows.
 * @param name as messages name the source: "source co-view (pairs.csv)"
 * @param counts `copies`: rows that repeat another; `contradictory`: pairs of several weights
 */
export function mergedPairs(
  name: string,
  { time, user, weight }: PairColumns,
  { copies, contradictory }: { copies: number; contradictory: number },
  warnings: Warning[],
): void {
  const same = ['left', 'right', ...(time ? ['time'] : []), ...(user ? ['user'] : [])].join(', ');
  if (copies > 0) {
    const and = weight === undefined ? '' : ' and weight';
    const message = `Rows of ${name} that repeat a pair (same ${same}${and}) are merged into one.`;
    warnings.push({ code: 'doubled-pairs', message, count: copies });
  }
  if (contradictory > 0) {
    const message = `Pairs of ${name} have several weights for the same ${same}; the weights are summed.`;
    warnings.push({ code: 'contradictory-pairs', message, count: contradictory });
  }
}

export function pairsBeforeLog(name: string, count: number): Warning {
  const message = `Pairs of ${name} earlier than the log belong to its first slice: they are the past of all its rows.`;
  return { code: 'pairs-before-log', message, count };
}

/** @param same the columns that rows share: "`item` and `time`" */
export function doubledItems(name: string, same: string, count: number): Warning {
  const message = `Rows of ${name} that repeat another of the same ${same} are merged into one.`;
  return { code: 'doubled-items', message, count };
}

/** Rows of one item and time that differ. @param items their names */
export function contradictoryItems(
  table: { name: string; file: string; at: readonly (string | number)[] },
  same: string,
  items: readonly string[],
): Failure {
  const n = items.length;
  const have = n === 1 ? `1 item of ${table.name} has` : `${number(n)} items of ${table.name} have`;
  const message = `${have} several rows of the same ${same} that differ (${items.slice(0, 3).join(', ')}): keep one of them.`;
  return new Failure('data', 'contradictory-items', message, {
    file: table.file,
    specPath: [...table.at, 'item'],
  });
}

/** @param items of the log; `covered` of them have a row */
export function itemsNotInSource(name: string, items: number, covered: number): Warning {
  const message = `Items of the log that ${name} says nothing about (${share(1 - covered / items)} of them): what it knows of them is missing.`;
  return { code: 'items-not-in-source', message, count: items - covered };
}

export function rowsBeforeLog(name: string, count: number): Warning {
  const message = `Rows of ${name} earlier than the log belong to its first slice: they are the past of all its rows.`;
  return { code: 'rows-before-log', message, count };
}

export function missingClusters(name: string, level: string, count: number): Warning {
  const message = `Items of ${name} without \`${level}\`: they are in no cluster of that level.`;
  return { code: 'missing-clusters', message, count };
}

/** A time in a source's file where the log has none. */
export function needsTime(source: string, specPath: (string | number)[]): Failure {
  const message = `Source ${source} has a time column, but the log has none to compare it with: name \`log.time\`, or remove \`time\` from the source.`;
  return new Failure('usage', 'needs-time', message, { specPath });
}

/** "3.1 %", never rounded to none or all. */
function share(part: number): string {
  return `${Math.min(99.9, Math.max(0.1, 100 * part)).toFixed(1)} %`;
}
