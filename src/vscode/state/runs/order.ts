/** Pinned runs first, then the newest. Times are ISO 8601 of one length, so that they sort as text. */
export function inOrder<R extends { time: string; pinned: boolean }>(runs: readonly R[]): R[] {
  return [...runs].sort((a, b) => Number(b.pinned) - Number(a.pinned) || (a.time < b.time ? 1 : -1));
}
