/**
 * The view Evaluations: each spec of the workspace and each open config that carries one, with its last result, and under
 * it the sources and models that it evaluates.
 */
import * as vscode from 'vscode';
import { escapeMarkdown } from '../../inert/markdown.ts';
import type { ParsedSpec } from '../../specfile/reading/parse.ts';
import { treeRow } from '../show/lines.ts';
import { rendered } from '../show/markdown.ts';
import type { Services } from '../state/services.ts';
import { type Part, partsOf } from '../state/spec/parts.ts';
import { readSpec, stateOf } from '../state/spec-facts.ts';
import type { SpecState } from '../state/spec-state.ts';
import { sourceGains, wholeAnswer } from '../words/answer.ts';
import { partDescription, specDescription } from '../words/descriptions.ts';
import { modelFacts } from '../words/model-titles.ts';
import { partIcon, specIcon } from './icons.ts';
import { followRuns } from './run-changes.ts';
import { themeIcon } from './theme-icon.ts';

export interface SpecNode {
  kind: 'spec';
  uri: vscode.Uri;
  parsed: ParsedSpec | undefined;
  state: SpecState;
}

/** A source or a model. */
export interface PartNode extends Part {
  kind: 'part';
  spec: SpecNode;
}

export type EvaluationNode = SpecNode | PartNode;

/**
 * A run tells more often how far it is than a list can be read. And what is drawn anew loses a click that is under way, as the one
 * on Cancel: so it is done rarely, and of the one spec alone.
 */
const PROGRESS_REFRESH_MS = 2000;
/** "2 h ago" is drawn again this often while the view is in sight. */
const AGE_REFRESH_MS = 60_000;

const { t } = vscode.l10n;

type Parts = Pick<Services, 'specs' | 'reports' | 'runs'>;

export class Evaluations implements vscode.TreeDataProvider<EvaluationNode>, vscode.Disposable {
  readonly #parts: Parts;
  readonly #changed = new vscode.EventEmitter<SpecNode | undefined>();
  /** The specs in the list, by path, as the editor was last given them. */
  #nodes = new Map<string, SpecNode>();
  #listings = 0;
  readonly #disposables: vscode.Disposable[];
  readonly onDidChangeTreeData = this.#changed.event;

  constructor(parts: Parts) {
    this.#parts = parts;
    const { specs, reports, runs } = parts;
    const draw = (): void => this.#changed.fire(undefined);
    const following = followRuns({
      isRunning: (path) => runs.of(path) !== undefined,
      drawAll: draw,
      drawRow: (path) => void this.#drawRunning(path),
      intervalMs: PROGRESS_REFRESH_MS,
    });
    this.#disposables = [
      this.#changed,
      specs.onDidChange(draw),
      reports.onDidChange(draw),
      following,
      runs.onDidChange((path) => following.changed(path)),
      vscode.workspace.onDidGrantWorkspaceTrust(draw),
    ];
  }

  /** Keeps ages true for as long as the view can be seen. */
  follow(view: vscode.TreeView<EvaluationNode>): vscode.Disposable {
    const timer = setInterval(() => view.visible && this.#changed.fire(undefined), AGE_REFRESH_MS);
    return { dispose: () => clearInterval(timer) };
  }

  async getChildren(node?: EvaluationNode): Promise<EvaluationNode[]> {
    if (node === undefined) {
      const { specs } = this.#parts;
      await vscode.commands.executeCommand('setContext', 'lis.hasSpecs', (await specs.all()).length > 0);
      const uris = await specs.listed();
      const listing = ++this.#listings;
      const nodes = await Promise.all(uris.map((uri) => this.#specNode(uri)));
      if (listing === this.#listings) this.#nodes = new Map(nodes.map((node) => [node.uri.fsPath, node]));
      return nodes;
    }
    if (node.kind === 'part') return [];
    return partsOf(node.parsed?.spec).map((part) => ({ kind: 'part', spec: node, ...part }));
  }

  getTreeItem(node: EvaluationNode): vscode.TreeItem {
    return node.kind === 'spec' ? specItem(node) : partItem(node);
  }

  dispose(): void {
    for (const disposable of this.#disposables) disposable.dispose();
  }

  async #drawRunning(path: string): Promise<void> {
    const node = this.#nodes.get(path);
    if (node === undefined) return;
    node.state = await stateOf(this.#parts, path, node.parsed);
    if (this.#nodes.get(path) === node) this.#changed.fire(node);
  }

  async #specNode(uri: vscode.Uri): Promise<SpecNode> {
    const parsed = await readSpec(uri.fsPath);
    return { kind: 'spec', uri, parsed, state: await stateOf(this.#parts, uri.fsPath, parsed) };
  }
}

function specItem({ uri, parsed, state }: SpecNode): vscode.TreeItem {
  const label = vscode.workspace.asRelativePath(uri);
  const description = specDescription(state, Date.now(), t);
  return treeRow({
    ...{ label, description, id: uri.toString(), spoken: `${label}, ${description}` },
    icon: themeIcon(specIcon(state)),
    contextValue: ['spec', state.kind === 'running' ? 'running' : 'idle', ...reported(state)].join(' '),
    tooltip: tooltip(uri.fsPath, description, wholeAnswer(state.report, t)),
    expanded: partsOf(parsed?.spec).length > 0,
    command: { command: 'lis.side.goToSpec', title: t('Go to the Spec'), arguments: [{ uri }] },
  });
}

function partItem(node: PartNode): vscode.TreeItem {
  const { spec, section, name, index } = node;
  const { state, uri } = spec;
  const found = section === 'sources' ? sourceFound(state, name) : modelFound(state, name);
  const description = partDescription(state, name, found, Date.now(), t);
  // Without a result there is nothing to open but its place in the spec.
  const [command, title] =
    found.length > 0 ? ['lis.side.openReport', t('Open Report')] : ['lis.side.goToSpec', t('Go to the Spec')];
  return treeRow({
    ...{ label: name, description, id: `${uri.toString()}#${section}:${index}:${name}` },
    icon: themeIcon(partIcon(state, name)),
    contextValue: [
      section === 'sources' ? 'source' : 'model',
      state.kind === 'running' ? 'running' : 'idle',
      ...reported(state),
    ].join(' '),
    tooltip: tooltip(name, description, wholeAnswer(state.report, t, name)),
    spoken: `${name}, ${description}`,
    command: { command, title, arguments: [node] },
  });
}

function sourceFound({ report }: SpecState, name: string): string[] {
  const source = report?.sources.find((candidate) => candidate.name === name);
  return source === undefined ? [] : sourceGains(source, t);
}

function modelFound({ report, earlier }: SpecState, name: string): string[] {
  const model = report?.models.find((candidate) => candidate.name === name);
  if (report === undefined || model === undefined) return [];
  // What the newest run was limited to says nothing of a result that is not of it.
  const whole = { ...report, spec: { ...report.spec, only: undefined } };
  return modelFacts({ model, report: earlier.some((run) => run.name === name) ? whole : report }, t);
}

function reported(state: SpecState): string[] {
  return state.report === undefined ? [] : ['reported'];
}

/** Text from specs and reports is escaped: it never becomes markup. */
function tooltip(title: string, description: string, answer: readonly string[]): vscode.MarkdownString {
  const [name, ...blocks] = [title, description, ...answer].map(escapeMarkdown);
  return rendered([`**${name}**`, ...blocks].join('\n\n'));
}
