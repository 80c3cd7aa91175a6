/** The default engine: DuckDB, embedded. Plan, read, check, encode, split; each step in its own file. */

import { Failure, type Warning } from '../../common/failure.ts';
import type { RunContext } from '../../common/progress.ts';
import type { Spec } from '../../specfile/schema.ts';
import type { ClusterTable, Dataset, FeatureColumn, PairTable, VectorTable } from '../dataset.ts';
import { modelVectors } from '../dataset.ts';
import type { Checked, Engine } from '../engine.ts';
import { keptLog } from '../kept/kept-log.ts';
import { readPart } from '../kept/read-part.ts';
import { holdsVectors } from '../plan/named-tables.ts';
import { warnOfRepeats } from '../policy/repeats.ts';
import { noRowUsed, unknownEntities } from '../policy/rows.ts';
import type { OpenRemote } from '../remote.ts';
import { sharedFloat64, sharedUint8, sharedUint16 } from '../shared.ts';
import { type Allocate, splitRows } from '../timeline.ts';
import { readClusters } from './beside/clusters-read.ts';
import { joinPairs } from './beside/pairs-join.ts';
import { predictionScores } from './beside/predictions-join.ts';
import { readRowScores } from './beside/row-scores.ts';
import { checkVectors, readVectors } from './beside/vectors-read.ts';
import { isRemote } from './formats/files.ts';
import { type LoadedTable, loadTable } from './formats/table.ts';
import { encodeRows } from './log/encode.ts';
import { type PrintedFile, withFingerprints } from './log/fingerprints.ts';
import { inputsOf, partOf, roleName, withRows } from './log/inputs.ts';
import { type OpenSpec, openSpec } from './log/open.ts';
import { type ReadTables, readTables } from './log/read-tables.ts';
import { allPrints, localInputs } from './log/remote-prints.ts';
import { type PlannedRows, planColumns, planRows } from './log/rows.ts';
import { withLook } from './look/look.ts';
import { duckdb } from './session/driver.ts';
import { openSession, type Session } from './session/session.ts';
import { familyOf } from './session/types.ts';
import { whileUnchanged } from './session/unchanged.ts';
import { writeParquet } from './session/write-parquet.ts';

export interface DuckDbEngineOptions {
  /** Where DuckDB's temporary folder is made; the system's by default. */
  temporaryFolder?: string | undefined;
  /** Opens the tables that a cluster reads; where absent, all are files of this machine. */
  remote?: OpenRemote | undefined;
}

/** Rows of each file whose types and values `check` looks at. */
const CHECK_ROWS = 10_000;
/** Share of reading in this engine's progress; encoding has the rest. */
const READ_SHARE = 0.5;
/** Where matching the files of sources with the log begins, if there are any. */
const SOURCES_FROM = 0.9;

const shared: Allocate = {
  part: sharedUint8,
  slices: (rows, slices) => ({ slice: sharedUint16(rows), starts: sharedFloat64(slices) }),
};

export function createDuckDbEngine({ temporaryFolder, remote }: DuckDbEngineOptions = {}): Engine {
  async function inSession<T>(run: RunContext, work: (session: Session) => Promise<T>): Promise<T> {
    const session = await openSession(run, temporaryFolder);
    try {
      return await work(session);
    } finally {
      await session.close();
    }
  }
  return {
    versions: async () => ({ duckdb: (await duckdb()).version() }),
    check: (spec, folder, run) =>
      inSession(run, async (session) => {
        const open = await openSpec(session, spec, folder, run, remote);
        return whileUnchanged(localInputs(open), () => look(session, spec, open, run));
      }),
    load: (spec, folder, run, { places = false, keep } = {}) =>
      inSession(run, async (session) => {
        // Rows that come from a cluster have no order.
        if (places && remote === undefined) await session.run('SET preserve_insertion_order = true');
        run.onProgress({ phase: 'read', message: 'opening files', fraction: 0 });
        const open = await openSpec(session, spec, folder, run, remote);
        const also = { open, places: places && remote === undefined };
        if (keep === undefined || places || remote !== undefined)
          return load(session, spec, folder, run, also);
        run.onProgress({ phase: 'read', message: 'looking for the encoded log', fraction: 0 });
        const what = { duckdb: (await duckdb()).version(), ...readPart(spec) };
        const read = { what, folder, files: filesOf(spec, open) };
        const kept = await whileUnchanged(localInputs(open), () => keptLog(keep, read, run.signal));
        if (kept.value !== undefined) return kept.value;
        const data = await load(session, spec, folder, run, also);
        await kept.keep(data);
        return data;
      }),
    look: (source, run, work, options) =>
      inSession(run, (session) => withLook(session, source, run, work, options, remote)),
    readRowScores: (path, format, run) =>
      inSession({ ...run, threads: 1 }, (session) => readRowScores(session, path, format, run)),
    writeParquet,
  };
}

