/**
 * Columns of a large log in files of their own: a column is read when somebody asks for it, as an array like any other, and is let go of when
 * nobody holds it. Take the column before a loop over rows (`const { user } = data`): each `data.user` may read a file.
 */
import { writeFile } from 'node:fs/promises';
import { orNoRoom } from '../common/no-room.ts';
import { readInto } from '../common/read-into.ts';
import type { Values } from '../common/some-rows.ts';
import { changed } from './changed.ts';
import type { Dataset, FeatureColumn } from './dataset.ts';

/** A column in a file, with the array that was read of it last, as long as somebody holds that. */
class FiledColumn<T extends Values> {
  readonly #path: string;
  readonly #empty: () => T;
  #held: WeakRef<T> | undefined;

  /** @param column what the file holds: it is not held itself */
  constructor(path: string, column: T) {
    const { byteLength } = column;
    const type = column.constructor as new (buffer: SharedArrayBuffer) => T;
    this.#path = path;
    this.#empty = () => new type(new SharedArrayBuffer(byteLength));
  }

  /** On shared memory. @throws Failure `temporary-space` where it is gone */
  read(): T {
    const held = this.#held?.deref();
    if (held !== undefined) return held;
    const column = this.#empty();
    orNoRoom(() => readInto(new Uint8Array(column.buffer), this.#path));
    this.#held = new WeakRef(column);
    return column;
  }
}

/** Puts columns into files of their own. */
type Filing = <T extends object>(log: T, columns: readonly (keyof T)[]) => Promise<T>;

/** The columns of every row that a run reads now and then; label and part, a byte a row, are read all the time. */
const COLUMNS = ['user', 'item', 'group', 'weight', 'score', 'propensity'] as const;

/**
 * The same log with its columns in files. What else it has (labels with their times, parts, names, pairs, vectors, predictions, objectives,
 * columns of sources) stays where it is.
 * @param path names a new file
 * @throws what the system says of a file
 */
export async function filed(data: Dataset, path: () => Promise<string>): Promise<Dataset> {
  const file: Filing = async (log, columns) => {
    const members: PropertyDescriptorMap = {};
    for (const key of Object.keys(log) as (keyof typeof log & string)[]) {
      const column = columns.includes(key) ? (log[key] as Values | undefined) : undefined;
      if (column === undefined) {
        members[key] = { value: ofItsOwn(log[key]), ...PLAIN, writable: true };
        continue;
      }
      const name = await path();
      await writeFile(name, new Uint8Array(column.buffer, column.byteOffset, column.byteLength));
      const placed = new FiledColumn(name, column);
      members[key] = { get: () => placed.read(), ...PLAIN };
    }
    return Object.defineProperties({} as typeof log, members);
  };
  const features: FeatureColumn[] = [];
  for (const column of data.features)
    features.push(column.type === 'numeric' ? await file(column, ['values']) : await file(column, ['codes']));
  const timeline = data.timeline && (await file(data.timeline, ['time', 'slice']));
  const { features: _, timeline: __, ...rest } = data;
  return changed((await file(rest, COLUMNS)) as Dataset, { features, ...(timeline && { timeline }) });
}

const PLAIN = { enumerable: true, configurable: true };

/** The same, whose arrays hold no more memory than they need: those of a log that was kept are pieces of one memory. */
function ofItsOwn<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  if (ArrayBuffer.isView(value)) {
    const column = value as unknown as Values;
    if (column.byteLength === column.buffer.byteLength) return value;
    const type = column.constructor as new (buffer: SharedArrayBuffer) => Values;
    const copy = new type(new SharedArrayBuffer(column.byteLength));
    copy.set(column as never);
    return copy as unknown as T;
  }
  // Names are texts, perhaps a million of them: nothing to copy.
  if (Array.isArray(value)) return typeof value[0] === 'object' ? (value.map(ofItsOwn) as T) : value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, ofItsOwn(member)])) as T;
}
