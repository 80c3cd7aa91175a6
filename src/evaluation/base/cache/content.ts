/**
 * Keys of what was trained: hashes of all that the training is given, whatever the spec, its file or the log is called. The same key
 * means the same bytes in, and so, of a deterministic training, the same bytes out.
 */
import { createHash } from 'node:crypto';
import { type CodeFile, type Codes, isFile } from '../../../ranker/rows/code-file.ts';
import { canonicalJson } from '../../../specfile/hash.ts';

/** Bytes that are hashed before messages are let in: some 10 ms. */
const PIECE_BYTES = 2 ** 23;

/** Hashes arrays; each once, since blocks, labels and rows are shared by many trainings. They must not change meanwhile. */
export class Content {
  readonly #known = new WeakMap<ArrayBufferView, string>();
  readonly #breathe: () => Promise<void>;

  /** @param breathe called now and then; throws to cancel */
  constructor(breathe: () => Promise<void>) {
    this.#breathe = breathe;
  }

  /**
   * @param content of whatever form: no member is left out, so that none can be forgotten; the order of keys and of sets is of no
   *   account
   * @returns 64 hex digits
   */
  async keyOf(content: unknown): Promise<string> {
    return createHash('sha256')
      .update(canonicalJson(await this.#told(content)))
      .digest('hex');
  }

  /** The value with arrays of numbers by their hashes, as JSON can hold it. */
  async #told(value: unknown): Promise<unknown> {
    if (typeof value !== 'object' || value === null) return value;
    if (ArrayBuffer.isView(value)) return await this.#hash(value);
    if (value instanceof Set) return [...value].sort();
    if (isCodes(value) && isFile(value)) return await this.#told(asInMemory(value));
    const told: [string, unknown][] = [];
    for (const [key, member] of Object.entries(value)) told.push([key, await this.#told(member)]);
    return Array.isArray(value) ? told.map(([, member]) => member) : Object.fromEntries(told);
  }

  /** `Uint32Array sha256`: by type, since equal bytes are other numbers in another. */
  async #hash(array: ArrayBufferView): Promise<string> {
    let known = this.#known.get(array);
    if (known === undefined) {
      const hash = createHash('sha256');
      for (let from = 0; from < array.byteLength; from += PIECE_BYTES) {
        const length = Math.min(PIECE_BYTES, array.byteLength - from);
        hash.update(new Uint8Array(array.buffer, array.byteOffset + from, length));
        await this.#breathe();
      }
      known = `${array.constructor.name} ${hash.digest('hex')}`;
      this.#known.set(array, known);
    }
    return known;
  }
}

const isCodes = (value: object): value is Codes => 'stride' in value && 'fields' in value;

/** Codes are the same wherever they lie. */
function asInMemory({ path: _, windows: __, hash, ...codes }: CodeFile): unknown {
  return { ...codes, bytes: `Uint8Array ${hash}` };
}
