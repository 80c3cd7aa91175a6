/** Which documents carry a spec: specs by their name, and configs in which `carriers.ts` found one when they were opened. */
import type { DocumentSelector, Uri } from 'vscode';
import { isSpecFile } from '../../../specfile/detect.ts';

/** Open configs that carry a spec, by path. */
const carriers = new Set<string>();

/** Only files: the compute process opens what the spec names, beside it. */
export function isSpec(uri: Pick<Uri, 'scheme' | 'path'>): boolean {
  return uri.scheme === 'file' && (isSpecFile(uri.path) || carriers.has(uri.path));
}

/** A spec by its name, whatever is in it. */
export function isNamedSpec(uri: Pick<Uri, 'scheme' | 'path'>): boolean {
  return uri.scheme === 'file' && isSpecFile(uri.path);
}

/** @returns true when this is news */
export function setCarrier({ path }: Pick<Uri, 'path'>, carries: boolean): boolean {
  if (carriers.has(path) === carries) return false;
  if (carries) carriers.add(path);
  else carriers.delete(path);
  return true;
}

/** Where a config may be; `isSpec` says which ones carry a spec. */
export const CONFIG_SELECTOR: DocumentSelector = { scheme: 'file', language: 'yaml' };

/** Spelled like `isSpecFile`. */
export const SPEC_SELECTOR: DocumentSelector = [
  { scheme: 'file', pattern: '**/lis.{yaml,yml}' },
  { scheme: 'file', pattern: '**/*.lis.{yaml,yml}' },
];
