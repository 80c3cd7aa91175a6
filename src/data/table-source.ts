/** Where the rows of a table come from: paths, which the engine of a spec may leave to a cluster. */
import type { EngineSpec } from '../specfile/schema.ts';

export type TableSource = FileSource;

export interface FileSource {
  kind: 'files';
  /** Files or globs, relative to `folder`. */
  patterns: readonly string[];
  /** Absolute. */
  folder: string;
  /** Of the spec that names them: a cluster may read them. */
  engine?: EngineSpec | undefined;
}

export function filesIn(folder: string, patterns: readonly string[], engine?: EngineSpec): FileSource {
  return { kind: 'files', patterns, folder, ...(engine !== undefined && { engine }) };
}
