/** Which hashes of reports speak for all of a file. */

/** What a hash of all bytes begins with; the reports of first versions hold another hash, of the edges alone. */
export const ALL_BYTES = 'sha256:';

/** Whether equal hashes mean equal files. */
export function coversAllBytes(hash: string): boolean {
  return hash.startsWith(ALL_BYTES);
}
