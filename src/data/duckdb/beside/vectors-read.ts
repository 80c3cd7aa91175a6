/** Item vectors of a file become a `VectorTable`: checked, of unit length, and in the order of the log's items. */
import { Failure, type Warning } from '../../../common/failure.ts';
import type { RunContext } from '../../../common/progress.ts';
import type { VectorTable } from '../../dataset.ts';
import { rowsHave } from '../../policy/words.ts';
import type { Session } from '../session/session.ts';
import { matchItems, mergeEntries, rowOf } from './item-join.ts';
import type { ItemPlan } from './item-plan.ts';
import type { PairLog } from './pairs-join.ts';
import { readVectorRows } from './vector-rows.ts';

/** Rows of each fault that are remembered to show the items of some. */
const REMEMBERED = 1000;

/** Of the length of a vector of 32-bit floats, which is what vectors are read as. */
const MOST_SQUARE = 3.4028234663852886e38 ** 2;

/** Looks at vectors: what is wrong with them, and how long they are. */
class Inspection {
  readonly lengths = new Map<number, number>();
  readonly rows = {
    missing: [] as number[],
    zero: [] as number[],
    unreadable: [] as number[],
    notFinite: [] as number[],
  };
  readonly counts = { missing: 0, zero: 0, unreadable: 0, notFinite: 0 };

  note(fault: keyof Inspection['counts'], row: number): void {
    this.counts[fault]++;
    if (this.rows[fault].length < REMEMBERED) this.rows[fault].push(row);
  }

  /** @returns what to multiply the vector with so that its length is 1; undefined for one that is none */
  scale(row: number, values: Float32Array | Float64Array, at: number, length: number): number | undefined {
    if (length === 0) {
      this.note('missing', row);
      return undefined;
    }
    this.lengths.set(length, (this.lengths.get(length) ?? 0) + 1);
    let square = 0;
    for (let k = at; k < at + length; k++) square += (values[k] as number) ** 2;
    if (square > 0 && square <= MOST_SQUARE) return 1 / Math.sqrt(square);
    this.note(square === 0 ? 'zero' : 'notFinite', row);
    return undefined;
  }
}

/**
 * Checks the vectors of a sample of the file.
 * @throws Failure `data` for what no vector may be
 */
export async function checkVectors(
  session: Session,
  plan: ItemPlan,
  run: RunContext,
  limit: number,
): Promise<void> {
  const { rowsPerFile, rows } = plan.loaded;
  checkRows(plan, rowsPerFile.every((read) => read < limit) ? rows : undefined);
  const seen = new Inspection();
  await readVectorRows(
    session,
    plan,
    { signal: run.signal, limit },
    {
      vector: (row, values, at, length) => seen.scale(row, values, at, length),
      missing: (row) => seen.note('missing', row),
      unreadable: (row) => seen.note('unreadable', row),
    },
  );
  await refuse(session, plan, seen);
}

/** @throws Failure `data` for vectors of several lengths or with numbers that are none, and as `matchItems` */
export async function readVectors(
  session: Session,
  plan: ItemPlan,
  log: PairLog & { itemNames: readonly string[] },
  run: RunContext,
  warnings: Warning[],
): Promise<VectorTable> {
  checkRows(plan, plan.loaded.rows);
  const matched = await matchItems(session, plan, log, warnings);
  const entries = matched.row.length;
  // Where the vector of each row of the file goes; `entries` for those that the log does not need.
  const rows =
    plan.npy === undefined ? matched.row.reduce((most, row) => Math.max(most, row + 1), 0) : plan.loaded.rows;
  const entryOfRow = new Uint32Array(rows).fill(entries);
  matched.row.forEach((row, e) => {
    entryOfRow[row] = e;
  });
  const filled = new Uint8Array(entries);
  const seen = new Inspection();
  let dimension = 0;
  let values = new Float32Array();
  await readVectorRows(session, plan, run, {
    missing: (row) => seen.note('missing', row),
    unreadable: (row) => seen.note('unreadable', row),
    vector(row, source, at, length) {
      const scale = seen.scale(row, source, at, length);
      const entry = entryOfRow[row] ?? entries;
      if (scale === undefined || entry === entries) return;
      if (dimension === 0) {
        dimension = length;
        values = allocate(plan, entries, dimension, run.memoryBytes);
      }
      if (length !== dimension) return; // refused below
      filled[entry] = 1;
      const to = entry * dimension;
      for (let k = 0; k < dimension; k++) values[to + k] = (source[at + k] as number) * scale;
    },
  });
  await refuse(session, plan, seen);
  await warn(session, plan, seen, warnings);
  if (dimension === 0) {
    const message = `No item of the log has a vector in ${plan.name}: all of its vectors are missing or zero.`;
    throw new Failure('data', 'no-vectors', message, where(plan));
  }
  await session.run(`DROP TABLE ${plan.loaded.name}`);
  const view = (entry: number): Float32Array => values.subarray(entry * dimension, (entry + 1) * dimension);
  const { count, ...found } = mergeEntries(
    plan,
    matched,
    {
      has: (entry) => filled[entry] === 1,
      same: (a, b) => view(a).every((value, k) => value === values[b * dimension + k]),
      move: (from, to) => {
        if (from !== to) view(to).set(view(from));
      },
    },
    log,
    warnings,
  );
  return { ...found, dimension, values: values.subarray(0, count * dimension) };
}

