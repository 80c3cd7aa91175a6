/** What the checks of an audit look at: a loaded log, its columns, and which rows train. */
import type { Dataset, FeatureColumn } from '../../data/dataset.ts';
import type { Spec } from '../../specfile/schema.ts';

/** A column of the log, or of a table that joins it. */
export interface AuditColumn {
  name: string;
  table: 'log' | 'items' | 'users';
  column: FeatureColumn;
  /** Where the spec names it; absent where the log has it and the spec does not. */
  specPath?: readonly (string | number)[] | undefined;
  /** The label is made of it, and the spec does not read it otherwise: aggregates may be of it, but it is not a feature. */
  outcome?: boolean;
}

export interface AuditSubject {
  spec: Spec;
  data: Dataset;
  columns: readonly AuditColumn[];
  /** Row numbers, ascending: those that train in the sense of the split, and those that are evaluated. */
  training: Uint32Array;
  evaluation: Uint32Array;
  /** When the audit runs, µs since 1970. */
  now: number;
  /** Called every few milliseconds of work; throws to stop. */
  breathe: () => Promise<void>;
}
