/** A table that a spec names: its files, opened, and what is needed of them. */
import type { Role } from '../../plan/named-tables.ts';
import type { Need } from '../../plan/needs.ts';
import type { OpenFile } from '../session/columns.ts';

export interface OpenTable {
  /** Unique, and DuckDB's name of the table: `log`, `items`, `users`, `source0`, … */
  id: string;
  role: Role;
  files: OpenFile[];
  needs: Need[];
  /** How messages name the table: its file, or its first file and the number of the others. */
  shown: string;
  /** What is read into DuckDB, where that is not all of the above. */
  reads?: { files: OpenFile[]; needs: Need[] };
}
