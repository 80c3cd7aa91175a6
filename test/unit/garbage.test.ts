/** Arrays outside V8's heap go when memory is short, and nothing is done where it is not. */
import { setImmediate } from 'node:timers/promises';
import { afterEach, expect, it, vi } from 'vitest';
import { collectGarbage, easeMemory } from '../../src/common/garbage.ts';

afterEach(() => vi.restoreAllMocks());

/** An array that nothing refers to once the present turn is over. */
async function dropped(): Promise<WeakRef<Uint8Array>> {
  const reference = new WeakRef(new Uint8Array(new SharedArrayBuffer(2 ** 24)).fill(1));
  await setImmediate();
  return reference;
}

it('frees arrays that nothing refers to', async () => {
  const [array, held] = [await dropped(), new Uint8Array(8)];
  const reference = new WeakRef(held);
  await setImmediate();
  expect(collectGarbage()).toBeGreaterThan(2 ** 20);
  expect(array.deref()).toBeUndefined();
  expect(reference.deref()).toBe(held);
});

it('looks for garbage above half of the setting, and again only where memory has grown since', async () => {
  const rss = vi.spyOn(process.memoryUsage, 'rss');
  const isCollected = async (held: number): Promise<boolean> => {
    const array = await dropped();
    rss.mockReturnValue(held);
    expect(easeMemory(6400)).toBe(held);
    return array.deref() === undefined;
  };
  rss.mockReturnValue(100);
  collectGarbage();
  expect(await isCollected(3200)).toBe(false);
  expect(await isCollected(3201)).toBe(true);
  expect(await isCollected(3401)).toBe(false); // what is in use stays, and is not looked at again and again
  expect(await isCollected(3402)).toBe(true);
  expect(await isCollected(3300)).toBe(false); // freed behind the last look
  expect(await isCollected(3501)).toBe(true);
});
