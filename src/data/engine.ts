/**
 * Where rows come from, and where tables for others go. DuckDB is the default engine (`default-engine.ts` alone knows it); a
 * remote one fulfils the same contract, and says what it refuses, counts and warns of through `policy/`, in the same words.
 */
import type { RunContext } from '../common/progress.ts';
import type { Spec } from '../specfile/schema.ts';
import type { Dataset } from './dataset.ts';
import type { KeepLogs } from './kept/kept-log.ts';
import type { Look } from './look.ts';
import type { ProfileOptions } from './profile.ts';
import type { TableSource } from './table-source.ts';
import type { OutputColumn, RowScores } from './tables.ts';

export interface ColumnInfo {
  name: string;
  /** The engine's type name, e.g. `BIGINT`, `VARCHAR`. */
  type: string;
}

/** What `lis check` learns without reading the rows. */
export interface Checked {
  /** `path` as messages name it; no `bytes` where it is not a file of this machine. */
  files: { role: string; path: string; bytes?: number | undefined }[];
  columns: { role: string; columns: ColumnInfo[] }[];
  rows: number;
}

/** What a dataset may have besides, and where an engine may keep it. */
export interface LoadAlso {
  places?: boolean;
  /** Absent where nothing is to be kept. */
  keep?: KeepLogs | undefined;
}

export interface Engine {
  /** Versions of what reads the data of a spec, for the report: `{duckdb: "v1.5.5"}`. */
  versions(spec: Pick<Spec, 'engine'>): Promise<Readonly<Record<string, string>>>;
  /**
   * Opens the files a spec names, and checks that every named column exists and fits.
   * @param folder absolute folder of the spec; its paths are relative to it.
   * @throws Failure `data` or `usage`, with the spec path of the offending key.
   */
  check(spec: Spec, folder: string, run: RunContext): Promise<Checked>;
  /**
   * Reads, joins, types, encodes, sorts and splits the log.
   * @param also `places`: with `Dataset.place`, which an engine that knows no order of rows leaves out; `keep`: takes up the log that an
   *   earlier run has read, where its files still hold the same bytes, and keeps what it has to read
   * @throws Failure, Cancelled
   */
  load(spec: Spec, folder: string, run: RunContext, also?: LoadAlso): Promise<Dataset>;
  /**
   * Looks at a log without a spec.
   * @param work may ask the rows until it ends
   * @throws Failure `data` for what cannot be read, Cancelled
   */
  look<T>(
    source: TableSource,
    run: RunContext,
    work: (look: Look) => Promise<T>,
    options?: ProfileOptions,
  ): Promise<T>;
  /**
   * Reads the scores that a program has written: values that are not numbers arrive as NaN.
   * @param path absolute, of a file of this machine: Parquet, or CSV with a header
   * @throws Failure `data`: no such columns, unreadable; Cancelled
   */
  readRowScores(path: string, format: 'parquet' | 'csv', run: RunContext): Promise<RowScores>;
  /**
   * Writes typed columns into a Parquet file of this machine.
   * @param path absolute; replaced where it exists.
   * @param pause called every few milliseconds; throws to stop, and nothing is written then.
   * @throws Failure `resource` where the disk or the memory does not hold it; what `pause` throws
   */
  writeParquet(
    path: string,
    rows: number,
    columns: readonly OutputColumn[],
    pause: () => Promise<void>,
  ): Promise<void>;
}
