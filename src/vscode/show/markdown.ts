/**
 * Rendered text of hovers and tooltips: the one place that makes it. Texts of files in it were escaped where it was put
 * together; a picture, which the editor would load from anywhere, is none of ours and is never shown.
 */
import * as vscode from 'vscode';

/** A word joiner parts what would be a picture. */
const NO_PICTURE = '!\u2060[';

/** @param commands that its links may run; none where absent */
export function rendered(markdown: string, commands: readonly string[] = []): vscode.MarkdownString {
  const result = new vscode.MarkdownString(markdown.replaceAll('![', NO_PICTURE));
  if (commands.length > 0) result.isTrusted = { enabledCommands: commands };
  return result;
}
