/**
 * Where the rows of a table come from. Files are the only kind today; a table of a catalog would be another (`{kind: 'table',
 * name}`), which only an engine beside it can read. The compiler then names the places that ask the kind: the engine's reading and looking,
 * which alone know what lies beside a table (DuckDB refuses what is not a file of this machine).
 */
export type TableSource = FileSource;

export interface FileSource {
  kind: 'files';
  /** Files or globs, relative to `folder`. */
  patterns: readonly string[];
  /** Absolute. */
  folder: string;
}

export function filesIn(folder: string, patterns: readonly string[]): FileSource {
  return { kind: 'files', patterns, folder };
}
