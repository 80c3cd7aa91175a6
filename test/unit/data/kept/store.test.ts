/** A folder of results: what is read is what was written, or nothing. */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Store } from '../../../../src/data/kept/store.ts';

const MOST = 1000;
const keyOf = (n: number): string => n.toString(16).padStart(64, '0');
const entryOf = (...bytes: number[]) => ({ facts: { count: bytes.length }, bytes: Uint8Array.from(bytes) });

let parent: string;
let folder: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'lis-store-'));
  folder = join(parent, '.lis', 'cache', 'base');
});
afterEach(() => rmSync(parent, { recursive: true, force: true }));

const fileOf = (n: number): string => join(folder, `${keyOf(n)}.bin`);
async function readBack(store: Store, n: number): Promise<number[] | undefined> {
  const found = await store.read(keyOf(n), MOST);
  return found && [...found.bytes];
}

describe('an entry', () => {
  it('is read as it was written, by another store too, and is absent before', async () => {
    const store = new Store(folder);
    expect(await store.read(keyOf(1), MOST)).toBeUndefined();
    const shared = new Float32Array(new SharedArrayBuffer(8));
    shared.set([Number.NaN, -0.1]);
    await store.write(keyOf(1), {
      facts: { text: 'ä', loss: 0.1 + 0.2 },
      bytes: new Uint8Array(shared.buffer),
    });
    const found = await new Store(folder).read(keyOf(1), MOST);
    expect(found?.facts).toEqual({ text: 'ä', loss: 0.1 + 0.2 });
    expect([...found!.bytes]).toEqual([...new Uint8Array(shared.buffer)]);
    expect(readdirSync(folder)).toEqual([`${keyOf(1)}.bin`]);
    expect(readFileSync(join(parent, '.lis', '.gitignore'), 'utf8')).toBe('cache/\n');
  });

  it('of no bytes, or replaced, is read all the same', async () => {
    const store = new Store(folder);
    await store.write(keyOf(1), entryOf());
    expect(await readBack(store, 1)).toEqual([]);
    await store.write(keyOf(1), entryOf(1, 2));
    expect(await readBack(store, 1)).toEqual([1, 2]);
  });

  it('is absent, and its file gone, after any one byte has changed, is missing or was added', async () => {
    const store = new Store(folder);
    await store.write(keyOf(1), entryOf(1, 2, 3));
    const whole = readFileSync(fileOf(1));
    const damaged = [...whole.keys()].flatMap((at) => {
      const flipped = Buffer.from(whole);
      flipped[at]! ^= 1 << (at % 8);
      return [flipped, whole.subarray(0, at), Buffer.concat([whole.subarray(0, at), whole.subarray(at + 1)])];
    });
    for (const bytes of [...damaged, Buffer.concat([whole, Buffer.from([0])]), Buffer.alloc(whole.length)]) {
      writeFileSync(fileOf(1), bytes);
      expect(await store.read(keyOf(1), MOST)).toBeUndefined();
      expect(existsSync(fileOf(1))).toBe(false);
    }
    writeFileSync(fileOf(1), whole);
    expect(await readBack(store, 1)).toEqual([1, 2, 3]);
  });

  it('is not that of another key, nor longer than it can be', async () => {
    const store = new Store(folder);
    await store.write(keyOf(1), entryOf(1, 2, 3));
    writeFileSync(fileOf(2), readFileSync(fileOf(1)));
    expect(await readBack(store, 2)).toBeUndefined();
    expect(await store.read(keyOf(1), 2)).toBeUndefined();
    expect(existsSync(fileOf(1))).toBe(false);
  });
});

describe('the bound', () => {
  const size = 100;
  const large = (n: number) => entryOf(...new Array<number>(size).fill(n));
  const used = (n: number, daysAgo: number): void => {
    const then = new Date(Date.now() - daysAgo * 24 * 3_600_000);
    utimesSync(fileOf(n), then, then);
  };

  it('removes what was not used for longest, and leaves other files alone', async () => {
    const store = new Store(folder, 500); // of 146 bytes each with its head, three entries and no fourth
    for (const n of [1, 2, 3]) {
      await store.write(keyOf(n), large(n));
      used(n, 4 - n);
    }
    writeFileSync(join(folder, 'notes.txt'), 'x'.repeat(5000));
    expect(await readBack(store, 1)).toHaveLength(size); // the oldest is now the one used last
    await store.write(keyOf(4), large(4));
    expect([1, 2, 3, 4].map((n) => existsSync(fileOf(n)))).toEqual([true, false, true, true]);
    expect(existsSync(join(folder, 'notes.txt'))).toBe(true);
  });

  it('keeps the newest entry, and none that is larger than all may be together', async () => {
    const store = new Store(folder, 1.9 * size);
    await store.write(keyOf(1), large(1));
    used(1, -9); // by a clock that was ahead
    await store.write(keyOf(2), large(2));
    expect([1, 2].map((n) => existsSync(fileOf(n)))).toEqual([false, true]);
    await new Store(folder, size).write(keyOf(3), large(3));
    expect([2, 3].map((n) => existsSync(fileOf(n)))).toEqual([true, false]);
  });
});

describe('a folder', () => {
  it('that many write and read at once holds whole entries alone', async () => {
    const stores = Array.from({ length: 4 }, () => new Store(folder, 600));
    const work = Array.from({ length: 80 }, async (_, i) => {
      const n = i % 7;
      const store = stores[i % 4]!;
      await store.write(keyOf(n), entryOf(...new Array<number>(50 + n).fill(n)));
      const found = await readBack(store, (n + 3) % 7);
      if (found !== undefined) expect(found).toEqual(new Array(50 + ((n + 3) % 7)).fill((n + 3) % 7));
    });
    await Promise.all(work);
    const names = readdirSync(folder);
    expect(names.length).toBeGreaterThan(0);
    expect(names.filter((name) => !/^[0-9a-f]{64}\.bin$/.test(name))).toEqual([]);
  });

  it('that cannot be made, written or read only means that nothing is kept', async () => {
    writeFileSync(join(parent, '.lis'), 'a file');
    const store = new Store(folder);
    await store.write(keyOf(1), entryOf(1));
    expect(await readBack(store, 1)).toBeUndefined();
    rmSync(join(parent, '.lis'));
    mkdirSync(fileOf(1), { recursive: true }); // a folder where the file would be
    await store.write(keyOf(1), entryOf(1));
    expect(await readBack(store, 1)).toBeUndefined();
    expect(readdirSync(folder)).toEqual([`${keyOf(1)}.bin`]);
  });

  it('that takes no more files still gives what it holds', async () => {
    const store = new Store(folder);
    await store.write(keyOf(1), entryOf(1));
    mkdirSync(fileOf(2)); // a file cannot replace a folder, even for root
    await store.write(keyOf(2), entryOf(2));
    expect([await readBack(store, 1), await readBack(store, 2)]).toEqual([[1], undefined]);
  });

  it('that is deleted in between is made again', async () => {
    const store = new Store(folder);
    await store.write(keyOf(1), entryOf(1));
    rmSync(join(parent, '.lis'), { recursive: true });
    expect(await readBack(store, 1)).toBeUndefined();
    await store.write(keyOf(1), entryOf(1));
    expect(await readBack(store, 1)).toEqual([1]);
  });
});
