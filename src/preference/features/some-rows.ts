/** From what the sources of a log share to what the features of some of its rows, or of all, are built of. */
import { picked, type Values } from '../../common/some-rows.ts';
import { changed } from '../../data/changed.ts';
import { historyEnds } from './history.ts';
import type { Positives } from './positives.ts';
import type { SourceInput } from './source.ts';

/** Where histories end is found for the rows whose features are wanted: of a large log these are a part. */
export type LogInput = Omit<SourceInput, 'historyEnds'>;

/** Of a whole log, once for the inputs of all seeds. */
const known = new WeakMap<Positives, Uint32Array>();

/** All rows of the log. */
export function ofWholeLog(input: LogInput): SourceInput {
  const { data, timeline, positives } = input;
  // Without time there are no histories, and sources that read none.
  if (positives === undefined) return input as SourceInput;
  const ends = known.get(positives) ?? historyEnds(data, timeline, positives);
  known.set(positives, ends);
  return { ...input, historyEnds: ends };
}

/** Picks some rows out of the columns of a log: each column once, for inputs of all sources and seeds have the same. */
export class RowPicker {
  readonly rows: Uint32Array;
  readonly #known = new Map<Values, Values>();
  #ends: Uint32Array | undefined;

  /** @param rows of the log, ascending */
  constructor(rows: Uint32Array) {
    this.rows = rows;
  }

  of<T extends Values>(column: T): T {
    const some = (this.#known.get(column) as T | undefined) ?? picked(column, this.rows);
    this.#known.set(column, some);
    return some;
  }

  ends({ data, timeline, positives }: LogInput): Uint32Array {
    this.#ends ??= historyEnds(data, timeline, positives, this.rows);
    return this.#ends;
  }
}

/** @returns an input whose rows are those of the picker, numbered by their order; P is made of all events as before */
export function ofSomeRows(input: LogInput, picker: RowPicker): SourceInput {
  const { data, timeline } = input;
  const ofThese = { ...timeline, time: picker.of(timeline.time), slice: picker.of(timeline.slice) };
  return {
    ...input,
    shown: input.shown ?? { item: data.item, slice: timeline.slice },
    data: changed(data, {
      rows: picker.rows.length,
      user: picker.of(data.user),
      item: picker.of(data.item),
      label: picker.of(data.label),
      part: picker.of(data.part),
      ...(data.labelTime !== undefined && { labelTime: picker.of(data.labelTime) }),
      timeline: ofThese,
    }),
    timeline: ofThese,
    historyEnds: picker.ends(input),
  };
}
