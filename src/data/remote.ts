/**
 * Tables that a cluster reads: what an engine on this machine needs of them to treat their rows like those of a file. Which columns there are is
 * known at once; rows come when they are asked for, only the columns in use, in any order.
 */
import type { ArrowField } from './arrow/schema.ts';
import type { NamedTable } from './plan/named-tables.ts';

export interface RemoteTable {
  /** As the spec names it. */
  shown: string;
  fields: readonly ArrowField[];
  /** True where all values are the text of text files, whose types are decided after reading. */
  untyped: boolean;
  /** @throws Failure, Cancelled */
  count(): Promise<number>;
  /**
   * Whole Arrow streams, one after the other, of the columns asked for in that order.
   * @param paths of columns: the position of a field, then that of a field of its records, and so on
   * @param limit rows at most
   * @throws Failure, Cancelled; rows that came before count for nothing then
   */
  rows(paths: readonly (readonly number[])[], limit?: number): AsyncIterable<Uint8Array>;
}

/** @returns undefined for a table of files of this machine. @throws Failure, Cancelled */
export type OpenRemote = (table: NamedTable) => Promise<RemoteTable | undefined>;
