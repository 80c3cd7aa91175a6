/** The sessions of a window, each with its distinct items, and of each item its sessions. */
import type { SourceInput } from '../features/source.ts';
import type { SessionPositions } from './session-positions.ts';

export interface WindowSessions {
  /** Where each session begins in `item`, and the end. */
  start: Uint32Array;
  /** Distinct items, session by session, each in the order of its first click there. */
  item: Uint32Array;
  /** Fold of each session's user. */
  fold: Uint8Array;
  /** Where each item begins in `itemSession`, and the end; sessions ascend. */
  itemStart: Uint32Array;
  itemSession: Uint32Array;
}

/** @param first slice of the window; so is `last`: a session that reaches beyond it is cut at its ends */
export function windowSessions(
  { data, positives, userFold }: Pick<SourceInput, 'data' | 'positives' | 'userFold'>,
  { slice, sessionStart }: SessionPositions,
  first: number,
  last: number,
): WindowSessions {
  const item = new Uint32Array(positives.count);
  const start: number[] = [];
  const fold: number[] = [];
  const seenIn = new Uint32Array(data.items); // session + 1 that the item was met in last
  const itemStart = new Uint32Array(data.items + 1);
  let length = 0;
  for (let user = 0; user < data.users; user++) {
    let session = -1;
    for (let p = positives.userStart[user]!; p < positives.userStart[user + 1]!; p++) {
      if (slice[p]! < first || slice[p]! > last) continue;
      if (sessionStart[p] !== session) {
        session = sessionStart[p]!;
        start.push(length);
        fold.push(userFold[user]!);
      }
      const clicked = positives.itemByUser[p]!;
      if (seenIn[clicked] === start.length) continue;
      seenIn[clicked] = start.length;
      item[length++] = clicked;
      itemStart[clicked + 1]!++;
    }
  }
  start.push(length);
  for (let at = 1; at < itemStart.length; at++) itemStart[at]! += itemStart[at - 1]!;
  const free = itemStart.slice(0, -1);
  const itemSession = new Uint32Array(length);
  for (let session = 0; session + 1 < start.length; session++) {
    for (let at = start[session]!; at < start[session + 1]!; at++) itemSession[free[item[at]!]!++] = session;
  }
  return {
    ...{ start: Uint32Array.from(start), item: item.subarray(0, length), fold: Uint8Array.from(fold) },
    ...{ itemStart, itemSession },
  };
}
