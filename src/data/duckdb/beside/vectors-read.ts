/** Item vectors of a file become a `VectorTable`: checked, of unit length, and in the order of the log's items. */

import type { Warning } from '../../../common/failure.ts';
import type { RunContext } from '../../../common/progress.ts';
import { itemEntries } from '../../beside/item-entries.ts';
import type { VectorTable } from '../../dataset.ts';
import { holdsVectors } from '../../plan/named-tables.ts';
import { pairedRows } from '../../policy/vector-files.ts';
import { VectorTally } from '../../policy/vector-tally.ts';
import {
  changedVectors,
  LEFT_OUT_FAULTS,
  noVectors,
  oneLength,
  REFUSED_FAULTS,
  refusedVectors,
  type VectorsAt,
  vectorsFit,
  vectorsLeftOut,
} from '../../policy/vectors.ts';
import type { Session } from '../session/session.ts';
import { matchItems, rowOf } from './item-join.ts';
import type { ItemPlan } from './item-plan.ts';
import type { PairLog } from './pairs-join.ts';
import { readVectorRows } from './vector-rows.ts';

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
  const seen = new VectorTally();
  await readVectorRows(
    session,
    plan,
    { signal: run.signal, limit },
    {
      vector: (row, values, at, length) => seen.scale(row, values, at, length),
      elsewhere: (_, length) => seen.measure(length),
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
  const seen = new VectorTally();
  let dimension = 0;
  let values = new Float32Array();
  await readVectorRows(session, plan, run, {
    missing: (row) => seen.note('missing', row),
    unreadable: (row) => seen.note('unreadable', row),
    elsewhere(row, length) {
      if ((entryOfRow[row] ?? entries) !== entries) throw changedVectors(vectorsAt(plan));
      seen.measure(length);
    },
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
    throw noVectors(vectorsAt(plan));
  }
  await session.run(`DROP TABLE ${plan.loaded.name}`);
  const view = (entry: number): Float32Array => values.subarray(entry * dimension, (entry + 1) * dimension);
  const { count, ...found } = itemEntries(
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
  vectorsFit(vectorsAt(plan), bytes, memoryBytes);
  return new Float32Array(new SharedArrayBuffer(bytes) as unknown as ArrayBuffer);
}

/** @param ids rows of the table of ids, where all were read */
function checkRows({ npy, file, at }: ItemPlan, ids: number | undefined): void {
  if (npy === undefined || ids === undefined) return;
  const vectors = npy.map((part) => ({ file: part.file.shown, rows: part.rows }));
  pairedRows(vectors, { file, rows: ids, specPath: [...at, 'ids'] });
}

function vectorsAt({ name, file, npy, at, spec, loaded, parquet }: ItemPlan): VectorsAt {
  const vector = holdsVectors(spec) ? spec.vector : undefined;
  const where = {
    name,
    file: npy?.[0]?.file.shown ?? file,
    specPath: [...at, vector === undefined ? 'embeddings' : 'vector'],
    item: spec.item,
  };
  if (vector === undefined) return where;
  const column = loaded.columns.get(vector) ?? parquet?.[0]?.open.column(vector);
  return { ...where, vector, isText: column?.type === 'VARCHAR' };
}

async function refuse(
  session: Session,
  plan: ItemPlan,
  { lengths, rows, counts }: VectorTally,
): Promise<void> {
  const fault = REFUSED_FAULTS.find((refused) => counts[refused] > 0);
  if (fault !== undefined) {
    const items = await itemsOf(session, plan, rows[fault]);
    throw refusedVectors(vectorsAt(plan), fault, counts[fault], items);
  }
  oneLength(vectorsAt(plan), lengths);
}

async function warn(
  session: Session,
  plan: ItemPlan,
  { rows, counts }: VectorTally,
  warnings: Warning[],
): Promise<void> {
  for (const fault of LEFT_OUT_FAULTS) {
    if (counts[fault] === 0) continue;
    const items = await itemsOf(session, plan, rows[fault]);
    warnings.push(vectorsLeftOut(vectorsAt(plan), fault, counts[fault], items));
  }
}

/** Up to three items of the rows. */
async function itemsOf(session: Session, plan: ItemPlan, rows: readonly number[]): Promise<string[]> {
  const found = await session.rows(
    `SELECT DISTINCT ${plan.item.sql} AS k FROM ${plan.loaded.name} WHERE ${rowOf(plan)} IN (${rows.join(', ')})
     AND ${plan.item.sql} IS NOT NULL ORDER BY k LIMIT 3`,
  );
  return found.map((row) => String(row['k']));
}
