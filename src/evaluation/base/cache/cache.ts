/** What earlier runs have kept, found by all that it was made of. */
import { join } from 'node:path';
import { Content } from './content.ts';
import { programHash } from './program.ts';
import { type Entry, Store } from './store.ts';

export class BaseCache {
  readonly #store: Store | undefined;
  readonly #content: Content;
  #program: string | undefined;

  /**
   * @param folder absolute; nothing is kept where it is absent
   * @param breathe called now and then while content is hashed; throws to cancel
   */
  constructor(folder: string | undefined, breathe: () => Promise<void>, program?: string) {
    this.#store = folder === undefined ? undefined : new Store(join(folder, 'base'));
    this.#content = new Content(breathe);
    this.#program = program;
  }

  /**
   * @param content all that the result is made of but the program; see `Content.keyOf`
   * @param most bytes that the entry can have
   * @param valid what the entry stands for; undefined where it is not what it must be
   */
  async find<T>(content: unknown, most: number, valid: (entry: Entry) => T | undefined): Promise<Found<T>> {
    const store = this.#store;
    if (store === undefined) return { keep: async () => undefined };
    this.#program ??= programHash();
    const key = await this.#content.keyOf({ program: this.#program, content });
    const entry = await store.read(key, most);
    return { value: entry && valid(entry), keep: (made) => store.write(key, made) };
  }
}

export interface Found<T> {
  /** Absent where no earlier run has kept it. */
  value?: T | undefined;
  /** Keeps what was made for want of it. */
  keep: (entry: Entry) => Promise<void>;
}
