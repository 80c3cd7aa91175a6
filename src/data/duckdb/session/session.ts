/**
 * One DuckDB in memory for one run: its own temporary folder, its share of the memory, and a door that is locked before
 * any text of the user's is evaluated. Every statement goes through here, so that each can be cancelled and each fault
 * becomes a `Failure`.
 */
import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DuckDBConnection, DuckDBInstance, DuckDBResult } from '@duckdb/node-api';
import { Cancelled, Failure } from '../../../common/failure.ts';
import { hold, ownedFolder, ownerTag, sweep } from '../../../common/owner.ts';
import type { RunContext } from '../../../common/progress.ts';
import { duckdb } from './driver.ts';
import { asFailure, explained, type Reading } from './faults.ts';
import { escapeGlob, quoteText } from './sql.ts';

/** DuckDB's share of the process's budget; the rest is for encoded columns, kernels and Node itself. */
const MEMORY_SHARE = 0.3;
/** Below this DuckDB cannot even sort a few thousand rows. */
const LEAST_MEMORY = 128 * 2 ** 20;
/** An interrupt that arrives between two statements is lost, so it is repeated until the statement ends. */
const INTERRUPT_MS = 50;

/** Begins the names of the folders of spilled rows. */
const FOLDER = 'lis-duckdb';

export type Value = string | number | bigint | boolean | null;
export type Row = Record<string, Value>;

export interface Session {
  readonly connection: DuckDBConnection;
  /** Its folder of temporary files, whose files can be read; gone when the session is closed. */
  readonly folder: string;
  /** Bytes that arrays on their way into DuckDB may take beside it. */
  readonly arrayBytes: number;
  /** Runs a statement. @returns number of rows inserted. @throws Failure, Cancelled */
  run(sql: string, reading?: Reading): Promise<number>;
  /** Small results only: one object per row. @throws Failure, Cancelled */
  rows(sql: string, reading?: Reading): Promise<Row[]>;
  /** The only row of an aggregate. */
  row(sql: string, reading?: Reading): Promise<Row>;
  /** A result to be fetched chunk by chunk inside `work`. */
  stream<T>(sql: string, work: (result: DuckDBResult) => Promise<T>, reading?: Reading): Promise<T>;
  /** From here on only `paths` and `folder` can be read, and no setting can be changed. */
  lock(paths: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

/** Of the sessions that are open: one listener removes all, since Node warns of a dozen. */
const folders = new Set<string>();
const removeAtExit = (): void => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
};

/** @param temporaryFolder where spilled data goes; a new folder inside it is made and removed again. */
export async function openSession(run: RunContext, temporaryFolder = tmpdir()): Promise<Session> {
  if (run.signal.aborted) throw new Cancelled();
  const { DuckDBInstance } = await duckdb();
  await sweep(temporaryFolder, ownedFolder(FOLDER));
  const folder = await mkdtemp(join(temporaryFolder, `${FOLDER}-${ownerTag}-`)).catch((error: Error) => {
    const message = `No temporary folder can be made in ${temporaryFolder} (${error.message}): name another one in TMPDIR.`;
    throw new Failure('resource', 'no-temporary-folder', message);
  });
  const release = hold(folder);
  // A compute process that leaves in the middle (its host is gone) must not leave spilled rows behind.
  if (folders.size === 0) process.once('exit', removeAtExit);
  folders.add(folder);
  const removeFolder = async () => {
    release();
    await rm(folder, { recursive: true, force: true });
    folders.delete(folder);
    if (folders.size === 0) process.removeListener('exit', removeAtExit);
  };
  const memory = Math.max(LEAST_MEMORY, Math.floor(run.memoryBytes * MEMORY_SHARE));
  let instance: DuckDBInstance | undefined;
  let connection: DuckDBConnection;
  try {
    instance = await DuckDBInstance.create(':memory:', {
      threads: String(run.threads),
      memory_limit: `${memory}B`,
      temp_directory: folder,
      preserve_insertion_order: 'false', // every order that matters is asked for
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
      ieee_floating_point_ops: 'false', // a division by zero is missing, not infinite or NaN
    });
    connection = await instance.connect();
    await connection.run("SET TimeZone = 'UTC'");
  } catch (error) {
    instance?.closeSync();
    await removeFolder();
    throw asFailure(error);
  }

  async function guarded<T>(work: () => Promise<T>, reading?: Reading): Promise<T> {
    if (run.signal.aborted) throw new Cancelled();
    let timer: NodeJS.Timeout | undefined;
    const interrupt = () => {
      connection.interrupt();
      timer ??= setInterval(interrupt, INTERRUPT_MS);
    };
    run.signal.addEventListener('abort', interrupt, { once: true });
    try {
      const result = await work();
      if (run.signal.aborted) throw new Cancelled();
      return result;
    } catch (error) {
      throw run.signal.aborted ? new Cancelled() : await explained(error, reading);
    } finally {
      run.signal.removeEventListener('abort', interrupt);
      clearInterval(timer);
    }
  }

  const session: Session = {
    connection,
    folder,
    arrayBytes: Math.floor(run.memoryBytes * (1 - MEMORY_SHARE)),
    run: (sql, reading) => guarded(async () => (await connection.run(sql)).rowsChanged, reading),
    rows: (sql, reading) =>
      guarded(async () => {
        const reader = await connection.runAndReadAll(sql);
        return reader.getRowObjectsJS() as Row[];
      }, reading),
    async row(sql, reading) {
      const [first] = await session.rows(sql, reading);
      if (first === undefined) throw asFailure(new Error('an aggregate returned no row'));
      return first;
    },
    stream: (sql, work, reading) => guarded(async () => work(await connection.stream(sql)), reading),
    async lock(paths) {
      // Statements name files in the escaped form, which is what DuckDB compares; opening them compares the plain one.
      const forms = new Set(paths.flatMap((path) => [path, escapeGlob(path)]));
      await session.run(`SET allowed_paths = [${[...forms].map(quoteText).join(', ')}]`);
      await session.run(`SET allowed_directories = [${quoteText(folder)}]`);
      await session.run('SET enable_external_access = false');
      await session.run('SET lock_configuration = true');
    },
    async close() {
      connection.closeSync();
      instance.closeSync();
      await removeFolder();
    },
  };
  return session;
}
