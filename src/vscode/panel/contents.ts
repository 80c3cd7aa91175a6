/** What a panel shows of its subject: a report with what is stale about it, or the sentence that stands in its place. */
import { basename } from 'node:path';
import * as vscode from 'vscode';
import { zonedTime } from '../../common/format.ts';
import type { HostToPanelMessage } from '../../protocol/panel.ts';
import { newestRun, readReport } from '../../report/kept/store.ts';
import type { Report } from '../../report/schema.ts';
import type { Spec } from '../../specfile/schema.ts';
import { earlierRuns, type KnownReport, knownReport } from '../state/reports/results.ts';
import { partStale, specStale } from '../state/reports/staleness.ts';
import type { Services } from '../state/services.ts';
import { parsedSpec } from '../state/spec/parsed.ts';
import { isBeside, mayLookAt } from '../state/trust.ts';
import { staleText } from '../words/stale.ts';
import { isRunFile, type Subject } from './subject.ts';

const { t } = vscode.l10n;

export async function contentsOf(
  { specPath, reportPath }: Subject,
  { reports }: Pick<Services, 'reports'>,
): Promise<HostToPanelMessage> {
  const subject = {
    specPath,
    specName: basename(specPath),
    ...(reportPath !== undefined && { reportPath }),
    canEvaluate: vscode.workspace.isTrusted && reportPath === undefined,
  };
  const show = async (known: KnownReport, note: string | null) => {
    const { latest: report, staleInputs } = known;
    const spec = await currentSpec(specPath, reportPath);
    const stale = staleText(specStale(known, spec), t) ?? null;
    const earlier = earlierRuns(known, (result) => staleText(partStale(result, result.name, spec), t));
    const payload = { ...subject, report, stale, staleInputs, earlier, note };
    return { type: 'report', payload } satisfies HostToPanelMessage;
  };
  try {
    if (reportPath !== undefined) {
      const report = await readReport(reportPath);
      const staleInputs = await reports.staleInputs(report, specPath);
      return await show(knownReport([{ path: reportPath, report, staleInputs }])!, runNote(report));
    }
    await reports.refresh(specPath);
    const known = reports.get(specPath);
    const newest = await newestRun(specPath);
    if (known === undefined && newest === undefined) {
      return { type: 'nothing', payload: { ...subject, sentence: neverEvaluated(basename(specPath)) } };
    }
    const damage = newest === undefined || newest === known?.path ? null : await damageOf(newest);
    if (known === undefined) {
      return {
        type: 'nothing',
        payload: { ...subject, sentence: damage ?? neverEvaluated(basename(specPath)) },
      };
    }
    const note = damage === null ? null : t('{0} This is the run before it.', damage);
    return await show(known, note);
  } catch (error) {
    const sentence = error instanceof Error ? error.message : String(error);
    return { type: 'nothing', payload: { ...subject, sentence } };
  }
}

function neverEvaluated(name: string): string {
  return t('{0} has not been evaluated yet.', name);
}

function runNote({ created }: Report): string {
  return t('One run of the history, of {0}.', zonedTime(created));
}

/** Why a run's file cannot be read; null where it can. */
function damageOf(path: string): Promise<string | null> {
  return readReport(path).then(
    () => null,
    (error: Error) => error.message,
  );
}

/** False where a report from elsewhere names any file as its spec: neither that nor what lies beside it is opened. */
export function mayOpenSpec({ specPath, reportPath }: Subject): boolean {
  if (reportPath === undefined) return true;
  return (isRunFile(reportPath) && isBeside(specPath, reportPath)) || mayLookAt(specPath);
}

/** The spec as it stands in the editor or on disk; undefined where it is broken, gone, or not ours to open: its report still says what it says. */
async function currentSpec(specPath: string, reportPath: string | undefined): Promise<Spec | undefined> {
  if (!mayOpenSpec({ specPath, reportPath })) return undefined;
  try {
    const document = await vscode.workspace.openTextDocument(specPath);
    return (await parsedSpec(document)).spec;
  } catch {
    return undefined;
  }
}
