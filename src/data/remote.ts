/**
 * Tables that a cluster reads: what an engine on this machine needs of them to treat their rows like those of a file. Which columns there are is
 * known at once; rows come when they are asked for, only the columns in use, in any order.
 */
import type { ArrowField } from './arrow/schema.ts';
import type { NamedTable } from './plan/named-tables.ts';

/** A column: the position of a field, then that of a field of its records, and so on. */
export type ColumnPath = readonly number[];

/**
 * Bits of a code that stands for a value. A code is a hash of its value: whoever computes it gives the same one, whatever other values there are.
 */
export type CodeBits = 32 | 64;

export interface RemoteTable {
  /** As the spec names it. */
  shown: string;
  fields: readonly ArrowField[];
  /** True where all values are the text of text files, whose types are decided after reading. */
  untyped: boolean;
  /**
   * A column behind those of `fields`, where this is a table of vectors that may be asked for it: rows whose item the log does not have then come
   * without their vector, and with its length here, which is missing in all others. A vector that is not as it should be comes in any case.
   */
  lengths?: ColumnPath | undefined;
  /** @throws Failure, Cancelled */
  count(): Promise<number>;
  /**
   * Which of the columns are sent in fewer bytes as codes, with each value once; undefined for those that are not.
   * @throws Failure, Cancelled
   */
  codes(paths: readonly ColumnPath[]): Promise<(CodeBits | undefined)[]>;
  /**
   * Arrow streams of two columns: codes, and the different values that they stand for. Two values may have the same code.
   * @throws Failure, Cancelled
   */
  values(path: ColumnPath, bits: CodeBits): AsyncIterable<Uint8Array>;
  /**
   * Whole Arrow streams, one after the other, of the columns asked for in that order.
   * @throws Failure, Cancelled; rows that came before count for nothing then
   */
  rows(paths: readonly ColumnPath[], which?: WhichRows): AsyncIterable<Uint8Array>;
}

export interface WhichRows {
  /** Rows at most. */
  limit?: number | undefined;
  /** Of each column: whether codes come in place of its values. */
  codes?: readonly (CodeBits | undefined)[];
}

/** The log, and its column of items. */
export interface LogItems {
  table: NamedTable;
  item: string;
}

/**
 * @param log whose items tell which vectors are needed; all of them where absent
 * @returns undefined for a table of files of this machine. @throws Failure, Cancelled
 */
export type OpenRemote = (table: NamedTable, log?: LogItems) => Promise<RemoteTable | undefined>;
