/** Scores that memory need not hold: they are written when a part is scored, and read when an arm is measured. */
import { readFileSync } from 'node:fs';
import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Failure } from '../../common/failure.ts';
import { hold, ownedFolder, ownerTag, sweep } from '../../common/owner.ts';

const STEM = 'lis-scores';

/** Files among the temporary ones, which live as long as a run. */
export class Scratch {
  #folder: Promise<string> | undefined;
  #release = (): void => {};
  #files = 0;

  /** An empty list of numbers. */
  list(): StoredNumbers {
    return new StoredNumbers(this.#path(this.#files++));
  }

  /** Removes all files. */
  async close(): Promise<void> {
    const folder = await this.#folder?.catch(() => undefined);
    this.#folder = undefined;
    this.#release();
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  }

  async #path(file: number): Promise<string> {
    this.#folder ??= this.#made();
    return join(await this.#folder, `${file}.f32`);
  }

  async #made(): Promise<string> {
    await sweep(tmpdir(), ownedFolder(STEM));
    const folder = await mkdtemp(join(tmpdir(), `${STEM}-${ownerTag}-`)).catch(noRoom);
    this.#release = hold(folder);
    return folder;
  }
}

/** Numbers that are written piece by piece, and read at once. */
export class StoredNumbers {
  readonly #path: Promise<string>;
  #known = '';
  #length = 0;

  constructor(path: Promise<string>) {
    this.#path = path;
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
    let bytes: Uint8Array;
    try {
      bytes = readFileSync(this.#known);
    } catch (error) {
      return noRoom(error as Error);
    }
    const numbers = new Float32Array(this.#length);
    new Uint8Array(numbers.buffer).set(bytes);
    return numbers;
  }
}

function noRoom({ message }: Error): never {
  throw new Failure(
    'resource',
    'temporary-space',
    `The scores of a large log do not stay in the temporary folder ${tmpdir()} (${message}): make room there, or name another one in TMPDIR.`,
  );
}
