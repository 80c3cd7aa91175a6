/** What stands in front of a finding, by its severity. */
import * as vscode from 'vscode';
import type { Finding } from '../../../report/schema-audit.ts';

const ICONS = {
  error: new vscode.ThemeIcon('error', new vscode.ThemeColor('list.errorForeground')),
  warning: new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground')),
  info: new vscode.ThemeIcon('info', new vscode.ThemeColor('problemsInfoIcon.foreground')),
};

export const severityIcon = (severity: Finding['severity']): vscode.ThemeIcon => ICONS[severity];
