/** Arrow IPC files and streams, read batch by batch: of each, only the columns in use. */
import { open } from 'node:fs/promises';
import { Body, Budget } from './body.ts';
import { type Column, fieldOfRecords, Values } from './column.ts';
import { type Container, openContainer } from './container.ts';
import { ArrowDamage, ArrowNotUtf8 } from './damage.ts';
import { type Bytes, FileBytes, MemoryBytes } from './file-bytes.ts';
import { readMessage } from './message.ts';
import { type Context, readColumn, skipColumn } from './read-column.ts';
import type { ArrowField } from './schema.ts';

type Path = readonly number[];

export interface Batch {
  rows: number;
  /** In the order of the paths asked for. */
  columns: Column[];
}

/** Where in the file something is wrong. */
export class ArrowFault extends Error {
  readonly column: string;
  /** Of the file, from 1; undefined where the fault is not one row's. */
  readonly row: number | undefined;
  override readonly cause: Error;

  constructor(cause: Error, column: string, row: number | undefined) {
    super(cause.message);
    this.name = 'ArrowFault';
    this.cause = cause;
    this.column = column;
    this.row = row;
  }
}

type WithBytes = () => Promise<{ bytes: Bytes; close(): Promise<void> }>;

export class ArrowReader {
  readonly fields: readonly ArrowField[];
  private readonly withBytes: WithBytes;
  private readonly container: Container;

  private constructor(withBytes: WithBytes, container: Container) {
    this.withBytes = withBytes;
    this.container = container;
    this.fields = container.schema;
  }

  /** Reads metadata only. @param size of the file. @throws ArrowDamage, ArrowUnsupported */
  static async open(path: string, size: number): Promise<ArrowReader> {
    const ofFile: WithBytes = async () => {
      const handle = await open(path);
      return { bytes: new FileBytes(handle, size), close: () => handle.close() };
    };
    const { bytes, close } = await ofFile();
    try {
      return new ArrowReader(ofFile, await openContainer(bytes));
    } finally {
      await close();
    }
  }

  /** Of Arrow data in memory. @throws ArrowDamage, ArrowUnsupported */
  static async of(data: Uint8Array): Promise<ArrowReader> {
    const bytes = new MemoryBytes(data);
    return new ArrowReader(async () => ({ bytes, close: async () => {} }), await openContainer(bytes));
  }

  /**
   * @param paths of columns: the position of a field, then that of a field of its records, and so on
   * @param memoryBytes that the arrays of one batch and the dictionaries may take together
   * @throws ArrowDamage, ArrowUnsupported, ArrowTooLarge, ArrowFault
   */
  async *batches(paths: readonly Path[], memoryBytes: number): AsyncGenerator<Batch> {
    const { bytes: file, close } = await this.withBytes();
    try {
      const budget = new Budget(memoryBytes);
      const uses = this.usesOf(paths);
      const wanted = dictionariesOf(uses);
      const dictionaries = new Map<bigint, Values>();
      const context = { dictionaries, uses };
      let rows = 0;
      for (const place of this.container.messages) {
        const message = readMessage(await file.read(place.at, place.metadataLength));
        if (message.bodyLength !== place.bodyLength) throw new ArrowDamage('its footer is damaged');
        if (message.kind === 'schema') throw new ArrowDamage('its messages are out of order');
        const { plan } = message;
        const body = new Body(file, place, plan, budget);
        if (message.kind === 'dictionary') {
          const field = wanted.get(message.id);
          if (field === undefined) continue;
          const part = await within(field, undefined, () => readColumn(body, field, context));
          const before = message.isDelta ? (dictionaries.get(message.id)?.parts ?? []) : [];
          dictionaries.set(message.id, new Values([...before, part]));
          continue;
        }
        const before = rows;
        const columns = await budget.lend(() => this.readBatch(body, paths, context, before));
        rows += plan.rows;
        if (plan.rows > 0) yield { rows: plan.rows, columns };
      }
    } finally {
      await close();
    }
  }

  private async readBatch(
    body: Body,
    paths: readonly Path[],
    context: Context,
    rowsBefore: number,
  ): Promise<Column[]> {
    const read = new Map<number, Column>();
    for (const [i, field] of this.fields.entries()) {
      if (!context.uses.has(field)) {
        skipColumn(body, field);
        continue;
      }
      const column = await within(field, rowsBefore, () => readColumn(body, field, context));
      if (column.length !== body.plan.rows) {
        const damage = new ArrowDamage('it has more or fewer rows than its record batch');
        throw new ArrowFault(damage, field.name, undefined);
      }
      read.set(i, column);
    }
    return paths.map(([first, ...inside]) => {
      const column = read.get(first as number);
      if (column === undefined) throw new RangeError(`no column ${first}`);
      return inside.reduce(fieldOfRecords, column);
    });
  }

  /** The fields along each path, and all below its end. */
  private usesOf(paths: readonly Path[]): Set<ArrowField> {
    const uses = new Set<ArrowField>();
    const addAll = (field: ArrowField): void => {
      uses.add(field);
      for (const child of field.children) addAll(child);
    };
    for (const path of paths) {
      let beside = this.fields;
      for (const [depth, at] of path.entries()) {
        const field = beside[at];
        if (field === undefined) throw new RangeError(`no column ${path.join('.')}`);
        if (depth === path.length - 1) addAll(field);
        else uses.add(field);
        beside = field.children;
      }
    }
    return uses;
  }
}

/** Adds the column, and for a text the row, to what is thrown. */
async function within<T>(
  { name }: ArrowField,
  rowsBefore: number | undefined,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ArrowDamage) throw new ArrowFault(error, name, undefined);
    if (!(error instanceof ArrowNotUtf8)) throw error;
    throw new ArrowFault(error, name, rowsBefore === undefined ? undefined : rowsBefore + error.row + 1);
  }
}

/** The dictionaries that fields need, each as the field of its values. */
function dictionariesOf(fields: ReadonlySet<ArrowField>): Map<bigint, ArrowField> {
  const found = new Map<bigint, ArrowField>();
  for (const { dictionary, ...values } of fields) {
    if (dictionary !== undefined) found.set(dictionary.id, values);
  }
  return found;
}
