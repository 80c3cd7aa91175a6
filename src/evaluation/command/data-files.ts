/**
 * Blocks of fields as Parquet files for a program. A block is written once, when the first job needs it, and removed after the
 * last one: only the base stays for the whole run.
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Dataset, PART } from '../../data/dataset.ts';
import { asFailure } from '../../data/duckdb/faults.ts';
import { type OutputColumn, writeParquet } from '../../data/duckdb/write-parquet.ts';
import type { FieldBlock } from '../../ranker/ranker.ts';
import { Cancelled } from '../../report/failure.ts';
import type { JobColumn, JobFile } from './job.ts';

/** Lets messages in while a file is written; throws to stop. */
type Pause = () => Promise<void>;

export class DataFiles {
  readonly #data: Dataset;
  readonly #folder: string;
  /** Row numbers of the log that any part uses. */
  readonly #rows: Uint32Array;
  readonly #ownFields: readonly string[];
  /** One file per block; arms without fields of their own share one. */
  readonly #own = new Map<FieldBlock | undefined, Promise<JobFile>>();
  #base: Promise<JobFile> | undefined;

  /** @param ownFields names of the fields that the arms have beside the base, in order: every arm gets all of them */
  constructor(data: Dataset, folder: string, ownFields: readonly string[]) {
    this.#data = data;
    this.#folder = folder;
    this.#ownFields = ownFields;
    this.#rows = usedRows(data.part);
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
  own(block: FieldBlock | undefined, called: readonly string[] | undefined, pause: Pause): Promise<JobFile> {
    const known = this.#own.get(block);
    if (known !== undefined) return known;
    const name = block === undefined ? 'none.parquet' : `own-${this.#own.size + 1}.parquet`;
    const columns = this.#columns(block, this.#ownFields, (field) => field.replace(':', '_'), called);
    const written = this.#write(name, [this.#rowKey()], columns, pause);
    this.#own.set(block, written);
    return written;
  }

  /** No further job needs this block. */
  async release(block: FieldBlock): Promise<void> {
    const written = this.#own.get(block);
    if (written !== undefined) await rm((await written).path, { force: true });
  }

  async #write(
    name: string,
    keys: readonly OutputColumn[],
    features: readonly { column: JobColumn; output: OutputColumn }[],
    pause: Pause,
  ): Promise<JobFile> {
    const path = join(this.#folder, name);
    const outputs = [...keys, ...features.map(({ output }) => output)];
    try {
      await writeParquet(path, this.#rows.length, outputs, pause);
    } catch (error) {
      throw error instanceof Cancelled ? error : asFailure(error);
    }
    return { path, key: keys.map((key) => key.name), features: features.map(({ column }) => column) };
  }

  #rowKey(): OutputColumn {
    return { name: 'row', kind: 'integer', values: this.#rows };
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
    return this.#rows.length === this.#data.rows
      ? values
      : Float64Array.from(this.#rows, (row) => values[row]!);
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
      const name = free(nameOf(field), used);
      const position = block?.names.indexOf(field) ?? -1;
      if (block === undefined || position < 0) {
        const values = new Float64Array(this.#rows.length).fill(Number.NaN);
        const column: JobColumn = { name, type: 'numeric', missing: true };
        return { column, output: { name, kind: 'number', values } };
      }
      const numeric = block.numeric?.find((one) => one.name === field)?.values;
      if (numeric !== undefined) {
        const column: JobColumn = { name, type: 'numeric', ...about };
        return { column, output: { name, kind: 'number', values: this.#pick(numeric) } };
      }
      // The ids of users and items begin at 0 and are never missing; codes of other columns have 0 for that.
      const shift = IDS.includes(field) ? 1 : 0;
      const values = Uint32Array.from(
        this.#rows,
        (row) => block.codes[row * block.fields + position]! + shift,
      );
      const cardinality = block.cardinalities[position]! + shift;
      return {
        column: { name, type: 'categorical', cardinality, ...about },
        output: { name, kind: 'integer', values },
      };
    });
  }
}

const KEYS = ['row', 'user', 'item', 'time', 'group', 'weight', 'label', 'part'];
const IDS = ['user', 'item'];

/** `user` → `user_code`, `feature:hour of day` → `feature_hour_of_day`: names that every trainer takes. */
function baseName(field: string): string {
  return IDS.includes(field) ? `${field}_code` : field.replace(/[^\p{L}\p{N}_]+/gu, '_');
}

/** Readers of Parquet take names that differ in case alone for one. */
function free(wanted: string, used: Set<string>): string {
  let name = wanted;
  for (let k = 2; used.has(name.toLowerCase()); k++) name = `${wanted}_${k}`;
  used.add(name.toLowerCase());
  return name;
}

function usedRows(part: Uint8Array): Uint32Array {
  let used = 0;
  for (const one of part) if (one !== PART.unused) used++;
  const rows = new Uint32Array(used);
  for (let row = 0, next = 0; row < part.length; row++) if (part[row] !== PART.unused) rows[next++] = row;
  return rows;
}
