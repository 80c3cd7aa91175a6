/**
 * Blocks of fields as Parquet files for a program. A block is written once, when the first job needs it, and removed after the
 * last one: only the base stays for the whole run.
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { randomBits, shuffle } from '../../common/random.ts';
import { type Dataset, PART } from '../../data/dataset.ts';
import type { Engine } from '../../data/engine.ts';
import type { OutputColumn } from '../../data/tables.ts';
import type { FieldBlock, VectorField } from '../../ranker/ranker.ts';
import { fieldReader } from '../../ranker/rows/code-rows.ts';
import { freeName } from '../export/free-name.ts';
import type { JobColumn, JobFile } from './job.ts';

/** Lets messages in while a file is written; throws to stop. */
type Pause = () => Promise<void>;

/** Writes a Parquet file. */
type Writer = Pick<Engine, 'writeParquet'>;

export class DataFiles {
  readonly #writer: Writer;
  readonly #data: Dataset;
  readonly #folder: string;
  /** Rows of the log that any part uses, as the files hold them. */
  readonly #rows: Uint32Array;
  /** The number of each of them in the files, ascending. */
  readonly #numbers: Uint32Array;
  readonly #ownFields: readonly string[];
  /** One file per block; arms without fields of their own share one. */
  readonly #ofArms = new Map<FieldBlock | undefined, Promise<JobFile>>();
  /** Vectors that arms, seeds and sources may share: each set has one file. */
  readonly #vectors: Vectors[] = [];
  #base: Promise<JobFile> | undefined;

  /** @param ownFields names of the fields that the arms have beside the base, in order: every arm gets all of them */
  constructor(data: Dataset, folder: string, ownFields: readonly string[], writer: Writer) {
    this.#writer = writer;
    this.#data = data;
    this.#folder = folder;
    this.#ownFields = ownFields;
    this.#numbers = usedRows(data.part);
    this.#rows = withoutLabelOrder(this.#numbers, data);
  }

