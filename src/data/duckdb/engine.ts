/** The default engine: DuckDB, embedded. Plan, read, check, encode, split; each step in its own file. */
import { version } from '@duckdb/node-api';
import { Failure, type Warning } from '../../report/failure.ts';
import { fingerprintFile } from '../../report/fingerprint.ts';
import type { RunContext } from '../../report/progress.ts';
import type { InputFingerprint } from '../../report/schema.ts';
import type { Spec } from '../../spec/schema.ts';
import type { Dataset } from '../dataset.ts';
import type { Checked, Engine } from '../engine.ts';
import { type Allocate, splitRows } from '../timeline.ts';
import { encodeRows } from './encode.ts';
import { type OpenSpec, openSpec } from './open.ts';
import { planColumns, planRows } from './rows.ts';
import { openSession, type Session } from './session.ts';
import { sharedFloat64, sharedUint8, sharedUint16 } from './shared.ts';
import { type LoadedTable, loadTable } from './table.ts';

export interface DuckDbEngineOptions {
  /** Where DuckDB's temporary folder is made; the system's by default. */
  temporaryFolder?: string | undefined;
}

/** Rows of each file whose types and values `check` looks at. */
const CHECK_ROWS = 10_000;
/** Share of reading in this engine's progress; encoding has the rest. */
const READ_SHARE = 0.5;

const shared: Allocate = {
  part: sharedUint8,
  slices: (rows, slices) => ({ slice: sharedUint16(rows), starts: sharedFloat64(slices) }),
};

export function createDuckDbEngine({ temporaryFolder }: DuckDbEngineOptions = {}): Engine {
  async function inSession<T>(run: RunContext, work: (session: Session) => Promise<T>): Promise<T> {
    const session = await openSession(run, temporaryFolder);
    try {
      return await work(session);
    } finally {
      await session.close();
    }
  }
  return {
    versions: { duckdb: version() },
    check: (spec, folder, run) => inSession(run, (session) => check(session, spec, folder, run)),
    load: (spec, folder, run) => inSession(run, (session) => load(session, spec, folder, run)),
  };
}

async function check(session: Session, spec: Spec, folder: string, run: RunContext): Promise<Checked> {
  const open = await openSpec(session, spec, folder, run);
  let rows = 0;
  for (const { file, scan, columns } of open.log.files) {
    const source = await scan(session, columns.length > 0 ? [(columns[0] as { name: string }).name] : []);
    const row = await session.row(`SELECT count(*) AS n FROM ${source}`, { path: file.shown });
    rows += Number(row['n']);
  }
  const samples = new Map<string, LoadedTable>();
  for (const { role, files, needs } of open.tables) {
    samples.set(role, await loadTable(session, role, files, needs, { limit: CHECK_ROWS }));
  }
  await planColumns(session, spec, open, samples, []);
  return {
    files: open.tables.flatMap(({ files }) =>
      files.map(({ file }) => ({ role: file.role, path: file.shown, bytes: file.bytes })),
    ),
    columns: open.tables.map(({ role, files }) => ({ role, columns: files[0]?.columns ?? [] })),
    rows,
  };
}

async function load(session: Session, spec: Spec, folder: string, run: RunContext): Promise<Dataset> {
  const warnings: Warning[] = [];
  run.onProgress({ phase: 'read', message: 'opening files', fraction: 0 });
  const open = await openSpec(session, spec, folder, run);
  const tables = await readTables(session, open, run);
  const planned = await planRows(session, spec, open, tables, warnings);
  run.onProgress({ phase: 'encode', message: 'sorting and encoding rows', fraction: READ_SHARE });
  const encoded = await encodeRows(session, planned.plan, (fraction) =>
    run.onProgress({
      phase: 'encode',
      message: 'encoding rows',
      fraction: READ_SHARE + fraction * (1 - READ_SHARE),
    }),
  );
  for (const { role, keys, rows } of encoded.unmatched) {
    if (rows === 0) continue;
    const shown = open.tables.find((table) => table.role === role)?.shown;
    const message = `${keys.toLocaleString('en-US')} ${role} of the log are not in ${shown}; their features are missing.`;
    warnings.push({ code: `unknown-${role}`, message, count: rows });
  }
  if (encoded.rows === 0) {
    throw new Failure('data', 'no-rows', 'No row of the log is used: change `split`.', {
      specPath: ['split'],
    });
  }
  const { timeKind, window } = planned;
  const { part, timeline } = splitRows(spec, { ...encoded, timeKind, window }, warnings, shared);
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
    group: encoded.group,
    weight: encoded.weight,
    features: encoded.features,
    inputs: await fingerprints(open, tables, folder),
    warnings,
  };
}

async function readTables(
  session: Session,
  open: OpenSpec,
  run: RunContext,
): Promise<Map<string, LoadedTable>> {
  const tables = new Map<string, LoadedTable>();
  const files = open.tables.flatMap((table) => table.files);
  const bytes = files.reduce((sum, { file }) => sum + file.bytes, 0);
  let read = 0;
  for (const { role, files, needs } of open.tables) {
    const table = await loadTable(session, role, files, needs, {
      onFile: ({ file }) => {
        run.onProgress({
          phase: 'read',
          message: `reading ${file.shown}`,
          fraction: (READ_SHARE * read) / bytes,
        });
        read += file.bytes;
      },
    });
    tables.set(role, table);
  }
  return tables;
}

async function fingerprints(
  open: OpenSpec,
  tables: ReadonlyMap<string, LoadedTable>,
  folder: string,
): Promise<InputFingerprint[]> {
  const inputs = open.tables.flatMap(({ role, files }) =>
    files.map(async ({ file }, i) => {
      const rows = tables.get(role)?.rowsPerFile[i];
      if (rows === undefined) throw new Failure('internal', 'lost-file', `No row count of ${file.shown}.`);
      return { ...(await fingerprintFile(file.shown, role, folder)), rows };
    }),
  );
  return Promise.all(inputs);
}
