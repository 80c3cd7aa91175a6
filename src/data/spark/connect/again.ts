/** How often, and after what pause, a question is asked again. */
import { setTimeout as delay } from 'node:timers/promises';
import { Cancelled } from '../../../common/failure.ts';

const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 4000;

export interface Patience {
  /** Of a question that was never answered: a wrong address should be told soon. */
  first: number;
  /** Of one to a server that has answered before: some 15 seconds, in which a proxy or a driver comes back. */
  later: number;
}

export const PATIENCE: Patience = { first: 4, later: 10 };

/** Waits before the question is asked again. @param failures so far, ≥ 1. @throws Cancelled */
export async function pause(failures: number, signal: AbortSignal | undefined): Promise<void> {
  const ms = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (failures - 1));
  try {
    await delay(ms, undefined, signal === undefined ? {} : { signal });
  } catch {
    throw new Cancelled();
  }
}
