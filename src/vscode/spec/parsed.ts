/**
 * A spec document is parsed once per version, whoever asks: CodeLens, problems, commands. The parser and its schema are
 * half of the extension's code, and most YAML is no spec: they are loaded with the first one.
 */
import type { TextDocument } from 'vscode';
import type { ParsedSpec } from '../../spec/parse.ts';

const cache = new WeakMap<TextDocument, { version: number; parsed: Promise<ParsedSpec> }>();

/** The document as it is now; what it holds is never too broken to be parsed. */
export function parsedSpec(document: TextDocument): Promise<ParsedSpec> {
  const known = cache.get(document);
  if (known?.version === document.version) return known.parsed;
  const text = document.getText();
  const parsed = import('../../spec/parse.ts').then(({ parseSpec }) => parseSpec(text));
  cache.set(document, { version: document.version, parsed });
  return parsed;
}
