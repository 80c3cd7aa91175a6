/** The few files an adapter may look into, as its caller hands them out: other configs of the project, heads of data files. */

export interface ConfigFiles {
  /** The beginning of a text file, at most `limit` bytes of it; undefined where there is no such file, or it may not be read. */
  read(path: string, limit?: number): Promise<string | undefined>;
  /**
   * Bytes of a file from position `from`, which counts from the end where it is negative; fewer where the file ends. Undefined where
   * `read` is, and for a position before the beginning.
   */
  bytes(path: string, from: number, length: number): Promise<Uint8Array | undefined>;
  /** Names in a folder; empty where there is none. */
  list(folder: string): Promise<readonly string[]>;
  /** Whether a file or a folder is there. */
  exists(path: string): Promise<boolean>;
}

/** Enough for the widest header and a few thousand rows behind it. */
export const HEAD_BYTES = 64 * 1024;
