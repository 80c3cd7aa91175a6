/** A codicon with its theme colour as the editor wants it. */
import * as vscode from 'vscode';
import type { Icon } from './icons.ts';

export function themeIcon({ id, colour }: Icon): vscode.ThemeIcon {
  return new vscode.ThemeIcon(id, colour === undefined ? undefined : new vscode.ThemeColor(colour));
}
