/** Lines that the editor shows for us, in trees, lenses and notes behind code: the one place that makes them. */
import * as vscode from 'vscode';
import { forLabel, forTooltip } from '../../inert/label.ts';
import { oneLine, visible } from '../../inert/visible.ts';

export interface Row {
  label: string;
  /** Behind the label. */
  description: string;
  id: string;
  /** Rendered by `rendered`. */
  tooltip: vscode.MarkdownString;
  /** What a screen reader says. */
  spoken: string;
  contextValue: string;
  icon: vscode.ThemeIcon;
  expanded?: boolean;
  command?: vscode.Command;
}

/** A row of a tree. */
export function treeRow(row: Row): vscode.TreeItem {
  const { None, Expanded } = vscode.TreeItemCollapsibleState;
  const item = new vscode.TreeItem(forLabel(row.label), row.expanded ? Expanded : None);
  item.description = forLabel(row.description);
  item.id = row.id;
  item.tooltip = row.tooltip;
  item.accessibilityInformation = { label: oneLine(row.spoken) };
  item.contextValue = row.contextValue;
  item.iconPath = row.icon;
  if (row.command !== undefined) item.command = row.command;
  return item;
}

/** A lens over a line (0-based). @param icon in front of the title, by its name in the editor's own set */
export function lensAt(line: number, command: vscode.Command, icon?: string): vscode.CodeLens {
  const title = forLabel(command.title);
  return new vscode.CodeLens(new vscode.Range(line, 0, line, 0), {
    ...command,
    title: icon === undefined ? title : `$(${icon})\u00a0${title}`,
    ...(command.tooltip !== undefined && { tooltip: forTooltip(command.tooltip) }),
  });
}

/** The same lens over another line. */
export function lensMoved(lens: vscode.CodeLens, line: number): vscode.CodeLens {
  return new vscode.CodeLens(new vscode.Range(line, 0, line, 0), lens.command);
}

/** A note behind the end of a line. A line break in it would end the style rule that the editor writes it into. */
export function noteAfter(end: vscode.Position, text: string): vscode.DecorationOptions {
  const contentText = oneLine(text);
  return { range: new vscode.Range(end, end), renderOptions: { after: { contentText } } };
}

/** A mark under text, listed in Problems. */
export function problemAt(
  range: vscode.Range,
  message: string,
  severity: vscode.DiagnosticSeverity,
): vscode.Diagnostic {
  return new vscode.Diagnostic(range, visible(message), severity);
}

/** A quick fix. */
export function quickFix(title: string): vscode.CodeAction {
  return new vscode.CodeAction(forLabel(title), vscode.CodeActionKind.QuickFix);
}

/** A text that leads somewhere. */
export function linkAt(range: vscode.Range, target: vscode.Uri, tooltip: string): vscode.DocumentLink {
  const link = new vscode.DocumentLink(range, target);
  link.tooltip = forTooltip(tooltip);
  return link;
}

/** An edit that answers no problem. */
export function rewriting(title: string): vscode.CodeAction {
  return new vscode.CodeAction(forLabel(title), vscode.CodeActionKind.RefactorRewrite);
}

/** An entry of completion, by its kind. */
export function completion(
  label: string,
  description: string | undefined,
  kind: vscode.CompletionItemKind,
): vscode.CompletionItem {
  const shown = oneLine(label);
  return new vscode.CompletionItem(
    description ? { label: shown, description: oneLine(description) } : shown,
    kind,
  );
}
