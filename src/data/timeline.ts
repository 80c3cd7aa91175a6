/** Puts split, slices and parts together: from sorted row times to `part` and `timeline` of a dataset. */
import { Failure, type Warning } from '../common/failure.ts';
import type { Spec } from '../specfile/schema.ts';
import { isBuilt, readSources } from '../specfile/source-bases.ts';
import { PART, type Timeline } from './dataset.ts';
import { describeTimeKind, isoTime, type TimeReading } from './moment.ts';
import { checkOverlap, checkParts, validateLastSlice, validateTenth } from './parts.ts';
import { cutRow, lowerBound, sliceTimeline } from './split.ts';

export interface SplitRows {
  rows: number;
  label: Uint8Array;
  /** µs, ascending; absent without a time column. */
  time?: Float64Array | undefined;
  timeReading?: TimeReading | undefined;
  /** `PART` per row where the split is ready-made. */
  part?: Uint8Array | undefined;
  /** Evaluation window [from, to), µs; rows at or after `to` are gone already. */
  window?: { from: number; to: number } | undefined;
}

/** Memory for the results; the engine hands in shared memory. */
export interface Allocate {
  part(rows: number): Uint8Array;
  slices(rows: number, slices: number): { slice: Uint16Array; starts: Float64Array };
}

/**
 * @throws Failure `data`: a part without rows or with one class, training and evaluation that overlap in time though a
 * source is built from the log, fewer than two training slices
 */
export function splitRows(
  spec: Pick<Spec, 'split' | 'sources'>,
  data: SplitRows,
  warnings: Warning[],
  allocate: Allocate,
): { part: Uint8Array; timeline?: Timeline | undefined } {
  const { time } = data;
  const { split } = spec;
  const part = data.part ?? allocate.part(data.rows);
  if (time === undefined) {
    if (!('column' in split && split.validate !== undefined)) validateTenth(part);
    checkParts(part, data.label, warnings);
    return { part };
  }
  if (data.part === undefined) part.fill(PART.evaluate, firstEvaluationRow(split, data, time));
  else {
    const built = spec.sources.some((source) => isBuilt(source, readSources(spec)));
    if (checkOverlap(part, time, built)) {
      const message = 'Training rows of the ready-made split are as late as evaluation rows, or later.';
      warnings.push({ code: 'split-overlaps', message });
    }
  }
  const { slice, slices, starts } = sliceTimeline(time, split.slices, warnings, allocate.slices);
  if (!('column' in split && split.validate !== undefined)) validateLastSlice(part, slice, data.label);
  checkParts(part, data.label, warnings);

  const evaluateFrom = time[part.indexOf(PART.evaluate)] as number;
  const evaluateTo = time[part.lastIndexOf(PART.evaluate)] as number;
  const cut = data.window?.from ?? evaluateFrom;
  const unit = describeTimeKind(data.timeReading?.kind ?? 'timestamp');
  return {
    part,
    timeline: { time, unit, slice, slices, sliceStarts: starts, cut, evaluateFrom, evaluateTo },
  };
}

function firstEvaluationRow(split: Spec['split'], { window }: SplitRows, time: Float64Array): number {
  const n = time.length;
  const [first, last] = [isoTime(time[0] as number), isoTime(time[n - 1] as number)];
  if ('evaluate' in split && typeof split.evaluate === 'number' && !('column' in split)) {
    const row = cutRow(time, split.evaluate);
    if (row > 0 && row < n) return row;
    throw new Failure(
      'data',
      'one-time',
      `All rows have the time ${first}: nothing can be evaluated later than it.`,
      {
        specPath: ['log', 'time'],
      },
    );
  }
  const { from, to } = window as { from: number; to: number };
  const row = lowerBound(time, from);
  if (row === n) {
    const [until, known] = Number.isFinite(to)
      ? [` and before ${isoTime(to)}`, 'the rows before that run']
      : ['', 'the log runs'];
    throw new Failure(
      'data',
      'no-evaluation-rows',
      `No row lies at or after ${isoTime(from)}${until}; ${known} from ${first} to ${last}: move split.from.`,
      { specPath: ['split', 'from'] },
    );
  }
  if (row === 0) {
    throw new Failure(
      'data',
      'no-training-rows',
      `No row lies before ${isoTime(from)}; the log runs from ${first} to ${last}: move split.from.`,
      { specPath: ['split', 'from'] },
    );
  }
  return row;
}
