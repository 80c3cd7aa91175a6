/** The status of a language's documents, and the names of panels and tasks: the one place that gives them their texts. */
import * as vscode from 'vscode';
import { forLabel, forTooltip } from '../../inert/label.ts';
import { oneLine } from '../../inert/visible.ts';

/** Long enough to be read by who looks up when a run ends. */
const BRIEF_MS = 6000;

/** An item that the editor shows beside the language's name. */
export function statusItem(
  id: string,
  name: string,
  selector: vscode.DocumentSelector,
): vscode.LanguageStatusItem {
  const item = vscode.languages.createLanguageStatusItem(id, selector);
  item.name = forLabel(name);
  return item;
}

export function showStatus(item: vscode.LanguageStatusItem, text: string, detail = ''): void {
  item.text = forLabel(text);
  item.detail = forLabel(detail);
}

/** In the status bar for some seconds. */
export function showBriefly(icon: string, text: string): void {
  vscode.window.setStatusBarMessage(`$(${icon}) ${forLabel(text)}`, BRIEF_MS);
}

/** What an item of the status bar shows. */
export interface BarText {
  /** In front of the text, by its name in the editor's own set. */
  icon: string;
  text: string;
  /** Lines of the hover. */
  tooltip: readonly string[];
  /** What a screen reader says. */
  spoken: string;
}

/** An item of the status bar, hidden as yet, at the far end of the left side. */
export function statusBarItem(id: string, name: string): vscode.StatusBarItem {
  const item = vscode.window.createStatusBarItem(id, vscode.StatusBarAlignment.Left, -100);
  item.name = forLabel(name);
  return item;
}

export function showInBar(item: vscode.StatusBarItem, { icon, text, tooltip, spoken }: BarText): void {
  item.text = `$(${icon}) ${forLabel(text)}`;
  item.tooltip = forTooltip(tooltip.join('\n\n'));
  item.accessibilityInformation = { label: oneLine(spoken), role: 'button' };
  item.show();
}

/** The title of a panel's tab. */
export function nameTab(panel: vscode.WebviewPanel, title: string): void {
  panel.title = forLabel(title);
}

/** A task that runs as the terminal says, under a name that its tab shows. */
export function taskNamed(
  name: string,
  definition: vscode.TaskDefinition,
  terminal: () => Promise<vscode.Pseudoterminal>,
): vscode.Task {
  const scope =
    vscode.workspace.workspaceFolders === undefined ? vscode.TaskScope.Global : vscode.TaskScope.Workspace;
  return new vscode.Task(definition, scope, forLabel(name), 'LIS', new vscode.CustomExecution(terminal), []);
}