/** Looks at the first rows of each file of an open spec. */
async function look(session: Session, spec: Spec, open: OpenSpec, run: RunContext): Promise<Checked> {
  let rows = 0;
  for (const openFile of open.log.files) {
    const { from } = await openFile.scan(session, []);
    const row = await session.row(`SELECT count(*) AS n FROM ${from}`, openFile.reading);
    rows += Number(row['n']);
  }
  const samples = new Map<string, LoadedTable>();
  for (const table of open.tables) {
    const { files, needs } = table.reads ?? table;
    samples.set(
      table.id,
      await loadTable(session, table.id, files, needs, {
        limit: CHECK_ROWS,
        keepNullText: keepsNullText(spec),
      }),
    );
  }
  const { itemFiles } = await planColumns(session, spec, open, samples, []);
  for (const plan of itemFiles) {
    if (holdsVectors(plan.spec)) await checkVectors(session, plan, run, CHECK_ROWS);
  }
  return {
    files: inputsOf(open).map(({ file }) => ({
      role: file.role,
      path: file.shown,
      ...(!isRemote(file) && { bytes: file.bytes }),
    })),
    columns: open.tables.map(({ id, role, files }) => ({
      role: roleName(spec, id, role),
      columns: (files[0]?.columns ?? [])
        .filter(({ type }) => familyOf(type) !== 'record')
        .map(({ name, type }) => ({ name, type })),
    })),
    rows,
  };
}

async function load(
  session: Session,
  spec: Spec,
  folder: string,
  run: RunContext,
  { open, places }: { open: OpenSpec; places: boolean },
): Promise<Dataset> {
  const files = filesOf(spec, open);
  const [{ tables, hashes, ...data }, prints] = await whileUnchanged(localInputs(open), () =>
    withFingerprints(files, folder, run.signal, () => read(session, spec, open, run, places)),
  );
  const all = allPrints(spec, open, { files: prints, hashes });
  return { ...data, inputs: withRows(all, inputsOf(open, tables)) };
}

/** The files of this machine that are read, as fingerprints name them. */
function filesOf(spec: Spec, open: OpenSpec): PrintedFile[] {
  return inputsOf(open).flatMap(({ table, file }) =>
    isRemote(file) ? [] : { role: file.role, path: file.shown, part: partOf(spec, table) },
  );
}