function allocate(
  plan: ItemPlan,
  entries: number,
  dimension: number,
  memoryBytes: number,
): Float32Array<ArrayBuffer> {
  const bytes = 4 * entries * dimension;
  if (bytes > memoryBytes) {
    const megabytes = (n: number) => `${Math.ceil(n / 2 ** 20).toLocaleString('en-US')} MB`;
    const message = `The vectors of ${plan.name} need ${megabytes(bytes)}, more than the memory setting of ${megabytes(memoryBytes)}; raise it, or write shorter vectors.`;
    throw new Failure('resource', 'memory-limit', message, where(plan));
  }
  return new Float32Array(new SharedArrayBuffer(bytes) as unknown as ArrayBuffer);
}

/** @param ids rows of the table of ids, where all were read */
function checkRows({ npy, file, at }: ItemPlan, ids: number | undefined): void {
  if (npy === undefined) return;
  const rows = npy.reduce((sum, part) => sum + part.rows, 0);
  if (ids === undefined || rows === ids) return;
  const names = npy.map((part) => part.file.shown).join(', ');
  const message = `${names} holds ${rows.toLocaleString('en-US')} vectors, but ${file} ${ids.toLocaleString('en-US')} ids: their rows belong together one by one, so write both again.`;
  throw new Failure('data', 'npy-rows', message, { file, specPath: [...at, 'ids'] });
}

function where({ file, npy, at, spec }: ItemPlan) {
  const key = spec.kind === 'embeddings' && spec.vector !== undefined ? 'vector' : 'embeddings';
  return { file: npy?.[0]?.file.shown ?? file, specPath: [...at, key] };
}

/** NumPy's own text of an array has no commas, and is what pandas writes into a CSV. */
function isText({ spec, loaded, parquet }: ItemPlan): boolean {
  const name = spec.kind === 'embeddings' ? spec.vector : undefined;
  if (name === undefined) return false;
  const inFile = parquet?.[0]?.open.column(name);
  return (loaded.columns.get(name) ?? inFile)?.type === 'VARCHAR';
}

async function refuse(
  session: Session,
  plan: ItemPlan,
  { lengths, rows, counts }: Inspection,
): Promise<void> {
  const { spec, name } = plan;
  if (counts.unreadable > 0) {
    const message = `${rowsHave(counts.unreadable)} text that is not a list of numbers in \`${spec.kind === 'embeddings' ? spec.vector : ''}\` of ${name} (${await itemsOf(session, plan, rows.unreadable)}): write [0.1, -2].`;
    throw new Failure('data', 'bad-vector', message, where(plan));
  }
  if (counts.notFinite > 0) {
    const text = isText(plan) ? '; numbers of a text stand between commas, as in [0.1, -2]' : '';
    const column = spec.kind === 'embeddings' && spec.vector !== undefined ? `\`${spec.vector}\` of ` : '';
    const message = `${rowsHave(counts.notFinite)} a vector with NaN, infinite, unreadable or too large numbers (above 3.4e38) in ${column}${name} (${await itemsOf(session, plan, rows.notFinite)}): correct or remove them${text}.`;
    throw new Failure('data', 'bad-vector', message, where(plan));
  }
  if (lengths.size > 1) {
    const sorted = [...lengths].sort(([a, m], [b, n]) => n - m || a - b);
    const shown = sorted.slice(0, 5).map(([length, n]) => `${n.toLocaleString('en-US')} of ${length}`);
    const more = sorted.length > 5 ? `, and ${sorted.length - 5} other lengths` : '';
    const message = `The vectors of ${name} have several lengths: ${shown.join(', ')}${more}. Cosines need one.`;
    throw new Failure('data', 'ragged-vectors', message, where(plan));
  }
}

async function warn(
  session: Session,
  plan: ItemPlan,
  { rows, counts }: Inspection,
  warnings: Warning[],
): Promise<void> {
  const faults = [
    ['missing', 'missing-vectors', 'no vector'],
    ['zero', 'zero-vectors', 'a vector of zeros, which has no direction,'],
  ] as const;
  for (const [fault, code, what] of faults) {
    if (counts[fault] === 0) continue;
    const message = `Rows of ${plan.name} with ${what} are left out (${await itemsOf(session, plan, rows[fault])}).`;
    warnings.push({ code, message, count: counts[fault] });
  }
}

/** "`item_id` = 3, 17, 20": up to three items of the rows. */
async function itemsOf(session: Session, plan: ItemPlan, rows: readonly number[]): Promise<string> {
  const found = await session.rows(
    `SELECT DISTINCT ${plan.item.sql} AS k FROM ${plan.loaded.name} WHERE ${rowOf(plan)} IN (${rows.join(', ')})
     AND ${plan.item.sql} IS NOT NULL ORDER BY k LIMIT 3`,
  );
  const shown = found.map((row) => String(row['k'])).join(', ');
  return `\`${plan.spec.item}\` = ${shown === '' ? 'missing' : shown}`;
}
