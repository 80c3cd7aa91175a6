/**
 * The view Findings: each spec that was audited or speaks for code that leaks, and data that was audited without one; under
 * each what leaks, most severe first, then what comments set aside and what was not checked.
 */
import { dirname, resolve } from 'node:path';
import * as vscode from 'vscode';
import type { FoundInCode } from '../../../report/schema-audit.ts';
import type { Audits, KnownAudit } from '../audits.ts';
import { type CheckedDocuments, isPython } from '../code.ts';
import type { FindingsHost } from '../contract.ts';
import { countWords } from '../words.ts';
import { itemOf } from './items.ts';
import type { CodeNode, DataNode, FindingsNode, GroupNode, SubjectNode, TextNode } from './nodes.ts';

const { t } = vscode.l10n;

/** Audited data that has no spec, over windows. */
const DATA_KEY = 'lis.auditedData';
const MOST_DATA = 20;
/** Findings come and go while people type. */
const SETTLED_MS = 300;

type Found = FoundInCode & { reason?: string | undefined };

export class FindingsView implements vscode.TreeDataProvider<unknown>, vscode.Disposable {
  readonly #host: FindingsHost;
  readonly #audits: Audits;
  readonly #checked: CheckedDocuments;
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly #disposables: vscode.Disposable[];
  #timer: NodeJS.Timeout | undefined;
  #listed: SubjectNode[] = [];
  readonly onDidChangeTreeData = this.#changed.event;

  constructor(host: FindingsHost, audits: Audits, checked: CheckedDocuments) {
    this.#host = host;
    this.#audits = audits;
    this.#checked = checked;
    const soon = (): void => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => void this.#draw(), SETTLED_MS);
    };
    this.#disposables = [
      this.#changed,
      audits.onDidChange((path) => {
        void this.#remember(path);
        soon();
      }),
      checked.onDidChange(soon),
      host.services.specs.onDidChange(soon),
    ];
    soon();
  }

  async getChildren(node?: unknown): Promise<FindingsNode[]> {
    if (node === undefined) {
      if (this.#listed.length === 0) await this.#list();
      return this.#listed;
    }
    return 'children' in (node as FindingsNode) ? [...(node as SubjectNode | GroupNode).children] : [];
  }

  getTreeItem(node: unknown): vscode.TreeItem {
    return itemOf(node as FindingsNode);
  }

  /** The finding of a column of a spec, for links. */
  nodeOf(path: string, target: string): DataNode | undefined {
    const subject = this.#listed.find(({ uri }) => uri.fsPath === path);
    return subject?.children.find(
      (node): node is DataNode => node.kind === 'data' && node.finding.target === target,
    );
  }

  getParent(node: unknown): FindingsNode | undefined {
    return this.#listed.find(({ children }) => children.includes(node as FindingsNode));
  }

  dispose(): void {
    clearTimeout(this.#timer);
    for (const disposable of this.#disposables) disposable.dispose();
  }

  async #draw(): Promise<void> {
    await this.#list();
    const errors = this.#listed
      .flatMap(({ children }) => children)
      .filter((node) => (node.kind === 'data' || node.kind === 'code') && node.finding.severity === 'error');
    const told = countWords(
      errors.map(() => ({ severity: 'error' })),
      t,
    );
    this.#host.tree.badge = told === undefined ? undefined : { value: errors.length, tooltip: told };
    this.#changed.fire(undefined);
  }

  async #list(): Promise<void> {
    const live = await this.#live();
    const specs = await this.#host.services.specs.listed();
    const data = this.#host.services.context.workspaceState.get<string[]>(DATA_KEY, []);
    const uris = [...specs, ...data.map((path) => vscode.Uri.file(path))];
    const nodes = await Promise.all(
      uris.map(async (uri) => this.#subject(uri, await this.#audits.of(uri.fsPath), live)),
    );
    this.#listed = nodes.filter(({ known, children }) => known !== undefined || children.length > 0);
  }

  #subject(uri: vscode.Uri, known: KnownAudit | undefined, live: Live): SubjectNode {
    const drafted = known?.audit.spec.drafted === true;
    const { audit } = known ?? {};
    const data = (audit?.findings ?? []).map(
      (finding): DataNode => ({ kind: 'data', subject: uri, drafted, finding }),
    );
    const setAside = (audit?.ignored ?? []).map(
      ({ reason, ...finding }): DataNode => ({ kind: 'data', subject: uri, drafted, finding, reason }),
    );
    const code = codeNodes(uri, audit?.code, live);
    const children: FindingsNode[] = [
      ...[...data, ...code.filter(({ reason }) => reason === undefined)].sort(
        (a, b) => ORDER[a.finding.severity] - ORDER[b.finding.severity],
      ),
      ...group(uri, t('Ignored'), [...setAside, ...code.filter(({ reason }) => reason !== undefined)]),
      ...group(
        uri,
        t('Not checked'),
        (audit?.notChecked ?? []).map(
          ({ check, target, why }, i): TextNode => ({
            kind: 'text',
            id: `${uri.toString()}#not-checked:${i}`,
            label: target === undefined ? check : `${check}: ${target}`,
            description: why,
          }),
        ),
      ),
    ];
    return { kind: 'subject', uri, known, children };
  }

  /** What leaks in open code, by the spec that speaks for it. */
  async #live(): Promise<Live> {
    const found: Live = { open: new Set(), bySpec: new Map() };
    for (const document of vscode.workspace.textDocuments) {
      const checked = isPython(document) && !document.isClosed ? this.#checked.of(document) : undefined;
      const spec = checked && (await this.#host.services.specs.of(document));
      if (checked === undefined || spec === undefined) continue;
      const path = document.uri.fsPath;
      found.open.add(path);
      const cell = cellOf(document);
      const nodes = checked.findings.map(
        ({ code, severity, line, message, why, remedy, reason }): CodeNode => ({
          kind: 'code',
          subject: spec,
          uri: vscode.Uri.file(path),
          finding: {
            ...{ code, severity, line, message, why, remedy, file: vscode.workspace.asRelativePath(path) },
            ...(cell !== undefined && { cell }),
          },
          reason,
        }),
      );
      found.bySpec.set(spec.fsPath, [...(found.bySpec.get(spec.fsPath) ?? []), ...nodes]);
    }
    return found;
  }

  async #remember(path: string): Promise<void> {
    const known = await this.#audits.of(path);
    if (known?.audit.spec.drafted !== true) return;
    const state = this.#host.services.context.workspaceState;
    const others = state.get<string[]>(DATA_KEY, []).filter((other) => other !== path);
    await state.update(DATA_KEY, [path, ...others].slice(0, MOST_DATA));
  }
}

