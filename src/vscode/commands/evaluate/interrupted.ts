/** Runs that ended with their window, or with the extension host: the next one says so, and offers to run them again. */
import { access } from 'node:fs/promises';
import { basename } from 'node:path';
import * as vscode from 'vscode';
import { showWarning } from '../../show/messages.ts';
import { forget, type Mark, marksIn } from '../../state/runs/marks.ts';
import { marksFolder } from '../../state/runs/marks-folder.ts';
import type { Services } from '../../state/services.ts';
import { evaluateSpec } from './evaluate.ts';

/** A host that is being replaced lives on for a moment. */
const LOOK_AGAIN_MS = 3_000;
/** Until a mark that nobody touches any more counts as left behind. */
const LOOKS = 25;

const { t } = vscode.l10n;

/** Tells of the runs that the windows before this one left behind, each once. */
export async function tellInterrupted(services: Services): Promise<void> {
  for (let look = 0; look < LOOKS; look++) {
    const marks = await marksIn(marksFolder(services));
    for (const mark of marks) if (!mark.alive) void tell(services, mark);
    const others = marks.some(({ alive, pid }) => alive && pid !== process.pid);
    if (!others) return;
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS).unref());
  }
}

async function tell(services: Services, { file, specPath, parts, reportPath }: Mark): Promise<void> {
  await forget(file);
  const written = await access(reportPath).then(
    () => true,
    () => false,
  );
  if (written) return; // it had ended
  services.log.warn(`The evaluation of ${specPath} was interrupted.`);
  const again = t('Evaluate Again');
  const text = t('The evaluation of {0} was interrupted. Run it again?', basename(specPath));
  if ((await showWarning(text, again)) !== again) return;
  const uri = vscode.Uri.file(specPath);
  await vscode.workspace.openTextDocument(uri); // a config is known to carry a spec once it is open
  await evaluateSpec(services, uri, parts === undefined ? {} : { parts });
}
