/** The rows of the view Findings. */
import * as vscode from 'vscode';
import { escapeMarkdown } from '../../../inert/markdown.ts';
import { codePlace } from '../../../report/audit/told.ts';
import { auditSentence } from '../../../report/audit/words.ts';
import { treeRow } from '../../show/lines.ts';
import { rendered } from '../../show/markdown.ts';
import { age } from '../../words/phrases.ts';
import { staleText } from '../../words/stale.ts';
import { countWords, findingTitle, shortPrice } from '../words.ts';
import { severityIcon } from './icons.ts';
import type { CodeNode, DataNode, FindingsNode, GroupNode, SubjectNode, TextNode } from './nodes.ts';

const { t } = vscode.l10n;

export function itemOf(node: FindingsNode): vscode.TreeItem {
  switch (node.kind) {
    case 'subject':
      return subjectItem(node);
    case 'data':
      return dataItem(node);
    case 'code':
      return codeItem(node);
    case 'group':
      return groupItem(node);
    case 'text':
      return textItem(node);
  }
}

function subjectItem({ uri, known, children }: SubjectNode): vscode.TreeItem {
  const label = vscode.workspace.asRelativePath(uri);
  const found = children.flatMap((node) =>
    node.kind === 'data' || node.kind === 'code' ? [node.finding] : [],
  );
  const stale = staleText(known?.stale, t);
  const description = [
    countWords(found, t) ?? t('nothing leaks'),
    ...(known === undefined
      ? [t('data not audited')]
      : [age(Date.now() - Date.parse(known.audit.created), t)]),
    ...(stale === undefined ? [] : [t('stale: {0}', stale)]),
  ].join(' · ');
  const worst = (['error', 'warning', 'info'] as const).find((severity) =>
    found.some((finding) => finding.severity === severity),
  );
  return treeRow({
    ...{ label, description, id: uri.toString(), spoken: `${label}, ${description}`, expanded: true },
    icon:
      worst === undefined || worst === 'info'
        ? new vscode.ThemeIcon('pass', new vscode.ThemeColor('testing.iconPassed'))
        : severityIcon(worst),
    contextValue: 'subject',
    tooltip: text([label, ...(known === undefined ? [] : [auditSentence(known.audit)])]),
  });
}

function dataItem(node: DataNode): vscode.TreeItem {
  const { finding, subject, reason } = node;
  const { target, about, severity, code, message, why, remedy } = finding;
  const title = findingTitle(finding, t);
  const price = shortPrice(finding, t);
  const label = about === 'split' || about === 'log' ? title : target;
  const description = [
    ...(label === title ? [] : [title]),
    ...(price === undefined ? [] : [price]),
    ...(reason === undefined ? [] : [reason]),
  ].join(' · ');
  return treeRow({
    ...{ label, description, spoken: `${label}, ${description}, ${message}` },
    id: `${subject.toString()}#${code}:${target}:${reason ?? ''}`,
    icon: severityIcon(severity),
    contextValue: reason === undefined ? 'finding' : 'ignored',
    tooltip: text([label, message, why, `→ ${remedy}`]),
    command: { command: 'lis.side.goToFinding', title: t('Go to Line'), arguments: [node] },
  });
}

function codeItem(node: CodeNode): vscode.TreeItem {
  const { finding, uri, subject, reason } = node;
  const { code, severity, line, cell, message, why, remedy } = finding;
  const label = codePlace(finding);
  const description = [code, reason ?? message].join(' · ');
  return treeRow({
    ...{ label, description, spoken: `${label}, ${code}, ${message}` },
    id: `${subject.toString()}#${uri.toString()}#${code}:${cell ?? ''}:${line}:${reason ?? ''}`,
    icon: severityIcon(severity),
    contextValue: reason === undefined ? 'finding' : 'ignored',
    tooltip: text([`${label} ${code}`, message, why, `→ ${remedy}`]),
    command: { command: 'lis.side.goToFinding', title: t('Go to Line'), arguments: [node] },
  });
}

function groupItem({ id, title, children }: GroupNode): vscode.TreeItem {
  const label = `${title} (${children.length})`;
  const item = treeRow({
    ...{ label, id, description: '', spoken: label, contextValue: 'group' },
    icon: new vscode.ThemeIcon('fold'),
    tooltip: rendered(''),
  });
  item.collapsibleState = vscode.TreeItemCollapsibleState.Collapsed;
  return item;
}

function textItem({ id, label, description }: TextNode): vscode.TreeItem {
  return treeRow({
    ...{ label, id, description, spoken: `${label}: ${description}`, contextValue: 'text' },
    icon: new vscode.ThemeIcon('circle-slash', new vscode.ThemeColor('disabledForeground')),
    tooltip: text([label, description]),
  });
}

/** Text of files is escaped: it never becomes markup. */
function text([title = '', ...blocks]: readonly string[]): vscode.MarkdownString {
  return rendered([`**${escapeMarkdown(title)}**`, ...blocks.map(escapeMarkdown)].join('\n\n'));
}
