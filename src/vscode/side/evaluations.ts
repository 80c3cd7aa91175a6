/** The view Evaluations: each spec of the workspace with its last result, and under it the sources that it evaluates. */
import * as vscode from 'vscode';
import { throttle } from '../../protocol/throttle.ts';
import { escapeMarkdown } from '../../report/markdown.ts';
import type { ParsedSpec } from '../../spec/parse.ts';
import type { Services } from '../services.ts';
import { readSpec, stateOf } from './facts.ts';
import { themeIcon } from './icon.ts';
import { leadingVerdict, type SpecState } from './state.ts';
import { sourceDescription, sourceIcon, specDescription, specIcon, verdictWord } from './titles.ts';

export interface SpecNode {
  kind: 'spec';
  uri: vscode.Uri;
  parsed: ParsedSpec | undefined;
  state: SpecState;
}

export interface SourceNode {
  kind: 'source';
  spec: SpecNode;
  name: string;
  /** Place in the spec's list. */
  index: number;
}

export type EvaluationNode = SpecNode | SourceNode;

/** A run tells more often how far it is than a list can be read. */
const PROGRESS_REFRESH_MS = 1000;
/** "2 h ago" is drawn again this often while the view is in sight. */
const AGE_REFRESH_MS = 60_000;

const { t } = vscode.l10n;

type Parts = Pick<Services, 'specs' | 'reports' | 'runs'>;

export class Evaluations implements vscode.TreeDataProvider<EvaluationNode>, vscode.Disposable {
  readonly #parts: Parts;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #disposables: vscode.Disposable[];
  readonly onDidChangeTreeData = this.#changed.event;

  constructor(parts: Parts) {
    this.#parts = parts;
    const { specs, reports, runs } = parts;
    const draw = (): void => this.#changed.fire();
    const progress = throttle(draw, PROGRESS_REFRESH_MS);
    this.#disposables = [
      this.#changed,
      specs.onDidChange(draw),
      reports.onDidChange(draw),
      runs.onDidChange((path) => (runs.of(path) === undefined ? draw() : progress(undefined))),
      vscode.workspace.onDidGrantWorkspaceTrust(draw),
      { dispose: () => progress.stop() },
    ];
  }

  /** Keeps ages true for as long as the view can be seen. */
  follow(view: vscode.TreeView<EvaluationNode>): vscode.Disposable {
    const timer = setInterval(() => view.visible && this.#changed.fire(), AGE_REFRESH_MS);
    return { dispose: () => clearInterval(timer) };
  }

  async getChildren(node?: EvaluationNode): Promise<EvaluationNode[]> {
    if (node === undefined) {
      const uris = await this.#parts.specs.all();
      await vscode.commands.executeCommand('setContext', 'lis.hasSpecs', uris.length > 0);
      return Promise.all(uris.map((uri) => this.#specNode(uri)));
    }
    if (node.kind === 'source') return [];
    const sources = node.parsed?.spec?.sources ?? [];
    return sources.map(({ name }, index) => ({ kind: 'source', spec: node, name, index }));
  }

  getTreeItem(node: EvaluationNode): vscode.TreeItem {
    return node.kind === 'spec' ? specItem(node) : sourceItem(node);
  }

  dispose(): void {
    for (const disposable of this.#disposables) disposable.dispose();
  }

  async #specNode(uri: vscode.Uri): Promise<SpecNode> {
    const parsed = await readSpec(uri.fsPath);
    return { kind: 'spec', uri, parsed, state: await stateOf(this.#parts, uri.fsPath, parsed) };
  }
}

function specItem({ uri, parsed, state }: SpecNode): vscode.TreeItem {
  const { None, Expanded } = vscode.TreeItemCollapsibleState;
  const some = (parsed?.spec?.sources.length ?? 0) > 0;
  const item = new vscode.TreeItem(vscode.workspace.asRelativePath(uri), some ? Expanded : None);
  item.id = uri.toString();
  item.description = specDescription(state, Date.now(), t);
  item.iconPath = themeIcon(specIcon(state));
  item.contextValue = ['spec', state.kind === 'running' ? 'running' : 'idle', ...reported(state)].join(' ');
  item.tooltip = tooltip(uri.fsPath, item.description, leadingVerdict(state.report));
  item.accessibilityInformation = { label: `${String(item.label)}, ${item.description}` };
  item.command = { command: 'lis.side.goToSpec', title: t('Go to the Spec'), arguments: [{ uri }] };
  return item;
}

function sourceItem({ spec, name, index }: SourceNode): vscode.TreeItem {
  const { state, uri } = spec;
  const verdict = leadingVerdict(state.report, name);
  const result = state.report?.sources.find((source) => source.name === name);
  const item = new vscode.TreeItem(name);
  item.id = `${uri.toString()}#${index}:${name}`;
  const facts = [sourceDescription(result, t), ...(verdict === undefined ? [] : [verdictWord(verdict, t)])];
  item.description = facts.join(' · ');
  item.iconPath = themeIcon(sourceIcon(state, name));
  item.contextValue = ['source', state.kind === 'running' ? 'running' : 'idle', ...reported(state)].join(' ');
  item.tooltip = tooltip(name, item.description, verdict);
  item.accessibilityInformation = { label: `${name}, ${item.description}` };
  return item;
}

function reported(state: SpecState): string[] {
  return state.report === undefined ? [] : ['reported'];
}

/** Text from specs and reports is escaped: it never becomes markup. */
function tooltip(
  title: string,
  description: string,
  verdict: { message: string; action: string } | undefined,
): vscode.MarkdownString {
  const blocks = [
    `**${escapeMarkdown(title)}**`,
    escapeMarkdown(description),
    ...(verdict === undefined
      ? []
      : [escapeMarkdown(verdict.message), `→ ${escapeMarkdown(verdict.action)}`]),
  ];
  return new vscode.MarkdownString(blocks.join('\n\n'));
}
