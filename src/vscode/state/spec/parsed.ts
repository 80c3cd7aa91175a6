/**
 * A spec document is parsed once per version, whoever asks: CodeLens, problems, commands. The parser and its schema are
 * half of the extension's code, and most YAML is no spec: they are loaded with the first one.
 */

import type * as vscode from 'vscode';
import type { ReadSpec } from '../../../specfile/configs/read.ts';
import { withSpec } from '../later.ts';
import { draftedConfig } from './adapted.ts';
import { isNamedSpec } from './detect.ts';

interface Known {
  version: number;
  round: number;
  parsed: Promise<ReadSpec>;
}

const cache = new WeakMap<vscode.TextDocument, Known>();
let round = 0;

/** Training configs are read again: what they name may have changed. */
export function forgetConfigs(): void {
  round++;
}

/**
 * The document as it is now; what it holds is never too broken to be parsed. A training config has no problems of its own
 * here: it belongs to another program, and what keeps it from being evaluated is said when somebody evaluates it.
 */
export function parsedSpec(document: vscode.TextDocument): Promise<ReadSpec> {
  const known = cache.get(document);
  const named = isNamedSpec(document.uri);
  if (known?.version === document.version && (named || known.round === round)) return known.parsed;
  const parsed = parse(document);
  cache.set(document, { version: document.version, round, parsed });
  return parsed;
}

async function parse(document: vscode.TextDocument): Promise<ReadSpec> {
  const text = document.getText();
  if (isNamedSpec(document.uri)) {
    const { parseSpec } = await withSpec();
    return parseSpec(text);
  }
  const { readSpecText } = await withSpec();
  const parsed = await readSpecText(text, document.uri.fsPath, draftedConfig);
  return parsed.embedded ? parsed : { ...parsed, problems: [] };
}
