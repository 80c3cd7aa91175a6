/** What features of some rows alone are built of: all events, and of the rows themselves only these. */
import { picked } from '../../common/some-rows.ts';
import type { SourceInput } from './source.ts';

/** @param rows of the log, ascending @returns an input whose rows are these, numbered by their order; P is made of all events as before */
export function ofSomeRows(input: SourceInput, rows: Uint32Array): SourceInput {
  const { data, timeline, historyEnds } = input;
  const ofThese = { ...timeline, time: picked(timeline.time, rows), slice: picked(timeline.slice, rows) };
  return {
    ...input,
    shown: input.shown ?? { item: data.item, slice: timeline.slice },
    data: {
      ...data,
      rows: rows.length,
      user: picked(data.user, rows),
      item: picked(data.item, rows),
      label: picked(data.label, rows),
      part: picked(data.part, rows),
      ...(data.labelTime !== undefined && { labelTime: picked(data.labelTime, rows) }),
      timeline: ofThese,
    },
    timeline: ofThese,
    historyEnds: picked(historyEnds, rows),
  };
}
