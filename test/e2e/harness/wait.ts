/**
 * Waiting, for machines of any speed. What a test looks for is read again until it is there, and what is returned is the very
 * text that was found: a second look may meet another notification, or none. The limits say when to give up on a machine that
 * is several times slower than a developer's; what is there at once costs nothing of them.
 */
import type { Locator } from 'playwright-core';
import { noteSecondTry } from '../../support/second-tries.ts';

/** Limit of an evaluation of the small workspaces: seconds on a quiet machine. */
export const RUN_MS = 180_000;
export const RUN = { timeout: RUN_MS };
/** Limit of what follows at once on a quiet machine: a redraw, a saved file, an answer of the language features. */
export const SOON_MS = 60_000;
export const SOON = { timeout: SOON_MS };

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * What is not there after two seconds takes its time: a look makes the page lay itself out, so there are fewer of them.
 * @returns whether the condition came true within the limit. A condition that throws is one that is not true yet.
 */
export async function cameTrue(condition: () => Promise<boolean>, limit: number): Promise<boolean> {
  const begun = Date.now();
  const deadline = begun + limit;
  for (;;) {
    if (await condition().catch(() => false)) return true;
    if (Date.now() > deadline) return false;
    await pause(Date.now() - begun < 2_000 ? 50 : 250);
  }
}

/** @returns whether a condition is true and remains so for a second: what else is under way has had its say. */
export async function staysTrue(condition: () => Promise<boolean>): Promise<boolean> {
  for (let look = 0; look < 20; look++) {
    if (!(await condition().catch(() => false))) return false;
    await pause(50);
  }
  return true;
}

/** @returns whether the element was seen within the limit. */
export function appears(element: Locator, limit: number): Promise<boolean> {
  return element.waitFor({ timeout: limit }).then(
    () => true,
    () => false,
  );
}

/** @returns whether the element was gone or hidden within the limit. */
export function vanishes(element: Locator, limit: number): Promise<boolean> {
  return element.waitFor({ state: 'hidden', timeout: limit }).then(
    () => true,
    () => false,
  );
}

/**
 * Reads texts until one matches, and returns that one.
 * @throws when none does within the limit, with the texts that were there instead.
 */
export async function firstMatch(
  read: () => Promise<string[]>,
  pattern: RegExp,
  limit: number,
): Promise<string> {
  let texts: string[] = [];
  let found: string | undefined;
  const matches = async (): Promise<boolean> => {
    texts = await read();
    found = texts.find((text) => pattern.test(text));
    return found !== undefined;
  };
  if ((await cameTrue(matches, limit)) && found !== undefined) return found;
  throw new Error(
    `nothing matches ${pattern} within ${limit} ms, but there is: ${texts.join(' | ') || 'nothing'}`,
  );
}

/**
 * Does a step again where it failed: a key that met nobody, a menu that a redraw closed. The tally of `npm test` shows each.
 * @throws what the last attempt threw.
 */
export async function again<T>(attempts: number, step: (attempt: number) => Promise<T>): Promise<T> {
  const { stack } = new Error('here');
  for (let attempt = 1; ; attempt++) {
    try {
      return await step(attempt);
    } catch (error) {
      if (attempt >= attempts) throw error;
      noteSecondTry(error, stack, import.meta.filename);
    }
  }
}
