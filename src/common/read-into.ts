/** Reads files of any size into memory that is there already. */
import { closeSync, openSync, readSync } from 'node:fs';

/** Bytes that the system reads at once. */
const AT_ONCE = 2 ** 30;

/** Fills `bytes` from the beginning of a file. @throws what the system says of the file; Error where it is shorter */
export function readInto(bytes: Uint8Array, path: string): void {
  const file = openSync(path, 'r');
  try {
    for (let from = 0; from < bytes.length; ) {
      const read = readSync(file, bytes, from, Math.min(bytes.length - from, AT_ONCE), from);
      if (read === 0) throw new Error(`${path} ends after ${from} of ${bytes.length} bytes`);
      from += read;
    }
  } finally {
    closeSync(file);
  }
}
