/** Which report a command is about: the one that its surface names, the active one, or one that the user picks. */
import { basename, dirname } from 'node:path';
import * as vscode from 'vscode';
import { score } from '../../../common/format.ts';
import type { Panels } from '../../panel/panels.ts';
import { type Subject, subjectOfReport } from '../../panel/subject.ts';
import { sentenceOf, showError, showInfo } from '../../show/messages.ts';
import { pickOne } from '../../show/picks.ts';
import type { Services } from '../../state/services.ts';
import { isSpec } from '../../state/spec/detect.ts';
import { age } from '../../words/phrases.ts';

const { t } = vscode.l10n;

/** @returns undefined when the user picked none, or there is none and has been told so. */
export async function chooseSubject(
  services: Pick<Services, 'specs' | 'reports'>,
  uri: vscode.Uri | undefined,
): Promise<Subject | undefined> {
  const target = uri ?? vscode.window.activeTextEditor?.document.uri;
  if (target !== undefined && isSpec(target)) return { specPath: target.fsPath };
  if (uri?.path.endsWith('.json')) {
    try {
      return await subjectOfReport(uri.fsPath);
    } catch (error) {
      void showError(sentenceOf(error));
      return undefined;
    }
  }
  return pick(services);
}

/** The panel in focus speaks for itself; otherwise as for opening one. */
export async function chooseForExport(
  services: Pick<Services, 'specs' | 'reports'>,
  panels: Panels,
  uri: vscode.Uri | undefined,
): Promise<Subject | undefined> {
  if (uri === undefined && panels.active?.panel.active) return panels.active.subject;
  const edited = uri ?? vscode.window.activeTextEditor?.document.uri;
  if (edited === undefined && panels.active !== undefined) return panels.active.subject;
  return chooseSubject(services, uri);
}

async function pick({ specs, reports }: Pick<Services, 'specs' | 'reports'>): Promise<Subject | undefined> {
  const items = await Promise.all(
    (await specs.listed()).map(async ({ fsPath }) => {
      const known = await reports.load(fsPath);
      const base = known?.report.arms.find(({ arm }) => arm === 'base');
      if (known === undefined || base === undefined) return [];
      return [
        {
          label: basename(fsPath),
          description: vscode.workspace.asRelativePath(dirname(fsPath)),
          detail: t(
            'base AUC {0} · {1}',
            score(base.auc),
            age(Date.now() - Date.parse(known.report.created), t),
          ),
          specPath: fsPath,
        },
      ];
    }),
  ).then((found) => found.flat());
  if (items.length === 0) {
    void showInfo(t('No spec of this workspace has been evaluated yet.'));
    return undefined;
  }
  if (items.length === 1) return items[0];
  const placeHolder = t('The evaluation whose report to show');
  return pickOne(items, { placeHolder, matchOnDescription: true });
}
