/**
 * Whether the numbers of a log that was kept fit together. The kernels trust codes and orders, and anybody can write a file with a right checksum.
 */
import type { Dataset, FeatureColumn, ItemEntries, PairTable } from '../dataset.ts';
import { PART } from '../dataset.ts';

type Numbers = Uint8Array | Uint16Array | Uint32Array | Float32Array | Float64Array;

/** Whether every column has a number for each row, every code is one of its column's, and times ascend. */
export function isSound(data: Dataset): boolean {
  const { rows, user, users, item, items, userNames, itemNames, label, part } = data;
  return (
    userNames.length === users &&
    itemNames.length === items &&
    [user, item, label, part].every((column) => column.length === rows) &&
    areBelow(user, users) &&
    areBelow(item, items) &&
    areBelow(label, 2) &&
    areBelow(part, PART.unused + 1) &&
    optionalColumns(data).every((column) => column.length === rows) &&
    Object.values(data.objectives ?? {}).every((objective) => areBelow(objective.label ?? label, 2)) &&
    hasSoundTimeline(data) &&
    [...data.features, ...Object.values(data.sourceColumns ?? {}).flat()].every((column) =>
      isSoundColumn(column, rows),
    ) &&
    hasSoundFiles(data)
  );
}

function optionalColumns(data: Dataset): Numbers[] {
  const { labelTime, group, weight, propensity, score } = data;
  const ofObjectives = Object.values(data.objectives ?? {}).flatMap((objective) => Object.values(objective));
  const ofModels = Object.values(data.predictions ?? {}).flatMap((model) => Object.values(model));
  const given = [labelTime, group, weight, propensity, score, ...ofObjectives, ...ofModels];
  return given.filter((column) => column !== undefined);
}

function hasSoundTimeline({ rows, timeline }: Dataset): boolean {
  if (timeline === undefined) return true;
  const { time, slice, slices, sliceStarts } = timeline;
  return (
    time.length === rows &&
    slice.length === rows &&
    sliceStarts.length === slices &&
    areBelow(slice, slices) &&
    ascends(time) &&
    ascends(slice) &&
    ascends(sliceStarts)
  );
}

function isSoundColumn(column: FeatureColumn, rows: number): boolean {
  if (column.type === 'numeric') return column.values.length === rows;
  const { codes, cardinality, keys, names } = column;
  return (
    codes.length === rows &&
    areBelow(codes, cardinality) &&
    (keys === undefined || keys.length === cardinality) &&
    (names === undefined || names.length === cardinality)
  );
}

function hasSoundFiles({ users, items, timeline, ...data }: Dataset): boolean {
  const slices = timeline?.slices ?? 0;
  const ofPairs = ({ left, right, weight, slice, user }: PairTable): boolean =>
    [right, weight, slice ?? left, user ?? left].every(({ length }) => length === left.length) &&
    areBelow(left, items) &&
    areBelow(right, items) &&
    weight.every((value) => value >= 0 && value < Infinity) &&
    areBelow(slice ?? [], slices) &&
    areBelow(user ?? [], users);
  /** Whether the entries of all items are so many. */
  const areEntries = ({ start, slice }: ItemEntries, count: number): boolean =>
    start.length === items + 1 &&
    start[0] === 0 &&
    start[items] === count &&
    ascends(start) &&
    (slice === undefined || (slice.length === count && areBelow(slice, slices)));
  return (
    Object.values(data.pairs ?? {}).every(ofPairs) &&
    Object.values(data.vectors ?? {}).every(
      ({ dimension, values, ...entries }) =>
        dimension > 0 && areEntries(entries, values.length / dimension) && values.every(Number.isFinite),
    ) &&
    Object.values(data.clusters ?? {}).every(({ levels, ...entries }) =>
      levels.every(
        ({ codes, cardinality }) => areEntries(entries, codes.length) && areBelow(codes, cardinality),
      ),
    )
  );
}

function areBelow(codes: ArrayLike<number>, limit: number): boolean {
  for (let i = 0; i < codes.length; i++) if (!(codes[i]! < limit)) return false;
  return true;
}

/** Whether no number is smaller than the one before it, and all are numbers. */
function ascends(values: ArrayLike<number>): boolean {
  for (let i = 1; i < values.length; i++) if (!(values[i]! >= values[i - 1]!)) return false;
  return values.length !== 1 || !Number.isNaN(values[0]!);
}
