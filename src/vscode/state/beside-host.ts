/**
 * What a bundle beside the host is given: it must not have a second time what holds state, and each knows the other by types alone.
 */
import type * as vscode from 'vscode';
import type { ReadSpec } from '../../specfile/configs/read.ts';
import type { withSpec } from './later.ts';
import type { Services } from './services.ts';

export interface BesideHost {
  services: Services;
  /** The document as it is now, parsed once for all. */
  parsedSpec(document: vscode.TextDocument): Promise<ReadSpec>;
  withSpec: typeof withSpec;
  isSpec(uri: Pick<vscode.Uri, 'scheme' | 'path'>): boolean;
  /** The text of a spec is in the document. */
  holdsSpec(document: vscode.TextDocument): boolean;
  /** Where a config may be. */
  configSelector: vscode.DocumentSelector;
}
