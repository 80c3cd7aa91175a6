/** Files of item vectors: those beside a log are models of its draft, and one that is given in place of a log is told from it. */
import { basename } from 'node:path';
import { Failure } from '../common/failure.ts';
import type { RunContext } from '../common/progress.ts';
import type { Engine } from '../data/engine.ts';
import type { Neighbour } from '../data/look.ts';
import type { ColumnProfile, DataProfile } from '../data/profile.ts';
import { holdsVectors } from '../specfile/authoring/column-repairs.ts';
import { vectorModel, vectorName } from '../specfile/authoring/vector-model.ts';
import { nameRank } from '../specfile/names/column-names.ts';
import { isWhole } from './column-kind.ts';
import type { Inferred } from './inferred.ts';

/** Enough rows to tell ids from values; the vectors themselves are not read. */
const ROWS = 2000;
/** More tables than these beside a log are not looked at. */
const MOST_LOOKED_AT = 20;
/** Formats that have lists; a text file is looked at only where its name speaks of vectors. */
const HAS_LISTS = /\.(parquet|pq|arrow|feather|jsonl|ndjson)(\.(gz|zst))?$/i;
const NAMED = /vec|emb|repr|latent|factor/i;

export interface FoundVectors {
  /** As a spec names it: absolute, of a file. */
  path: string;
  item: string;
  vector: string;
}

/** Which columns hold items and their vectors; undefined where the table is none of vectors. */
export function vectorColumns(
  { columns, rows }: DataProfile,
  logItem?: ColumnProfile,
): { item: string; vector: string } | undefined {
  const vector = columns.find(holdsVectors);
  const ids = columns.filter(
    (column) =>
      column.distinct === rows && column.nulls === 0 && (isWhole(column) || column.family === 'text'),
  );
  const item =
    ids.find(({ name }) => name === logItem?.name) ??
    ids.find(({ name }) => nameRank(name, 'item') !== undefined) ??
    (ids.length === 1 && logItem === undefined ? ids[0] : undefined);
  if (vector === undefined || item === undefined) return undefined;
  // Keys of two types never meet: an evaluation would refuse them.
  if (logItem !== undefined && isWhole(logItem) !== isWhole(item)) return undefined;
  return { item: item.name, vector: vector.name };
}

/** @throws Failure `usage` where the files that are given for a log hold vectors: each item once, and nobody who chooses */
export function refuseVectors(profile: DataProfile, { user, label }: Inferred): void {
  const found = vectorColumns(profile);
  if (found === undefined || user.value !== undefined || label.value !== undefined) return;
  const path = profile.files[0]!.path;
  const name = basename(path);
  const message = `${name} looks like item vectors (\`${found.vector}\` of each \`${found.item}\`), not a log: draft from the log, or add them to its spec: \`models: [${vectorModel(vectorName(name, []), { path: name, ...found })}]\`.`;
  throw new Failure('usage', 'item-vectors', message, { file: path });
}

/** Files of vectors of the log's items that lie beside it. @param log what was looked at */
export async function findVectors(
  neighbours: readonly Neighbour[],
  log: DataProfile,
  { item }: Inferred,
  run: RunContext,
  engine: Pick<Engine, 'look'>,
): Promise<FoundVectors[]> {
  const logItem = log.columns.find(({ name }) => name === item.value);
  if (logItem === undefined) return [];
  const may = neighbours.filter(({ name }) => HAS_LISTS.test(name) || NAMED.test(name));
  const found: FoundVectors[] = [];
  for (const { path, source } of may.slice(0, MOST_LOOKED_AT)) {
    const columns = await engine
      .look(source, run, async ({ profile }) => vectorColumns(profile, logItem), { rows: ROWS })
      .catch((error: unknown) => {
        // A neighbour that cannot be read is not what the user asked about.
        if (error instanceof Failure) return undefined;
        throw error;
      });
    if (columns !== undefined) found.push({ path, ...columns });
  }
  return found;
}
