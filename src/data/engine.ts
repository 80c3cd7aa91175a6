/** Where rows come from. DuckDB is the default engine; a remote one fulfils the same contract. */
import type { RunContext } from '../common/progress.ts';
import type { Spec } from '../specfile/schema.ts';
import type { Dataset } from './dataset.ts';

export interface ColumnInfo {
  name: string;
  /** The engine's type name, e.g. `BIGINT`, `VARCHAR`. */
  type: string;
}

/** What `lis check` learns without reading the rows. */
export interface Checked {
  files: { role: string; path: string; bytes: number }[];
  columns: { role: string; columns: ColumnInfo[] }[];
  rows: number;
}

export interface Engine {
  /** Versions of what reads the data, for the report: `{duckdb: "v1.5.5"}`. */
  versions(): Promise<Readonly<Record<string, string>>>;
  /**
   * Opens the files a spec names, and checks that every named column exists and fits.
   * @param folder absolute folder of the spec; its paths are relative to it.
   * @throws Failure `data` or `usage`, with the spec path of the offending key.
   */
  check(spec: Spec, folder: string, run: RunContext): Promise<Checked>;
  /** Reads, joins, types, encodes, sorts and splits the log. @throws Failure, Cancelled */
  load(spec: Spec, folder: string, run: RunContext): Promise<Dataset>;
}
