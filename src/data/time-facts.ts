/** Which columns hold times, as `evaluate` reads them: their names and values say which may, and the reader of times decides. */
import { Failure } from '../common/failure.ts';
import { nameRank, snake } from '../specfile/names/column-names.ts';
import type { Look } from './look.ts';
import { describeTimeKind, isUnixUnit } from './moment.ts';
import type { ColumnProfile } from './profile.ts';

export interface TimeFact {
  /** For people: `unix seconds`, `dates written as YYMMDDHH`. */
  kind: string;
  /** µs between times that can be told apart, such as a day; 0 where seconds or less. */
  grain: number;
  /** True for numbers on a clock of their own, from 0 or so on. */
  ownClock: boolean;
  /** Why it cannot be the time of the log, where its values are times. */
  refused?: string | undefined;
}

/** Words in the name of a column whose numbers may be dates. */
const DATE_WORDS = new Set('date day dt ds ymd hour time ts timestamp datetime'.split(' '));
const DATE_TEXT = /^\D{0,12}\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}/;
/** Failures of a column that holds times all the same. */
const TIMES_ALL_THE_SAME = new Set([
  'missing-time',
  'infinite-time',
  'mixed-time-units',
  'time-range',
  'ambiguous-dates',
  'compact-dates',
]);
/** From this share of ISO texts on, the others are faults. */
const MOSTLY = 0.5;
/** 1990 in seconds. */
const RECENT = 631_152_000;
/** A clock of its own has many times. */
const OWN_TIMES = 100;

/** @returns by column; what is no time is absent. @throws Cancelled */
export async function timeFacts(look: Look): Promise<Map<string, TimeFact>> {
  const found = new Map<string, TimeFact>();
  const { columns, headless } = look.profile;
  for (const column of columns) {
    const fact = mayHoldTimes(column, headless) ? await timeFact(look, column) : undefined;
    if (fact !== undefined) found.set(column.name, fact);
  }
  return found;
}

function mayHoldTimes(column: ColumnProfile, headless: boolean): boolean {
  const { name, family, examples, distinct } = column;
  if (distinct === 0) return false;
  if (family === 'timestamp' || family === 'date') return true;
  const words = snake(name).split('_');
  const named = nameRank(name, 'time') !== undefined || words.some((word) => DATE_WORDS.has(word));
  if (family === 'text') return named || examples.every((text) => DATE_TEXT.test(text));
  return isNumber(column) && (headless ? isRecent(column) : named);
}

/** Whether numbers without a name lie as close together as times of 1990 on do, whatever their unit. */
function isRecent({ min, max }: ColumnProfile): boolean {
  return Number(min) >= RECENT && Number(max) < 4 * Number(min);
}

function isNumber({ family }: ColumnProfile): boolean {
  return ['integer', 'decimal', 'float'].includes(family);
}

async function timeFact(look: Look, column: ColumnProfile): Promise<TimeFact | undefined> {
  const { name } = column;
  try {
    const { kind, grain, ownClock } = await look.time(name);
    // Small numbers are times only where the name says so, and there are many.
    if (isUnixUnit(kind) && nameRank(name, 'time') === undefined && !look.profile.headless) return undefined;
    if (ownClock && (column.distinct < OWN_TIMES || !/(time|stamp|ts)$/.test(snake(name)))) return undefined;
    return { kind: describeTimeKind(kind), grain, ownClock };
  } catch (error) {
    if (!(error instanceof Failure) || error.kind !== 'data') throw error;
    const named = nameRank(name, 'time') !== undefined;
    const mostly = error.code === 'bad-time' && named && column.isoShare >= MOSTLY;
    if (!mostly && !(TIMES_ALL_THE_SAME.has(error.code) && (named || !isNumber(column)))) return undefined;
    return { kind: 'times', grain: 0, ownClock: false, refused: error.message };
  }
}
