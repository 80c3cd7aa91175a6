/** What may be looked at. Reports, comments and links may name any file of the machine, or of another one on the network. */
import { dirname, isAbsolute, relative } from 'node:path';
import * as vscode from 'vscode';

/** Files of the workspace, files that are open, and the extension's own. */
export function mayLookAt(path: string): boolean {
  if (vscode.workspace.getWorkspaceFolder(vscode.Uri.file(path)) !== undefined) return true;
  if (ownFolders.some((folder) => isIn(folder, path))) return true;
  return vscode.workspace.textDocuments.some(({ uri }) => uri.scheme === 'file' && uri.fsPath === path);
}

/** True for a file that lies in the folder of another one, or below it. */
export function isBeside(other: string, path: string): boolean {
  return isIn(dirname(other), path);
}

export function isIn(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '' && !/^\.\.([\\/]|$)/.test(way) && !isAbsolute(way);
}

/** Folders that the extension keeps files in. */
const ownFolders: string[] = [];

export function keepsFilesIn(folder: string): void {
  ownFolders.push(folder);
}
