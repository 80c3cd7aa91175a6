/** From what the sources of a log share to what the features of some of its rows, or of all, are built of. */
import { picked, type Values } from '../../common/some-rows.ts';
import { changed } from '../../data/changed.ts';
import type { Timeline } from '../../data/dataset.ts';
import { type Exposures, exposuresOf } from './exposures.ts';
import { historyEnds } from './history.ts';
import type { Positives } from './positives.ts';
import type { SourceInput } from './source.ts';

/** Where histories end is found for the rows whose features are wanted: of a large log these are a part. */
export type LogInput = Omit<SourceInput, 'historyEnds'>;

/** Of a whole log, once for the inputs of all seeds. */
const known = new WeakMap<Positives, Uint32Array>();
const shownBy = new WeakMap<Timeline, Exposures>();

/** All rows of the log. */
export function ofWholeLog(input: LogInput): SourceInput {
  const { data, timeline, positives } = input;
  // Without time there are no histories, and sources that read none.
  if (positives === undefined) return input as SourceInput;
  const ends = known.get(positives) ?? historyEnds(data, timeline, positives);
  known.set(positives, ends);
  return { ...input, historyEnds: ends };
}

/** What is picked of the columns of a log for some of its rows: the same for the inputs of all sources and seeds. */
export interface PickedRows {
  /** Of the log, ascending. */
  rows: Uint32Array;
  columns: Pick<SourceInput['data'], 'user' | 'item' | 'label' | 'part' | 'labelTime'>;
  times: Pick<Timeline, 'time' | 'slice'>;
  historyEnds: Uint32Array;
  shown: Exposures;
}

/**
 * Picks rows out of one column after another: those of a large log are not in memory together.
 * @param rows of the log, ascending
 * @param breathe between columns; throws to cancel
 */
export async function pickRows(
  { data, timeline, positives }: LogInput,
  rows: Uint32Array,
  breathe: () => Promise<void>,
): Promise<PickedRows> {
  const pick = async <T extends Values>(column: () => T): Promise<T> => {
    const some = picked(column(), rows);
    await breathe();
    return some;
  };
  const user = await pick(() => data.user);
  const item = await pick(() => data.item);
  const label = await pick(() => data.label);
  const part = await pick(() => data.part);
  const time = await pick(() => timeline.time);
  const slice = await pick(() => timeline.slice);
  const { labelTime } = data;
  const shown = shownBy.get(timeline) ?? exposuresOf(data, timeline);
  shownBy.set(timeline, shown);
  await breathe();
  return {
    ...{ rows, shown },
    columns: { user, item, label, part, ...(labelTime && { labelTime: picked(labelTime, rows) }) },
    times: { time, slice },
    historyEnds: historyEnds({ rows: rows.length, user, users: data.users }, { time }, positives),
  };
}

/** @returns an input whose rows are those that were picked, numbered by their order; P is made of all events as before */
export function ofSomeRows(
  input: LogInput,
  { rows, columns, times, historyEnds, shown }: PickedRows,
): SourceInput {
  const { data } = input;
  const timeline = changed(input.timeline, times);
  return {
    ...input,
    shown,
    data: changed(data, { ...columns, rows: rows.length, timeline }),
    timeline,
    historyEnds,
  };
}
