/** Which documents are specs: by name alone, so that unrelated YAML costs one comparison. */
import type { DocumentSelector, Uri } from 'vscode';

const SPEC_NAME = /(?:^|[/\\.])lis\.yaml$/;

/** Only files: the compute process opens what the spec names, beside it. */
export function isSpec(uri: Pick<Uri, 'scheme' | 'path'>): boolean {
  return uri.scheme === 'file' && SPEC_NAME.test(uri.path);
}

export const SPEC_SELECTOR: DocumentSelector = [
  { scheme: 'file', pattern: '**/lis.yaml' },
  { scheme: 'file', pattern: '**/*.lis.yaml' },
];
