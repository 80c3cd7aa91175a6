/** Where the log is cut, again and again: windows of equal length that end with the log. */
import { Failure } from '../../common/failure.ts';
import { type Dataset, PART, type Timeline } from '../../data/dataset.ts';
import { durationOf, type RollingSpec } from '../../specfile/schema-rolling.ts';

export interface Cut {
  /** The cut and the end of its window (µs): evaluated are rows with from ≤ time < to. */
  from: number;
  to: number;
  /** How many of the rows in use lie before the cut; these and those of the window are consecutive among them. */
  before: number;
  rows: number;
}

export interface Cuts {
  /** Rows of the log that are in any part, ascending in time. */
  used: Uint32Array;
  /** The earliest first. */
  cuts: Cut[];
}

/** Windows begin at midnight (UTC), or on the hour, where their length allows it. */
const UNITS = [86_400e6, 3600e6, 60e6];
/** The last unit of the log belongs to a window where at least so much of it is there. */
const WHOLE = 0.5;

/** @throws Failure `rolling-too-long` where the first window begins before the log */
export function cutsOf(
  data: Pick<Dataset, 'part'> & { timeline: Timeline },
  { every, windows }: RollingSpec,
): Cuts {
  const { time } = data.timeline;
  const used = usedRows(data.part);
  const length = durationOf(every);
  const unit = UNITS.find((candidate) => length % candidate === 0)!;
  const [first, last] = [time[used[0]!]!, time[used.at(-1)!]!];
  const share = (last % unit) / unit;
  const end = (Math.floor(last / unit) + Number(share >= WHOLE)) * unit;
  const begin = end - windows * length;
  if (begin <= first) throw tooLong(windows, every, last - first, length);
  const cuts = Array.from({ length: windows }, (_, k): Cut => {
    const [from, to] = [begin + k * length, begin + (k + 1) * length];
    const before = placeOf(used, time, from);
    return { from, to, before, rows: placeOf(used, time, to) - before };
  });
  return { used, cuts };
}

function usedRows(part: Uint8Array): Uint32Array {
  let count = 0;
  for (const value of part) count += Number(value !== PART.unused);
  const rows = new Uint32Array(new SharedArrayBuffer(4 * count));
  let at = 0;
  for (const [row, value] of part.entries()) if (value !== PART.unused) rows[at++] = row;
  return rows;
}

/** How many of the rows have a time before the moment. */
function placeOf(rows: Uint32Array, time: Float64Array, moment: number): number {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (time[rows[middle]!]! < moment) low = middle + 1;
    else high = middle;
  }
  return low;
}

function tooLong(windows: number, every: string, span: number, length: number): Failure {
  const most = Math.floor(span / length) - 1;
  const spans = `${(span / length).toFixed(1)} times \`${every}\``;
  const remedy = most < 2 ? 'a shorter `every`' : `at most ${most} windows, or a shorter \`every\``;
  return new Failure(
    'data',
    'rolling-too-long',
    `${windows} windows of \`${every}\` begin before the log does, which spans ${spans}: ask for ${remedy}.`,
    { specPath: ['rolling', 'windows'] },
  );
}
