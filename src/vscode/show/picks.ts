/** Lists to choose from, and the dialogs for files and secrets: the one place that shows them, with their texts made inert. */
import * as vscode from 'vscode';
import { forLabel } from '../../inert/label.ts';

interface Options {
  title?: string;
  placeHolder: string;
  matchOnDescription?: boolean;
}

/** @returns the very item that was chosen, with the texts that the caller gave it */
export async function pickOne<T extends vscode.QuickPickItem>(
  items: readonly T[],
  options: Options,
): Promise<T | undefined> {
  return (await vscode.window.showQuickPick(items.map(shown), texts(options)))?.item;
}

export async function pickMany<T extends vscode.QuickPickItem>(
  items: readonly T[],
  options: Options,
): Promise<T[] | undefined> {
  const chosen = await vscode.window.showQuickPick(items.map(shown), {
    ...texts(options),
    canPickMany: true,
  });
  return chosen?.map(({ item }) => item);
}

/** What nobody may read over a shoulder. @returns undefined where nothing was typed */
export async function askSecret(title: string, prompt: string): Promise<string | undefined> {
  const options = { title: forLabel(title), prompt: forLabel(prompt), password: true, ignoreFocusOut: true };
  return (await vscode.window.showInputBox(options))?.trim() || undefined;
}

/** The file or folder to open, and what the dialog says of it. */
export async function openDialog(options: vscode.OpenDialogOptions): Promise<vscode.Uri[]> {
  return (await vscode.window.showOpenDialog(titled(options))) ?? [];
}

/** What a log may be, like the clause of the Explorer's menu. */
const LOG_EXTENSIONS = ['parquet', 'pq', 'csv', 'tsv', 'jsonl', 'ndjson', 'arrow', 'feather', 'gz', 'zst'];

/** The files of one log. */
export async function pickLog(title: string, openLabel: string): Promise<vscode.Uri[]> {
  const { t } = vscode.l10n;
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  return openDialog({
    ...{ title, openLabel, canSelectMany: true },
    filters: { [t('Data')]: LOG_EXTENSIONS, [t('All files')]: ['*'] },
    ...(folder !== undefined && { defaultUri: folder }),
  });
}

export async function saveDialog(options: vscode.SaveDialogOptions): Promise<vscode.Uri | undefined> {
  return vscode.window.showSaveDialog(titled(options));
}

function titled<T extends { title?: string }>(options: T): T {
  return options.title === undefined ? options : { ...options, title: forLabel(options.title) };
}

function texts(options: Options): Options {
  return { ...titled(options), placeHolder: forLabel(options.placeHolder) };
}

function shown<T extends vscode.QuickPickItem>(item: T): vscode.QuickPickItem & { item: T } {
  const { kind, picked, label, description, detail } = item;
  return {
    item,
    label: forLabel(label),
    ...(kind !== undefined && { kind }),
    ...(picked !== undefined && { picked }),
    ...(description !== undefined && { description: forLabel(description) }),
    ...(detail !== undefined && { detail: forLabel(detail) }),
  };
}
