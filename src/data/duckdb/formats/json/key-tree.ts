/** Keys of JSON that can be read together: of two beside each other none is the other in another case. */
import { quoteIdentifier } from '../../session/sql.ts';

type Part = { key: string; at: number } & ({ type: string } | { inside: KeyTree });

export class KeyTree {
  /** By the key in one case, in the order in which they came. */
  readonly #parts = new Map<string, Part>();

  /**
   * Adds what stands under `keys`, from the outermost on.
   * @returns the position of each key among those beside it; undefined where the tree has no room for them
   */
  add(keys: readonly string[], type: string): number[] | undefined {
    const [key, ...further] = keys as [string, ...string[]];
    const folded = key.toLowerCase();
    const known = this.#parts.get(folded);
    if (known === undefined) {
      const at = this.#parts.size;
      if (further.length === 0) {
        this.#parts.set(folded, { key, at, type });
        return [at];
      }
      const inside = new KeyTree();
      this.#parts.set(folded, { key, at, inside });
      return [at, ...(inside.add(further, type) as number[])];
    }
    if (known.key !== key || !('inside' in known) || further.length === 0) return undefined;
    const at = known.inside.add(further, type);
    return at && [known.at, ...at];
  }

  /** The outermost keys with DuckDB's names of their types. */
  parts(): { key: string; type: string }[] {
    return [...this.#parts.values()].map((part) => ({
      key: part.key,
      type: 'type' in part ? part.type : part.inside.#record(),
    }));
  }

  #record(): string {
    return `STRUCT(${this.parts()
      .map(({ key, type }) => `${quoteIdentifier(key)} ${type}`)
      .join(', ')})`;
  }
}