  /** What the files call the given rows of the log. */
  numbersOf(rows: Uint32Array): Uint32Array {
    const numbers = new Uint32Array(this.#data.rows);
    for (const [at, row] of this.#rows.entries()) numbers[row] = this.#numbers[at]!;
    return rows.map((row) => numbers[row]!);
  }

  /** The rows with their keys, labels and base features. Labels and weights of evaluation rows are left out. */
  base(block: FieldBlock, pause: Pause): Promise<JobFile> {
    this.#base ??= this.#write(
      'base.parquet',
      this.#keys(),
      this.#columns(block, block.names, baseName),
      pause,
    );
    return this.#base;
  }

  /**
   * The arm's own features, missing where it has none.
   * @param called what the fields are called elsewhere, in order
   */
  ofArm(
    block: FieldBlock | undefined,
    called: readonly string[] | undefined,
    pause: Pause,
  ): Promise<JobFile> {
    const known = this.#ofArms.get(block);
    if (known !== undefined) return known;
    const name = block === undefined ? 'none.parquet' : `own-${this.#ofArms.size + 1}.parquet`;
    const columns = this.#columns(block, this.#ownFields, (field) => field.replace(':', '_'), called);
    const written = this.#write(name, [this.#rowKey()], columns, pause);
    this.#ofArms.set(block, written);
    return written;
  }

  /** No further job needs this block. */
  async release(block: FieldBlock): Promise<void> {
    const written = this.#ofArms.get(block);
    if (written !== undefined) await rm((await written).path, { force: true });
  }

  async #write(
    name: string,
    keys: readonly OutputColumn[],
    features: readonly { column: JobColumn; output: OutputColumn }[],
    pause: Pause,
  ): Promise<JobFile> {
    const path = join(this.#folder, name);
    await this.#writeVectors(pause);
    const outputs = [...keys, ...features.map(({ output }) => output)];
    await this.#writer.writeParquet(path, this.#rows.length, outputs, pause);
    return { path, key: keys.map((key) => key.name), features: features.map(({ column }) => column) };
  }

  /** Where these vectors are, or will be. Arms come from threads: equal vectors need not be the same array. */
  #vectorsPath({ values, dimension }: VectorField): string {
    const bytes = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
    const known = this.#vectors.find(
      (vectors) => vectors.dimension === dimension && vectors.bytes.equals(bytes),
    );
    if (known !== undefined) return known.path;
    const path = join(this.#folder, `vectors-${this.#vectors.length + 1}.parquet`);
    const write = (pause: Pause): Promise<void> => {
      const rows = values.length / dimension;
      const number = Uint32Array.from({ length: rows }, (_, v) => v + 1);
      return this.#writer.writeParquet(
        path,
        rows,
        [
          { name: 'number', kind: 'integer', values: number },
          { name: 'vector', kind: 'vector', values, dimension },
        ],
        pause,
      );
    };
    this.#vectors.push({ bytes, dimension, path, write, written: undefined });
    return path;
  }

  async #writeVectors(pause: Pause): Promise<void> {
    for (const vectors of this.#vectors) {
      vectors.written ??= vectors.write(pause);
      await vectors.written;
    }
  }

  #rowKey(): OutputColumn {
    return { name: 'row', kind: 'integer', values: this.#numbers };
  }

  #keys(): OutputColumn[] {
    const { user, userNames, item, itemNames, timeline, group, weight, label, part } = this.#data;
    const known = (values: ArrayLike<number>): ArrayLike<number> =>
      Float64Array.from(this.#rows, (row) => (part[row] === PART.evaluate ? Number.NaN : values[row]!));
    const all = (values: ArrayLike<number>) => this.#pick(values);
    return [
      this.#rowKey(),
      { name: 'user', kind: 'name', values: all(user), names: userNames },
      { name: 'item', kind: 'name', values: all(item), names: itemNames },
      ...(timeline === undefined
        ? []
        : [{ name: 'time', kind: 'time' as const, values: all(timeline.time) }]),
      ...(group === undefined ? [] : [{ name: 'group', kind: 'integer' as const, values: all(group) }]),
      ...(weight === undefined ? [] : [{ name: 'weight', kind: 'number' as const, values: known(weight) }]),
      { name: 'label', kind: 'integer', values: known(label) },
      { name: 'part', kind: 'integer', values: all(part) },
    ];
  }

  #pick(values: ArrayLike<number>): ArrayLike<number> {
    return Float64Array.from(this.#rows, (row) => values[row]!);
  }

  /** The named fields of a block, typed; a field that the block lacks is missing in every row. */
  #columns(
    block: FieldBlock | undefined,
    fields: readonly string[],
    nameOf: (field: string) => string,
    called: readonly string[] = fields,
  ): { column: JobColumn; output: OutputColumn }[] {
    const used = new Set(KEYS);
    return fields.map((field, i) => {
      const feature = called[i];
      const about = feature === undefined ? {} : { feature };
      const name = freeName(nameOf(field), used);
      const position = block?.names.indexOf(field) ?? -1;
      if (block === undefined || position < 0) {
        const values = new Float64Array(this.#rows.length).fill(Number.NaN);
        const column: JobColumn = { name, type: 'numeric', missing: true };
        return { column, output: { name, kind: 'number', values } };
      }
      const numeric = block.numeric?.find((candidate) => candidate.name === field)?.values;
      if (numeric !== undefined) {
        const column: JobColumn = { name, type: 'numeric', ...about };
        return { column, output: { name, kind: 'number', values: this.#pick(numeric) } };
      }
      const vectors = block.vector?.name === field ? block.vector : undefined;
      // The ids of users and items begin at 0 and are never missing; codes of other columns have 0 for that.
      const shift = IDS.includes(field) ? 1 : 0;
      const codeOf = fieldReader(block.codes, position);
      const values = Uint32Array.from(this.#rows, (row) => codeOf(row) + shift);
      const cardinality = block.cardinalities[position]! + shift;
      const output: OutputColumn = { name, kind: 'integer', values };
      if (vectors === undefined)
        return { column: { name, type: 'categorical', cardinality, ...about }, output };
      const { dimension } = vectors;
      const column: JobColumn = {
        name,
        type: 'vector',
        cardinality,
        dimension,
        vectors: this.#vectorsPath(vectors),
      };
      return { column: { ...column, ...about }, output };
    });
  }
}

interface Vectors {
  bytes: Buffer;
  dimension: number;
  path: string;
  write(pause: Pause): Promise<void>;
  written: Promise<void> | undefined;
}

const KEYS = ['row', 'user', 'item', 'time', 'group', 'weight', 'label', 'part'];
const IDS = ['user', 'item'];

/** `user` → `user_code`, `feature:hour of day` → `feature_hour_of_day`: names that every trainer takes. */
function baseName(field: string): string {
  return IDS.includes(field) ? `${field}_code` : field.replace(/[^\p{L}\p{N}_]+/gu, '_');
}

/** Of the shuffle of tied rows: any number does. */
const TIES = 1;

/**
 * The log is sorted by time, user, item and then label, so that its order never depends on the input's. Rows that tie in all but the
 * label would tell it by their order: they are shuffled among themselves.
 */
function withoutLabelOrder(rows: Uint32Array, { user, item, timeline }: Dataset): Uint32Array {
  const order = rows.slice();
  const bits = randomBits(TIES);
  const tied = (a: number, b: number): boolean =>
    user[a] === user[b] && item[a] === item[b] && timeline?.time[a] === timeline?.time[b];
  for (let from = 0; from < rows.length; ) {
    let to = from + 1;
    while (to < rows.length && tied(rows[from]!, rows[to]!)) to++;
    if (to > from + 1) shuffle(order.subarray(from, to), bits);
    from = to;
  }
  return order;
}

function usedRows(part: Uint8Array): Uint32Array {
  let used = 0;
  for (const rowPart of part) if (rowPart !== PART.unused) used++;
  const rows = new Uint32Array(used);
  for (let row = 0, next = 0; row < part.length; row++) if (part[row] !== PART.unused) rows[next++] = row;
  return rows;
}
