/** A spec document is parsed once per version, whoever asks: CodeLens, problems, commands. */
import type { TextDocument } from 'vscode';
import { type ParsedSpec, parseSpec } from '../../spec/parse.ts';

const cache = new WeakMap<TextDocument, { version: number; parsed: ParsedSpec }>();

export function parsedSpec(document: TextDocument): ParsedSpec {
  const known = cache.get(document);
  if (known?.version === document.version) return known.parsed;
  const parsed = parseSpec(document.getText());
  cache.set(document, { version: document.version, parsed });
  return parsed;
}
