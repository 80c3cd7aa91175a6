/** What features of some rows alone are built of: all events, and of the rows themselves only these. */
import { picked, type Values } from '../../common/some-rows.ts';
import type { SourceInput } from './source.ts';

/** @param rows of the log, ascending @returns what picks them out of a column: each column once, for inputs of other sources and seeds have the same */
export function picker(rows: Uint32Array): <T extends Values>(values: T) => T {
  const known = new Map<Values, Values>();
  return <T extends Values>(values: T): T => {
    const some = (known.get(values) as T | undefined) ?? picked(values, rows);
    known.set(values, some);
    return some;
  };
}

/**
 * @param rows of the log, ascending
 * @param pick out of a column
 * @returns an input whose rows are these, numbered by their order; P is made of all events as before
 */
export function ofSomeRows(input: SourceInput, rows: Uint32Array, pick = picker(rows)): SourceInput {
  const { data, timeline, historyEnds } = input;
  const ofThese = { ...timeline, time: pick(timeline.time), slice: pick(timeline.slice) };
  return {
    ...input,
    shown: input.shown ?? { item: data.item, slice: timeline.slice },
    data: {
      ...data,
      rows: rows.length,
      user: pick(data.user),
      item: pick(data.item),
      label: pick(data.label),
      part: pick(data.part),
      ...(data.labelTime !== undefined && { labelTime: pick(data.labelTime) }),
      timeline: ofThese,
    },
    timeline: ofThese,
    historyEnds: pick(historyEnds),
  };
}
