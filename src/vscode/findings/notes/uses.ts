/** Where a document names columns, found once per version. Readers are loaded with the first document that needs them. */

import { createRequire } from 'node:module';
import type { TextDocument } from 'vscode';
import type * as Python from '../../../code/python/index.ts';
import type { ColumnUse } from '../../../code/use.ts';
import type { FindingsHost } from '../contract.ts';

/** A longer text is generated; nobody reads notes there. */
const LONGEST = 2_000_000;

export class Uses {
  readonly #host: Pick<FindingsHost, 'services' | 'withSpec'>;
  #python: typeof Python | undefined;
  readonly #cache = new WeakMap<
    TextDocument,
    { version: number; names: ReadonlySet<string>; uses: ColumnUse[] }
  >();

  constructor(host: Pick<FindingsHost, 'services' | 'withSpec'>) {
    this.#host = host;
  }

  /** Uses of names that are known. A text without any of the names is not parsed. */
  async of(document: TextDocument, names: ReadonlySet<string>): Promise<ColumnUse[]> {
    const cached = this.#cache.get(document);
    const { version } = document;
    if (cached?.version === version && cached.names === names) return cached.uses;
    const text = document.getText();
    const worth = text.length <= LONGEST && [...names].some((name) => text.includes(name));
    const uses = worth ? (await this.#read(document, text)).filter(({ name }) => names.has(name)) : [];
    this.#cache.set(document, { version, names, uses });
    return uses;
  }

  async #read({ languageId, uri }: TextDocument, text: string): Promise<ColumnUse[]> {
    if (languageId !== 'python') return (await this.#host.withSpec()).configColumns(text);
    const bundle = this.#host.services.context.asAbsolutePath('dist/python.cjs');
    // A bundle of its own: esbuild would put an import into this one.
    this.#python ??= createRequire(bundle)(bundle) as typeof Python;
    return this.#python.pythonColumns(text, { notebook: uri.scheme === 'vscode-notebook-cell' });
  }
}
