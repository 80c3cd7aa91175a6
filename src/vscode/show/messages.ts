/** Notifications: the one place that shows them. Texts of files in them are made inert here, whoever calls. */
import * as vscode from 'vscode';
import { forLabel, forTooltip } from '../../inert/label.ts';

/** Resolves with the button that was pressed; undefined where none was. */
type Show = (text: string, ...buttons: string[]) => Promise<string | undefined>;

export const showInfo: Show = async (text, ...buttons) =>
  vscode.window.showInformationMessage(forLabel(text), ...buttons);

export const showWarning: Show = async (text, ...buttons) =>
  vscode.window.showWarningMessage(forLabel(text), ...buttons);

export const showError: Show = async (text, ...buttons) =>
  vscode.window.showErrorMessage(forLabel(text), ...buttons);

/** A question that waits for its answer. @returns whether it was `yes` */
export async function confirm(question: string, detail: string, yes: string): Promise<boolean> {
  const options = { modal: true, detail: forTooltip(detail) };
  return (await vscode.window.showWarningMessage(forLabel(question), options, yes)) === yes;
}

/** What an error says, for a sentence of ours. */
export function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** A notification with a bar and Cancel, for as long as the task takes. */
export function whileWorking<T>(
  title: string,
  task: (
    report: (step: { message?: string; increment?: number }) => void,
    token: vscode.CancellationToken,
  ) => Promise<T>,
): Promise<T> {
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: forLabel(title),
    cancellable: true,
  };
  const run = vscode.window.withProgress(options, (progress, token) =>
    task(
      ({ message, ...step }) =>
        progress.report({ ...step, ...(message !== undefined && { message: forLabel(message) }) }),
      token,
    ),
  );
  return Promise.resolve(run);
}
