/** The view Runs: the history of all specs, pinned runs first. */
import * as vscode from 'vscode';
import { zonedTime } from '../../common/format.ts';
import { escapeMarkdown } from '../../inert/markdown.ts';
import { treeRow } from '../show/lines.ts';
import { rendered } from '../show/markdown.ts';
import type { History, HistoryRun } from '../state/runs/history.ts';
import { runDescription, runLabel } from '../words/descriptions.ts';
import { runChanges } from '../words/run-changes.ts';
import { runIcon } from './icons.ts';
import { themeIcon } from './theme-icon.ts';

const { t } = vscode.l10n;

export class PastRuns implements vscode.TreeDataProvider<HistoryRun> {
  readonly #history: History;
  /** By path of a run, what its spec says otherwise than before. */
  #changes: ReadonlyMap<string, string> = new Map();
  readonly onDidChangeTreeData: vscode.Event<void>;

  constructor(history: History) {
    this.#history = history;
    this.onDidChangeTreeData = history.onDidChange;
  }

  async getChildren(node?: HistoryRun): Promise<HistoryRun[]> {
    if (node !== undefined) return [];
    const runs = await this.#history.all();
    this.#changes = runChanges(runs, t);
    await vscode.commands.executeCommand('setContext', 'lis.hasRuns', runs.length > 0);
    return runs;
  }

  getTreeItem(run: HistoryRun): vscode.TreeItem {
    const label = runLabel(run, t);
    const specName = vscode.workspace.asRelativePath(run.spec);
    const description = runDescription(run, specName, t, this.#changes.get(run.path));
    const readable = 'facts' in run.content;
    return treeRow({
      ...{ label, description, id: run.path, tooltip: tooltip(run) },
      icon: themeIcon(runIcon(run)),
      contextValue: ['run', run.pinned ? 'pinned' : 'unpinned', readable ? 'readable' : 'damaged'].join(' '),
      spoken: [label, description, ...(run.pinned ? [t('pinned')] : [])].join(', '),
      command: { command: 'lis.side.openRun', title: t('Open Report'), arguments: [run] },
    });
  }
}

/** Text from reports is escaped: it never becomes markup. */
function tooltip({ path, time, content, pinned, note }: HistoryRun): vscode.MarkdownString {
  const blocks = [
    zonedTime(time),
    escapeMarkdown(path),
    ...(pinned ? [t('Pinned')] : []),
    escapeMarkdown(note),
  ];
  if ('problem' in content) blocks.push(escapeMarkdown(content.problem));
  else if (content.facts.verdict !== undefined) {
    const { target, message, action } = content.facts.verdict;
    blocks.push(`**${escapeMarkdown(target)}**: ${escapeMarkdown(message)}`, `→ ${escapeMarkdown(action)}`);
  }
  return rendered(blocks.join('\n\n'));
}
