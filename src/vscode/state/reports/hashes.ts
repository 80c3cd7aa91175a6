/**
 * Hashes of files whose size is as a report has it and whose modification time is not: of a copy, a checkout, or an edit. Small
 * files are read at once; large ones by the compute process, since no file may keep the extension host busy. Each state of a
 * file is read once.
 */
import { contentHash, type DoubtfulFile } from '../../../report/kept/fingerprint.ts';

/** Read by the extension host itself: a few milliseconds. */
const SMALL_BYTES = 8 * 2 ** 20;
/** Files that are remembered. */
const MOST_KNOWN = 1000;

export class ContentHashes {
  readonly #hashLarge: (path: string) => Promise<string>;
  readonly #known = new Map<string, { state: string; hash: Promise<string>; done: boolean }>();

  /** @param hashLarge hashes a large file elsewhere than in this process. @throws where that is not possible */
  constructor(hashLarge: (path: string) => Promise<string>) {
    this.#hashLarge = hashLarge;
  }

  /** The hash where it costs nothing to speak of; undefined where the file would have to be read elsewhere. */
  async soon(file: DoubtfulFile): Promise<string | undefined> {
    const known = this.#known.get(file.path);
    const settled = known !== undefined && known.state === stateOf(file) && known.done;
    return settled || file.bytes <= SMALL_BYTES ? this.of(file) : undefined;
  }

  /** @throws where the file cannot be read */
  of(file: DoubtfulFile): Promise<string> {
    const known = this.#known.get(file.path);
    if (known?.state === stateOf(file)) return known.hash;
    const hash = file.bytes <= SMALL_BYTES ? contentHash(file.path) : this.#hashLarge(file.path);
    const entry = { state: stateOf(file), hash, done: false };
    this.#known.delete(file.path); // the map's order is that of the last reading
    this.#known.set(file.path, entry);
    for (const oldest of [...this.#known.keys()].slice(0, -MOST_KNOWN)) this.#known.delete(oldest);
    hash.then(
      () => {
        entry.done = true;
      },
      () => this.#known.get(file.path) === entry && this.#known.delete(file.path), // it may be readable later
    );
    return hash;
  }
}

function stateOf({ bytes, modified }: DoubtfulFile): string {
  return `${bytes} ${modified}`;
}