interface Live {
  /** Paths of code that is open: what the audit said of it is older. */
  open: Set<string>;
  bySpec: Map<string, CodeNode[]>;
}

const ORDER = { error: 0, warning: 1, info: 2 } as const;

function codeNodes(
  subject: vscode.Uri,
  audited: { findings: readonly Found[]; ignored: readonly Found[] } | undefined,
  { open, bySpec }: Live,
): CodeNode[] {
  const folder = dirname(subject.fsPath);
  const closed = [...(audited?.findings ?? []), ...(audited?.ignored ?? [])].flatMap(
    ({ reason, ...finding }): CodeNode[] => {
      const path = resolve(folder, finding.file);
      return open.has(path) ? [] : [{ kind: 'code', subject, uri: vscode.Uri.file(path), finding, reason }];
    },
  );
  return [...(bySpec.get(subject.fsPath) ?? []), ...closed];
}

function group(subject: vscode.Uri, title: string, children: readonly FindingsNode[]): GroupNode[] {
  return children.length === 0
    ? []
    : [{ kind: 'group', id: `${subject.toString()}#${title}`, title, children }];
}

/** From 1, of all cells; undefined for a file. */
function cellOf({ uri }: vscode.TextDocument): number | undefined {
  if (uri.scheme === 'file') return undefined;
  const notebook = vscode.workspace.notebookDocuments.find(({ uri: other }) => other.path === uri.path);
  const index = notebook?.getCells().findIndex(({ document }) => document.uri.toString() === uri.toString());
  return index === undefined || index < 0 ? undefined : index + 1;
}