/** Reads the rows of an open spec, and what belongs to them. */
async function read(
  session: Session,
  spec: Spec,
  open: OpenSpec,
  run: RunContext,
  places: boolean,
): Promise<Omit<Dataset, 'inputs'> & ReadTables> {
  const warnings: Warning[] = [];
  const { tables, hashes } = await readTables(session, open, keepsNullText(spec), run, READ_SHARE);
  const planned = await planRows(session, spec, open, tables, warnings);
  run.onProgress({ phase: 'encode', message: 'sorting and encoding rows', fraction: READ_SHARE });
  const beside = planned.pairs.length + planned.itemFiles.length;
  const encodeEnd = beside > 0 ? SOURCES_FROM : 1;
  // Rows are inserted in the order of the files.
  const plan = { ...planned.plan, ...(places && { place: 'rowid' }) };
  const encoded = await encodeRows(session, plan, (fraction) =>
    run.onProgress({
      phase: 'encode',
      message: 'encoding rows',
      fraction: READ_SHARE + fraction * (encodeEnd - READ_SHARE),
    }),
  );
  for (const { role, keys, rows } of encoded.unmatched) {
    if (rows === 0) continue;
    const file = open.tables.find((table) => table.role === role)?.shown;
    warnings.push(unknownEntities(role, file, keys, rows));
  }
  if (encoded.rows === 0) throw noRowUsed();
  warnOfRepeats(encoded, warnings);
  const { timeReading, window } = planned;
  const { part, timeline } = splitRows(spec, { ...encoded, timeReading, window }, warnings, shared);
  const log = { ...planned.ids, timeline, timeReading, itemNames: encoded.itemNames };
  let done = 0;
  const report = (message: string) => {
    const fraction = SOURCES_FROM + ((1 - SOURCES_FROM) * done++) / beside;
    run.onProgress({ phase: 'encode', message, fraction });
  };
  const pairs: Record<string, PairTable> = {};
  for (const pair of planned.pairs) {
    report(`matching the pairs of ${pair.spec.name}`);
    pairs[pair.spec.name] = await joinPairs(session, pair, log, warnings);
  }
  const vectors: Record<string, VectorTable> = {};
  const clusters: Record<string, ClusterTable> = {};
  for (const plan of planned.itemFiles) {
    const name = plan.at[0] === 'models' ? modelVectors(plan.spec.name) : plan.spec.name;
    const isVectors = holdsVectors(plan.spec);
    report(`reading the ${isVectors ? 'vectors' : 'clusters'} of ${plan.spec.name}`);
    if (isVectors) vectors[name] = await readVectors(session, plan, log, run, warnings);
    else clusters[name] = await readClusters(session, plan, log, warnings);
  }
  const scored = encoded.features.length - planned.predictions.length;
  const ofLog = encoded.features.slice(0, scored);
  const scores = encoded.features.slice(scored).map((column) => {
    if (column.type === 'numeric' && column.values instanceof Float64Array) return column.values;
    throw new Failure('internal', 'lost-scores', 'Scores of a model were not read as numbers.');
  });
  const { features, sourceColumns } = columnsOfSources(ofLog, planned.sourceColumns);
  const predictions = predictionScores(planned.predictions, scores, { ...encoded, part }, warnings);
  return {
    rows: encoded.rows,
    user: encoded.user,
    users: encoded.userNames.length,
    item: encoded.item,
    items: encoded.itemNames.length,
    userNames: encoded.userNames,
    itemNames: encoded.itemNames,
    label: encoded.label,
    part,
    timeline,
    ...(encoded.labelTime !== undefined && { labelTime: encoded.labelTime }),
    group: encoded.group,
    weight: encoded.weight,
    ...(encoded.propensity !== undefined && { propensity: encoded.propensity }),
    ...(spec.objectives.length > 0 && { objectives: encoded.objectives }),
    score: encoded.score,
    ...(encoded.place !== undefined && { place: encoded.place }),
    features,
    pairs,
    vectors,
    clusters,
    predictions,
    sourceColumns,
    warnings,
    tables,
    hashes,
  };
}

/** Features of the base first, then those of each source. */
function columnsOfSources(
  all: readonly FeatureColumn[],
  sources: PlannedRows['sourceColumns'],
): Required<Pick<Dataset, 'features' | 'sourceColumns'>> {
  let at = all.length - sources.reduce((sum, { columns }) => sum + columns, 0);
  const features = all.slice(0, at);
  const sourceColumns: Record<string, FeatureColumn[]> = {};
  for (const { name, columns } of sources) {
    sourceColumns[name] = all.slice(at, at + columns);
    at += columns;
  }
  return { features, sourceColumns };
}

/** Whether words such as `NULL` are ids, in any table. */
function keepsNullText({ log }: Spec): boolean {
  return log.nullText === 'keep';
}
