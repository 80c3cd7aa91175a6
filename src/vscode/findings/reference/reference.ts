/** The comment `# lis: PATH` of a file of code or of a config: the spec that it names, and whether that is there. */
import { dirname, resolve } from 'node:path';
import * as vscode from 'vscode';
import { type SpecReference, specReference } from '../../../specfile/detect.ts';
import { problemAt, quickFix } from '../../show/lines.ts';
import { rangeOf } from '../../state/spec/range.ts';
import type { FindingsHost } from '../contract.ts';
import { nearestSpec } from './nearest.ts';

const { t } = vscode.l10n;

/** Of the problem. */
export const NO_SPEC = 'no-such-spec';

export interface Referred {
  reference: SpecReference;
  range: vscode.Range;
  spec: vscode.Uri;
}

const cache = new WeakMap<vscode.TextDocument, { version: number; referred: Referred | undefined }>();

/** What a document's comment names; found once a version. */
export function referredBy(document: vscode.TextDocument): Referred | undefined {
  const known = cache.get(document);
  if (known?.version === document.version) return known.referred;
  const reference = specReference(document.getText());
  const referred = reference && {
    reference,
    range: rangeOf(reference.range),
    spec: vscode.Uri.file(resolve(dirname(document.uri.fsPath), reference.path)),
  };
  cache.set(document, { version: document.version, referred });
  return referred;
}

type Host = Pick<FindingsHost, 'isSpec' | 'mayLookAt' | 'services'>;

/** A spec that is not there. Of a path that may not be looked at nothing is said. */
async function isMissing({ spec }: Referred, { mayLookAt }: Host): Promise<boolean> {
  if (!mayLookAt(spec.fsPath)) return false;
  return vscode.workspace.fs.stat(spec).then(
    () => false,
    () => true,
  );
}

export async function referenceProblems(
  document: vscode.TextDocument,
  host: Host,
): Promise<vscode.Diagnostic[]> {
  const referred = referredBy(document);
  if (referred === undefined || !(await isMissing(referred, host))) return [];
  const text = t('Cannot find the spec {0}: this file is not evaluated or audited.', referred.reference.path);
  const problem = problemAt(referred.range, text, vscode.DiagnosticSeverity.Warning);
  problem.source = 'LIS';
  problem.code = NO_SPEC;
  return [problem];
}

/** Names the spec whose path is most like the one that is not there. */
export async function referenceFixes(
  document: vscode.TextDocument,
  range: vscode.Range,
  host: Host,
  diagnostics: readonly vscode.Diagnostic[],
): Promise<vscode.CodeAction[]> {
  const referred = referredBy(document);
  if (referred?.range.intersection(range) === undefined || !(await isMissing(referred, host))) return [];
  const specs = (await host.services.specs.all()).map(({ path }) => path);
  const near = nearestSpec(referred.reference.path, vscode.Uri.joinPath(document.uri, '..').path, specs);
  if (near === undefined) return [];
  const action = quickFix(t('Name {0} instead', near));
  action.edit = new vscode.WorkspaceEdit();
  action.edit.replace(document.uri, referred.range, near);
  action.isPreferred = true;
  action.diagnostics = diagnostics.filter(({ code }) => code === NO_SPEC);
  return [action];
}
