/** A program that a spec names, as a task of the editor: the user sees it run in a terminal, and can end it there. */
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { Failure } from '../../report/failure.ts';
import type { ProgramCall, ProgramEnd } from '../../report/progress.ts';

const { t } = vscode.l10n;

/** The end of a task's process is told before that of the task; so long it may come after. */
const LATE_MS = 500;

type Ended = Pick<ProgramEnd, 'exitCode' | 'reason'>;

/**
 * @see RunProgram
 * @throws Failure where the editor refuses the task, or the workspace is not trusted
 */
export async function runAsTask(call: ProgramCall, signal: AbortSignal): Promise<ProgramEnd> {
  if (!vscode.workspace.isTrusted) {
    throw new Failure(
      'usage',
      'command-not-found',
      t('Trust this workspace to run the programs of its specs.'),
    );
  }
  const task = taskOf({ ...call, args: await argumentsOf(call) });
  const ends = new Ends();
  try {
    const execution = await vscode.tasks.executeTask(task);
    const stop = (): void => execution.terminate();
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
    try {
      return {
        ...(await ends.of(execution)),
        complaint: [],
        output: t('the terminal of the task “{0}”', task.name),
      };
    } finally {
      signal.removeEventListener('abort', stop);
    }
  } finally {
    ends.dispose();
  }
}

/** The editor replaces `${…}` in the arguments of a task, by which a shell means something else: such a line is read from a file. */
async function argumentsOf({ args, logPath }: ProgramCall): Promise<readonly string[]> {
  const [flag, line] = args;
  if (flag !== '-c' || line?.includes('${') !== true) return args;
  const script = join(dirname(logPath), 'command.sh');
  await writeFile(script, `${line}\n`);
  return [script];
}

function taskOf({ title, program, args, cwd, env }: ProgramCall): vscode.Task {
  const task = new vscode.Task(
    { type: 'process' },
    vscode.workspace.workspaceFolders === undefined ? vscode.TaskScope.Global : vscode.TaskScope.Workspace,
    t('ranker of {0}', title),
    'LIS',
    new vscode.ProcessExecution(program, [...args], { cwd, env: { ...env } }),
    [],
  );
  // One terminal after another job's end, and never in the way of typing.
  task.presentationOptions = {
    reveal: vscode.TaskRevealKind.Silent,
    panel: vscode.TaskPanelKind.Shared,
    focus: false,
    showReuseMessage: false,
  };
  return task;
}

/** Listens from before a task starts, since a short one may have ended before the editor says which one it was. */
class Ends implements vscode.Disposable {
  readonly #ended = new Map<vscode.TaskExecution, Ended>();
  readonly #waiting = new Map<vscode.TaskExecution, (end: Ended) => void>();
  readonly #listeners = [
    vscode.tasks.onDidEndTaskProcess(({ execution, exitCode }) =>
      this.#note(execution, exitCode === undefined ? closed() : { exitCode }),
    ),
    vscode.tasks.onDidEndTask(({ execution }) => setTimeout(() => this.#note(execution, closed()), LATE_MS)),
  ];

  of(execution: vscode.TaskExecution): Promise<Ended> {
    const end = this.#ended.get(execution);
    if (end !== undefined) return Promise.resolve(end);
    return new Promise((resolve) => this.#waiting.set(execution, resolve));
  }

  #note(execution: vscode.TaskExecution, end: Ended): void {
    if (!this.#ended.has(execution)) this.#ended.set(execution, end);
    this.#waiting.get(execution)?.(end);
  }

  dispose(): void {
    for (const listener of this.#listeners) listener.dispose();
  }
}

/** Of a task without an exit code: its terminal was closed, or its program could not be started. */
const closed = (): Ended => ({ reason: t('the closing of its terminal, or was not found') });
