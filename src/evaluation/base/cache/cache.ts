/** What earlier runs have kept, found by all that it was made of. */
import { join } from 'node:path';
import { type Entry, type Made, Store } from '../../../data/kept/store.ts';
import { Content } from './content.ts';
import { programHash } from './program.ts';

/** Each kind has a folder, and a bound, of its own. */
export type Kept = 'base' | 'weaker' | 'heads' | 'features';

export class BaseCache {
  readonly #folder: string | undefined;
  readonly #store: Store | undefined;
  readonly #content: Content;
  #program: string | undefined;

  /**
   * @param folder absolute; nothing is kept where it is absent
   * @param breathe called now and then while content is hashed; throws to cancel
   */
  constructor(
    folder: string | undefined,
    breathe: () => Promise<void>,
    program?: string,
    kind: Kept = 'base',
    content = new Content(breathe),
  ) {
    this.#folder = folder;
    this.#store = folder === undefined ? undefined : new Store(join(folder, kind));
    this.#content = content;
    this.#program = program;
  }

  /** The same for another kind of results; what was hashed once is known to both. */
  of(kind: Kept): BaseCache {
    return new BaseCache(this.#folder, async () => undefined, this.#program, kind, this.#content);
  }

  /**
   * @param content all that the result is made of but the program; see `Content.keyOf`
   * @param most bytes that the entry can have
   * @param valid what the entry stands for; undefined where it is not what it must be
   */
  async find<T>(
    content: unknown,
    most: number,
    valid: (entry: Entry) => T | undefined,
  ): Promise<Found<T, Made>> {
    const store = this.#store;
    if (store === undefined) return { keep: async () => undefined };
    this.#program ??= programHash();
    const key = await this.#content.keyOf({ program: this.#program, content });
    const entry = await store.read(key, most);
    return { value: entry && valid(entry), keep: (made) => store.write(key, made) };
  }
}

/** @template M what an entry is made of */
export interface Found<T, M = T> {
  /** Absent where no earlier run has kept it. */
  value?: T | undefined;
  /** Keeps what was made for want of it. */
  keep: (made: M) => Promise<void>;
}
