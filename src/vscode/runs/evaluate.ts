/** `LIS: Evaluate`: from a document to a run, and from its end to what the user is told. */
import { basename } from 'node:path';
import * as vscode from 'vscode';
import { Cancelled, Failure } from '../../report/failure.ts';
import { signed } from '../../report/format.ts';
import type { RunResult } from '../../worker/client.ts';
import { newReportPath } from '../reports/home.ts';
import type { Services } from '../services.ts';
import { computeSettings } from '../settings.ts';
import { sentenceOf, showError, showWarning } from '../show/messages.ts';
import { isSpec } from '../spec/detect.ts';
import { parsedSpec } from '../spec/parsed.ts';
import { showProgress } from './notification.ts';

/** What a run needs of the services. */
export type EvaluateParts = Pick<Services, 'runs' | 'reports' | 'problems' | 'log' | 'storage'>;

const { t } = vscode.l10n;

/** How a run ended. `refused`: it never began, and the user was told why. */
export type Outcome = 'done' | 'cancelled' | 'failed' | 'refused';

export interface How {
  /** Names of the sources and models that the run is limited to. */
  parts?: string[];
  /** Somebody else shows progress and sums up: errors go to Problems and the log alone. */
  quiet?: boolean;
}

/** Evaluates the spec at `uri`, or the one in the active editor. Resolves when the run has ended, however it did. */
export async function evaluateSpec(
  parts: EvaluateParts,
  uri?: vscode.Uri,
  { parts: only, quiet = false }: How = {},
): Promise<Outcome> {
  const target = uri ?? vscode.window.activeTextEditor?.document.uri;
  if (target === undefined || !isSpec(target)) {
    void showWarning(t('Open a spec (lis.yaml or *.lis.yaml) to evaluate it.'));
    return 'refused';
  }
  const document = await vscode.workspace.openTextDocument(target);
  try {
    await refuseBroken(document);
    const result = await run(parts, document, { only, quiet });
    parts.log.info(`Evaluated ${document.uri.fsPath}: ${describe(result)}. Report: ${result.reportPath}`);
    return 'done';
  } catch (error) {
    if (error instanceof Cancelled) {
      parts.log.info(`Cancelled the evaluation of ${document.uri.fsPath}.`);
      return 'cancelled';
    }
    const telling = tell(parts, document, error, quiet);
    if (quiet) await telling;
    else void telling; // it ends with the user's answer
    return 'failed';
  }
}

async function run(
  parts: EvaluateParts,
  document: vscode.TextDocument,
  { only, quiet }: { only: string[] | undefined; quiet: boolean },
): Promise<RunResult> {
  const specPath = document.uri.fsPath;
  parts.problems.clearRun(document);
  const reportPath = await newReportPath(specPath, parts.storage, new Date());
  parts.log.info(`Evaluating ${only === undefined ? '' : `${only.join(', ')} of `}${specPath}.`);
  const handle = parts.runs.start({
    specPath,
    ...(document.isDirty && { specText: document.getText() }),
    overrides: { ...(only !== undefined && { sources: only }) },
    reportPath,
    ...computeSettings(document),
  });
  if (!quiet) showProgress(parts.runs, specPath, handle);
  const result = await handle.result;
  await parts.reports.refresh(specPath);
  return result;
}

/** @throws Failure for the first error of the spec: no process is needed to find it. */
async function refuseBroken(document: vscode.TextDocument): Promise<void> {
  const { problems } = await parsedSpec(document);
  const errors = problems.filter((problem) => problem.severity === 'error');
  const [first] = errors;
  if (first === undefined) return;
  const others = errors.length > 1 ? ` ${t('{0} more in Problems.', errors.length - 1)}` : '';
  throw new Failure('usage', first.code, `${first.message}${others}`, {
    file: document.uri.fsPath,
    line: first.range.start.line + 1,
    column: first.range.start.column + 1,
  });
}

async function tell(
  parts: EvaluateParts,
  document: vscode.TextDocument,
  error: unknown,
  quiet: boolean,
): Promise<void> {
  const failure = error instanceof Failure ? error : undefined;
  const sentence = sentenceOf(error);
  const { file, line, column } = failure?.where ?? {};
  const place = [file ?? document.uri.fsPath, line, column].filter((part) => part !== undefined).join(':');
  const details = failure === undefined && error instanceof Error ? (error.stack ?? sentence) : sentence;
  parts.log.error(`${place}: ${details}`);
  if (failure !== undefined) await parts.problems.showRun(document, failure);
  if (quiet) return;
  const [showLog, goTo] = [t('Show Log'), t('Go to Line')];
  const name = basename(document.uri.fsPath);
  const here = line !== undefined && (file === undefined || file === document.uri.fsPath);
  const text = here ? t('{0}, line {1}: {2}', name, line, sentence) : t('{0}: {1}', name, sentence);
  const choice = await showError(text, ...(here ? [goTo] : []), showLog);
  if (choice === showLog) parts.log.show();
  if (choice !== goTo || !here) return;
  const start = new vscode.Position(line - 1, (column ?? 1) - 1);
  await vscode.window.showTextDocument(document, { selection: new vscode.Range(start, start) });
}

function describe({ summary }: RunResult): string {
  const sources = summary.sources.map(
    ({ name, transferable, total }) => `${name} LIS ${signed((transferable ?? total).value)}`,
  );
  const models = summary.models.map(({ name, ais }) => `${name} AIS ${signed(ais.value)}`);
  return [`base AUC ${summary.baseAuc.toFixed(4)}`, ...sources, ...models].join(', ');
}
