/** Which documents are specs: by name alone, so that unrelated YAML costs one comparison. */
import type { DocumentSelector, Uri } from 'vscode';
import { isSpecFile } from '../../spec/detect.ts';

/** Only files: the compute process opens what the spec names, beside it. */
export function isSpec(uri: Pick<Uri, 'scheme' | 'path'>): boolean {
  return uri.scheme === 'file' && isSpecFile(uri.path);
}

/** Spelled like `isSpecFile`. */
export const SPEC_SELECTOR: DocumentSelector = [
  { scheme: 'file', pattern: '**/lis.{yaml,yml}' },
  { scheme: 'file', pattern: '**/*.lis.{yaml,yml}' },
];
