/** What memory need not hold of a large log: scores, which are read when an arm is measured, and the codes of the base. */
import { rmSync, writeFileSync } from 'node:fs';
import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { easeMemory } from '../../common/garbage.ts';
import { noRoom, orNoRoom } from '../../common/no-room.ts';
import { hold, ownedFolder, ownerTag, sweep } from '../../common/owner.ts';
import { readInto } from '../../common/read-into.ts';
import type { NumberStore, Numbers, Slot } from '../../metrics/numbers.ts';

const STEM = 'lis-run';

/** Of the runs that go on: one listener removes all, since Node warns of a dozen. */
const folders = new Set<string>();
const removeAtExit = (): void => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
};

/** Removes what runs have left that were killed: gigabytes, perhaps, and a run of a small log makes no such files itself. */
export function sweepScratch(): Promise<void> {
  return sweep(tmpdir(), ownedFolder(STEM));
}

/** Files among the temporary ones, which live as long as a run. */
export class Scratch {
  #folder: Promise<string> | undefined;
  #release = (): void => {};
  #files = 0;
  readonly #memoryBytes: number;

  /** @param memoryBytes the memory setting: what is read again may be more than it together, and the last of it is let go of first */
  constructor(memoryBytes: number = Number.POSITIVE_INFINITY) {
    this.#memoryBytes = memoryBytes;
  }

  /** An empty list of numbers. */
  list(): StoredNumbers {
    return new StoredNumbers(this.path(), this.#memoryBytes);
  }

  /** A name for a file to be made. @throws Failure `temporary-space` where there is no folder to make it in */
  async path(): Promise<string> {
    const name = `${this.#files++}.bin`;
    this.#folder ??= this.#made();
    return join(await this.#folder, name);
  }

  /** A file for each array of numbers. @throws Failure `temporary-space`; its slots throw it, too */
  async store(): Promise<NumberStore> {
    const stem = await this.path();
    let files = 0;
    const memoryBytes = this.#memoryBytes;
    return { slot: <T extends Numbers>() => new StoredArray<T>(`${stem}.${files++}`, memoryBytes) };
  }

  /** Removes all files. */
  async close(): Promise<void> {
    const folder = await this.#folder?.catch(() => undefined);
    this.#folder = undefined;
    this.#release();
    if (folder === undefined) return;
    await rm(folder, { recursive: true, force: true });
    folders.delete(folder);
    if (folders.size === 0) process.removeListener('exit', removeAtExit);
  }

  async #made(): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), `${STEM}-${ownerTag}-`)).catch(noRoom);
    this.#release = hold(folder);
    // A process that leaves in the middle (a second Ctrl-C, a host that is gone) leaves none of them behind.
    if (folders.size === 0) process.once('exit', removeAtExit);
    folders.add(folder);
    return folder;
  }
}

/** Numbers that are written piece by piece, and read at once. */
export class StoredNumbers {
  readonly #path: Promise<string>;
  readonly #memoryBytes: number;
  #known = '';
  #length = 0;

  constructor(path: Promise<string>, memoryBytes: number) {
    this.#path = path;
    this.#memoryBytes = memoryBytes;
    path.catch(() => {}); // said by `append`
  }

  /** @throws Failure `temporary-space` */
  async append(numbers: Float32Array): Promise<void> {
    this.#known = await this.#path;
    const { buffer, byteOffset, byteLength } = numbers;
    await appendFile(this.#known, new Uint8Array(buffer, byteOffset, byteLength)).catch(noRoom);
    this.#length += numbers.length;
  }

  /** All pieces, in the order in which they were written. @throws Failure `temporary-space` where they are gone */
  read(): Float32Array {
    easeMemory(this.#memoryBytes);
    return readNumbers(this.#known, new Float32Array(this.#length));
  }
}

/** What makes an array of the same type and length, and holds nothing of this one: a function holds all that another one of its scope uses. */
function emptyAs<T extends Numbers>({ length, constructor: made }: T): () => T {
  const type = made as new (size: number) => T;
  return () => new type(length);
}

/** One array in a file. */
class StoredArray<T extends Numbers> implements Slot<T> {
  readonly #path: string;
  readonly #memoryBytes: number;
  #empty: (() => T) | undefined;

  constructor(path: string, memoryBytes: number) {
    this.#path = path;
    this.#memoryBytes = memoryBytes;
  }

  write(numbers: T): void {
    const { buffer, byteOffset, byteLength } = numbers;
    this.#empty = emptyAs(numbers);
    orNoRoom(() => writeFileSync(this.#path, new Uint8Array(buffer, byteOffset, byteLength)));
  }

  read(): T {
    if (this.#empty === undefined) throw new Error('nothing was written yet');
    easeMemory(this.#memoryBytes);
    return readNumbers(this.#path, this.#empty());
  }
}

/** @param numbers as many as the file has @throws Failure `temporary-space` where they are gone */
function readNumbers<T extends Numbers>(path: string, numbers: T): T {
  const bytes = new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
  orNoRoom(() => readInto(bytes, path));
  return numbers;
}
