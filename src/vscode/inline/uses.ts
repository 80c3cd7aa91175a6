/** Where a document names columns, found once per version. Readers are loaded with the first document that needs them. */

import { createRequire } from 'node:module';
import type { TextDocument } from 'vscode';
import type * as Python from '../../code/python/index.ts';
import type { ColumnUse } from '../../code/use.ts';
import { withSpec } from '../state/later.ts';

/** A longer text is generated; nobody reads notes there. */
const LONGEST = 2_000_000;

export class Uses {
  readonly #bundle: string;
  #python: typeof Python | undefined;
  readonly #cache = new WeakMap<TextDocument, { version: number; names: unknown; uses: ColumnUse[] }>();

  /** @param bundle path of `python.cjs` */
  constructor(bundle: string) {
    this.#bundle = bundle;
  }

  /** Uses of names that are known. A text without any of the names is not parsed. */
  async of(document: TextDocument, names: ReadonlyMap<string, unknown>): Promise<ColumnUse[]> {
    const cached = this.#cache.get(document);
    const { version } = document;
    if (cached?.version === version && cached.names === names) return cached.uses;
    const text = document.getText();
    const worth = text.length <= LONGEST && [...names.keys()].some((name) => text.includes(name));
    const uses = worth ? (await this.#read(document, text)).filter(({ name }) => names.has(name)) : [];
    this.#cache.set(document, { version, names, uses });
    return uses;
  }

  async #read({ languageId, uri }: TextDocument, text: string): Promise<ColumnUse[]> {
    if (languageId !== 'python') return (await withSpec()).configColumns(text);
    // A bundle of its own: esbuild would put an import into the host's.
    this.#python ??= createRequire(this.#bundle)(this.#bundle) as typeof Python;
    return this.#python.pythonColumns(text, { notebook: uri.scheme === 'vscode-notebook-cell' });
  }
}
