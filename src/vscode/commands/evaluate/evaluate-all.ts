/** `LIS: Evaluate All Specs`: one after the other, under one progress notification and one Cancel. */
import * as vscode from 'vscode';
import { showInfo, showWarning, whileWorking } from '../../show/messages.ts';
import type { Services } from '../../state/services.ts';
import { progressText } from '../../state/work.ts';
import { evaluateSpec, type Outcome } from './evaluate.ts';

const { t } = vscode.l10n;

export async function evaluateAll(services: Services): Promise<void> {
  const specs = await services.specs.all();
  if (specs.length === 0) {
    void showInfo(t('This workspace has no spec (lis.yaml or *.lis.yaml) yet.'));
    return;
  }
  const outcomes: Outcome[] = [];
  await whileWorking(t('LIS: evaluating all specs'), async (report, token) => {
    const share = 100 / specs.length;
    for (const [i, uri] of specs.entries()) {
      if (token.isCancellationRequested) break;
      outcomes.push(await evaluateOne(services, uri, i, specs.length, share, report, token));
    }
  });
  tell(services, outcomes, specs.length);
}

async function evaluateOne(
  services: Services,
  uri: vscode.Uri,
  i: number,
  total: number,
  share: number,
  report: (step: { message?: string; increment?: number }) => void,
  token: vscode.CancellationToken,
): Promise<Outcome> {
  const { runs } = services;
  const place = t('{0} of {1}, {2}', i + 1, total, vscode.workspace.asRelativePath(uri));
  report({ message: place }); // at once: reading the spec and its columns may take a while
  let shown = 0;
  const show = (): void => {
    const state = runs.of(uri.fsPath);
    if (state === undefined) return;
    const message = t('{0}: {1}', place, progressText(state));
    report({ message, increment: Math.max(0, state.fraction - shown) * share });
    shown = Math.max(shown, state.fraction);
  };
  const listeners = [
    runs.onDidChange((path) => path === uri.fsPath && show()),
    token.onCancellationRequested(() => runs.cancel(uri.fsPath)),
  ];
  const outcome = await evaluateSpec(services, uri, { quiet: true });
  for (const listener of listeners) listener.dispose();
  report({ increment: (1 - shown) * share });
  return outcome;
}

function tell(services: Services, outcomes: readonly Outcome[], specs: number): void {
  const failed = outcomes.filter((outcome) => outcome === 'failed').length;
  const done = outcomes.filter((outcome) => outcome === 'done').length;
  if (failed === 0) {
    void showInfo(t('{0} of {1} specs evaluated.', done, specs));
    return;
  }
  const log = t('Show Log');
  void showWarning(t('{0} of {1} specs evaluated; {2} failed.', done, specs, failed), log).then(
    (choice) => choice === log && services.log.show(),
  );
}
