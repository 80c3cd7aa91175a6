/**
 * What `findings.cjs` and the host give each other. A bundle of its own must not have a second time what holds state: it
 * gets that from the host, and each knows the other by these types alone.
 */
import type * as vscode from 'vscode';
import type { ReadSpec } from '../../specfile/configs/read.ts';
import type { ParsedSpec } from '../../specfile/reading/parse.ts';
import type { withSpec } from '../state/later.ts';
import type { EvaluateFor, Services } from '../state/services.ts';

/** What the host gives. */
export interface FindingsHost {
  services: Services;
  /** The document as it is now, parsed once for all. */
  parsedSpec(document: vscode.TextDocument): Promise<ReadSpec>;
  /** A spec as the editor holds it, else as its file does. */
  readSpec(path: string): Promise<ParsedSpec | undefined>;
  withSpec: typeof withSpec;
  isSpec(uri: Pick<vscode.Uri, 'scheme' | 'path'>): boolean;
  mayLookAt(path: string): boolean;
  /** Evaluates a spec as the command does. */
  evaluate: EvaluateFor;
  /** The view, made before there was anything to show. */
  tree: vscode.TreeView<unknown>;
}

/** What the bundle gives, once it is started. */
export interface Findings extends vscode.Disposable {
  /** `LIS: Audit Dataset for Leakage…`. @param given a spec, a training config, data, or code; asked for where absent */
  audit(given?: vscode.Uri, selection?: readonly vscode.Uri[]): Promise<void>;
  /** Goes to the place of a node of the view, or of a finding that a link names. */
  goTo(node: unknown): Promise<void>;
  readonly view: vscode.TreeDataProvider<unknown>;
}

export interface FindingsBundle {
  start(host: FindingsHost): Findings;
}
