/** Which spec a command is about that was given none, or is called from where no spec is in front, such as the walkthrough. */
import * as vscode from 'vscode';
import { pickOne } from '../../show/picks.ts';
import type { Services } from '../../state/services.ts';
import { isSpec } from '../../state/spec/detect.ts';

const { t } = vscode.l10n;

/** The spec in front, or the one that speaks for the code in front; else the only one in sight, else the workspace's `lis.yaml`; asked for where there are several. */
export async function specToEvaluate(
  { specs }: Pick<Services, 'specs'>,
  given: vscode.Uri | undefined,
): Promise<vscode.Uri | undefined> {
  const front = given ?? vscode.window.activeTextEditor?.document.uri;
  if (front !== undefined && isSpec(front)) return front;
  const code = await specOfCode(specs, front);
  if (code !== undefined || given !== undefined) return code;
  const seen = vscode.window.visibleTextEditors.map(({ document }) => document.uri).filter(isSpec);
  if (seen.length === 1) return seen[0];
  const all = await specs.all();
  const plain = all.filter(({ path }) => /\/lis\.ya?ml$/.test(path));
  const candidates = plain.length > 0 ? plain : all;
  if (candidates.length < 2) return candidates[0];
  const items = candidates.map((uri) => ({ label: vscode.workspace.asRelativePath(uri), uri }));
  return (await pickOne(items, { placeHolder: t('Which spec is to be evaluated?') }))?.uri;
}

/** The spec that speaks for training code; undefined for anything else. */
async function specOfCode(
  specs: Services['specs'],
  front: vscode.Uri | undefined,
): Promise<vscode.Uri | undefined> {
  if (front === undefined || !/\.(py|ipynb)$/i.test(front.path)) return undefined;
  const open = vscode.window.activeTextEditor?.document;
  if (open?.uri.toString() === front.toString()) return specs.of(open);
  if (front.path.endsWith('.ipynb')) return undefined;
  return specs.of(await vscode.workspace.openTextDocument(front));
}
