/** A program that a spec names, as a task of the editor: the user sees it run in a terminal, and can end it there. */
import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import { Failure } from '../../common/failure.ts';
import type { ProgramCall, ProgramEnd } from '../../common/progress.ts';
import { taskNamed } from '../show/status.ts';
import { ProgramTerminal } from './program-terminal.ts';

const { t } = vscode.l10n;

/** A program that has ended waits no longer for the editor to say so of its task. */
const LATE_MS = 500;

/**
 * @see RunProgram
 * @throws Failure where the program cannot be started, the editor refuses the task, or the workspace is not trusted
 */
export async function runAsTask(call: ProgramCall, signal: AbortSignal): Promise<ProgramEnd> {
  if (!vscode.workspace.isTrusted) {
    throw new Failure(
      'usage',
      'command-not-found',
      t('Trust this workspace to run the programs of its specs.'),
    );
  }
  const terminal = new ProgramTerminal(call, signal);
  const task = taskOf(call, terminal);
  const tasks = new EndedTasks();
  const cancel = (): void => terminal.unopened(t('the cancelling of its run'));
  signal.addEventListener('abort', cancel, { once: true });
  if (signal.aborted) cancel();
  try {
    const execution = await vscode.tasks.executeTask(task);
    const over = tasks.endOf(execution).then(() => terminal.unopened(t('the end of its task')));
    const end = await terminal.ended;
    // The next program is shown in the same terminal, which is free once this task is over.
    await Promise.race([over, sleep(LATE_MS)]);
    return { ...end, output: t('the terminal of the task “{0}”', task.name) };
  } finally {
    signal.removeEventListener('abort', cancel);
    tasks.dispose();
  }
}

/** Listens from before a task starts, since a short one may have ended before the editor says which one it was. */
class EndedTasks implements vscode.Disposable {
  readonly #ended = new Set<vscode.TaskExecution>();
  readonly #waiting = new Map<vscode.TaskExecution, () => void>();
  readonly #listener = vscode.tasks.onDidEndTask(({ execution }) => {
    this.#ended.add(execution);
    this.#waiting.get(execution)?.();
  });

  endOf(execution: vscode.TaskExecution): Promise<void> {
    if (this.#ended.has(execution)) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.set(execution, resolve));
  }

  dispose(): void {
    this.#listener.dispose();
  }
}

function taskOf({ title, env }: ProgramCall, terminal: ProgramTerminal): vscode.Task {
  const definition = { type: 'lis', ...env }; // two of one name may run side by side: the job tells them apart
  const task = taskNamed(t('ranker of {0}', title), definition, async () => terminal);
  // One terminal after another job's end, and never in the way of typing.
  task.presentationOptions = {
    reveal: vscode.TaskRevealKind.Silent,
    panel: vscode.TaskPanelKind.Shared,
    focus: false,
    showReuseMessage: false,
  };
  return task;
}
