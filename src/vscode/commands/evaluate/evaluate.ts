/** `LIS: Evaluate`: from a document to a run, and from its end to what the user is told. */
import { basename } from 'node:path';
import * as vscode from 'vscode';
import { Cancelled, Failure } from '../../../common/failure.ts';
import { signed } from '../../../common/format.ts';
import type { RunResult } from '../../../compute/client.ts';
import type { SpecProblem } from '../../../specfile/reading/problem.ts';
import { showWarning } from '../../show/messages.ts';
import { showBriefly } from '../../show/status.ts';
import { newReportPath } from '../../state/reports/home.ts';
import { mark } from '../../state/runs/marks.ts';
import { marksFolder } from '../../state/runs/marks-folder.ts';
import type { Services } from '../../state/services.ts';
import { computeSettings } from '../../state/settings.ts';
import { parsedSpec } from '../../state/spec/parsed.ts';
import { showProgress } from '../notification.ts';
import { specToEvaluate } from './target.ts';
import { tellEnd, tellFailure } from './telling.ts';

/** What a run needs of the services. */
export type EvaluateParts = Pick<Services, 'runs' | 'reports' | 'specs' | 'problems' | 'log' | 'storage'>;

const { t } = vscode.l10n;

/** How a run ended. `refused`: it never began, and the user was told why. */
export type Outcome = 'done' | 'cancelled' | 'failed' | 'refused';

export interface How {
  /** Names of the sources and models that the run is limited to. */
  parts?: string[];
  /** Number of ranker seeds, instead of the spec's. */
  seeds?: number;
  /** Half-width that the intervals are to have, instead of the spec's. */
  precision?: number;
  /** Somebody else shows progress and sums up: errors go to Problems and the log alone. */
  quiet?: boolean;
  /** False where no person asked for the run: the report does not open by itself. */
  asked?: boolean;
}

/** Evaluates the spec at `uri`, or the one in the active editor. Resolves when the run has ended, however it did. */
export async function evaluateSpec(
  parts: EvaluateParts,
  uri?: vscode.Uri,
  { parts: only, quiet = false, seeds, precision, asked = true }: How = {},
): Promise<Outcome> {
  const target = await specToEvaluate(parts, uri);
  if (target === undefined) {
    void showWarning(t('Open a spec (lis.yaml or *.lis.yaml) to evaluate it.'));
    return 'refused';
  }
  const document = await vscode.workspace.openTextDocument(target);
  try {
    await refuseBroken(parts, document);
    const isFirst = parts.reports.get(target.fsPath) === undefined;
    const result = await run(parts, document, { only, quiet, seeds, precision });
    parts.log.info(`Evaluated ${document.uri.fsPath}: ${describe(result)}. Report: ${result.reportPath}`);
    if (!quiet) void tellEnd(parts, document, { isFirst, asked }); // it ends with the user's answer
    return 'done';
  } catch (error) {
    if (error instanceof Cancelled) {
      parts.log.info(`Cancelled the evaluation of ${document.uri.fsPath}.`);
      const replaced = parts.runs.of(target.fsPath) !== undefined; // its own run goes on
      if (!quiet && !replaced && !parts.runs.disposed)
        showBriefly('circle-slash', t('Cancelled the evaluation of {0}.', basename(target.fsPath)));
      return 'cancelled';
    }
    const telling = tellFailure(parts, document, error, quiet);
    if (quiet) await telling;
    else void telling;
    return 'failed';
  }
}

type Limits = Record<'seeds' | 'precision', number | undefined> & {
  only: string[] | undefined;
  quiet: boolean;
};

async function run(
  parts: EvaluateParts,
  document: vscode.TextDocument,
  { only, quiet, seeds, precision }: Limits,
): Promise<RunResult> {
  const specPath = document.uri.fsPath;
  parts.problems.clearRun(document);
  const reportPath = await newReportPath(specPath, parts.storage, new Date());
  parts.log.info(`Evaluating ${only === undefined ? '' : `${only.join(', ')} of `}${specPath}.`);
  const handle = parts.runs.start({
    specPath,
    ...(document.isDirty && { specText: document.getText() }),
    overrides: {
      ...(only !== undefined && { sources: only }),
      ...(seeds !== undefined && { seeds }),
      ...(precision !== undefined && { precision }),
    },
    reportPath,
    ...computeSettings(document),
  });
  if (!quiet) showProgress(parts.runs, specPath, handle);
  const run = { specPath, reportPath, ...(only !== undefined && { parts: only }) };
  const ended = mark(marksFolder(parts), run);
  try {
    const result = await handle.result;
    await parts.reports.refresh(specPath);
    return result;
  } finally {
    // What ends with the window is told by the next one.
    if (!parts.runs.disposed) await (await ended)();
  }
}

/** @throws Failure for the first error of the spec, with the number of the others that Problems lists: no process is needed to find it. */
async function refuseBroken(
  { problems }: Pick<Services, 'problems'>,
  document: vscode.TextDocument,
): Promise<void> {
  const isError = ({ severity }: SpecProblem): boolean => severity === 'error';
  const first = (await parsedSpec(document)).problems.find(isError);
  if (first === undefined) return;
  const listed = (await problems.of(document)).filter(isError).length;
  const others = listed > 1 ? ` ${othersText(listed - 1)}` : '';
  throw new Failure('usage', first.code, `${first.message}${others}`, {
    file: document.uri.fsPath,
    line: first.range.start.line + 1,
    column: first.range.start.column + 1,
  });
}

function othersText(others: number): string {
  return others === 1
    ? t('1 more error is listed in Problems.')
    : t('{0} more errors are listed in Problems.', others);
}

function describe({ summary }: RunResult): string {
  const sources = summary.sources.map(
    ({ name, transferable, total }) => `${name} LIS ${signed((transferable ?? total).value)}`,
  );
  const models = summary.models.map(({ name, ais }) => `${name} AIS ${signed(ais.value)}`);
  return [`base AUC ${summary.baseAuc.toFixed(4)}`, ...sources, ...models].join(', ');
}
