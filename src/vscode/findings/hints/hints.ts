/**
 * The edits that the report of a spec asks for, for quick fixes and for the panel. One that would break the spec is not offered, nor
 * one of a source that was edited since its run: the verdict is on what it was.
 */
import { basename } from 'node:path';
import * as vscode from 'vscode';
import { rollingLines } from '../../../report/words/rolling/proposed.ts';
import { columnPath } from '../../../specfile/authoring/column-places.ts';
import { adding } from '../../../specfile/authoring/repair.ts';
import type { ReadSpec } from '../../../specfile/configs/read.ts';
import { applied, changedLines } from '../../../specfile/hints/apply.ts';
import type { Edit, Hint } from '../../../specfile/hints/hint.ts';
import { hintsOf } from '../../../specfile/hints/table.ts';
import { quickFix } from '../../show/lines.ts';
import { confirm, showInfo, showWarning } from '../../show/messages.ts';
import type { HintAct, Hints } from '../../state/hints.ts';
import type { KnownReport } from '../../state/reports/results.ts';
import { partStale } from '../../state/reports/staleness.ts';
import { rangeOf } from '../../state/spec/range.ts';
import type { FindingsHost } from '../contract.ts';
import { ignoreAction } from '../fixes/actions.ts';
import type { ColumnFixes } from '../fixes/columns.ts';
import { hintTitle } from './titles.ts';

const { t } = vscode.l10n;

/** Runs after the edit of a quick fix. Not in the table of commands: no menu, key or link has it. */
export const HINTED = '_lis.hinted';

/** The edit that no verdict asks for: the tab Trend does. */
const WINDOWS = 'rolling';

/** Edits of a source or model itself. */
const OF_PART = new Set<Hint['change']['kind']>([
  'widen-window',
  'longer-history',
  'fewer-features',
  'probe',
]);

export interface Offered extends Hint {
  title: string;
}

export class SpecHints implements Hints, vscode.Disposable {
  readonly #host: FindingsHost;
  readonly #command: vscode.Disposable;
  /** The editor asks with every move of the cursor. */
  readonly #known = new WeakMap<
    vscode.TextDocument,
    { version: number; known: KnownReport; offered: Promise<Offered[]> }
  >();

  constructor(host: FindingsHost) {
    this.#host = host;
    this.#command = vscode.commands.registerCommand(HINTED, (uri: vscode.Uri, title: string) =>
      this.#offerRun(uri, title),
    );
  }

  async of(specPath: string): Promise<HintAct[]> {
    const document = await this.#open(specPath);
    if (document === undefined) return [];
    const offered = await this.offered(document);
    const windows = await this.#windows(document);
    return [
      ...offered.map(({ id, code, target, title }) => ({ id, code, target, title })),
      ...(windows === undefined ? [] : [{ id: WINDOWS, code: '', target: '', title: windows.title }]),
    ];
  }

  async apply(specPath: string, id: string): Promise<void> {
    const document = await this.#open(specPath);
    const hint =
      document &&
      (id === WINDOWS
        ? await this.#windows(document)
        : (await this.offered(document)).find((candidate) => candidate.id === id));
    if (document === undefined || hint === undefined) {
      void showWarning(t('{0} has changed: this edit no longer fits it.', basename(specPath)));
      return;
    }
    await this.#confirm(document, hint.title, hint.edits);
  }

  /** Windows over time, sized to the log of the last run; undefined where the spec has them, or cannot. */
  async #windows(document: vscode.TextDocument): Promise<{ title: string; edits: Edit[] } | undefined> {
    const known = await this.#host.services.reports.load(document.uri.fsPath);
    const lines = known && rollingLines(known.latest);
    const { spec, document: yaml } = await this.#host.parsedSpec(document);
    if (lines === undefined || spec === undefined || spec.rolling !== undefined) return undefined;
    const edit = yaml && adding(yaml, [], 'rolling', lines.slice('rolling:'.length));
    const { parseSpec } = await this.#host.withSpec();
    if (!edit || parseSpec(applied(document.getText(), [edit])).spec === undefined) return undefined;
    return { title: t('Add these windows to {0}', basename(document.uri.fsPath)), edits: [edit] };
  }

  async edit(specPath: string, title: string, edits: readonly Edit[]): Promise<void> {
    const document = await this.#open(specPath);
    if (document !== undefined) await this.#confirm(document, title, edits);
  }

  async #confirm(document: vscode.TextDocument, title: string, edits: readonly Edit[]): Promise<void> {
    const question = t('Edit {0}: {1}?', basename(document.uri.fsPath), title);
    // The editor's own preview would come with the edit not ticked.
    const change = changedLines(document.getText(), edits).join('\n');
    if (!(await confirm(question, change, t('Edit')))) return;
    if (!(await vscode.workspace.applyEdit(editOf(document, { edits })))) return;
    await reveal(document, rangeOf(edits[0]!.range).start);
    await this.#offerRun(document.uri, title);
  }

  /** What the document may be edited to, as it is now. */
  async offered(document: vscode.TextDocument): Promise<Offered[]> {
    const known = await this.#host.services.reports.load(document.uri.fsPath);
    if (known === undefined) return [];
    const { version } = document;
    const before = this.#known.get(document);
    if (before?.version === version && before.known === known) return before.offered;
    const offered = this.#find(document, known);
    this.#known.set(document, { version, known, offered });
    return offered;
  }

  async #find(document: vscode.TextDocument, known: KnownReport): Promise<Offered[]> {
    const read = await this.#host.parsedSpec(document);
    const { spec, document: yaml } = read;
    if (spec === undefined || yaml === undefined) return [];
    const report = known.latest;
    const scores = asksForScores(known) ? await this.#scores(document.uri.fsPath, read) : [];
    const { parseSpec } = await this.#host.withSpec();
    const text = document.getText();
    return hintsOf({ report, spec, document: yaml, scores })
      .filter(({ change, target }) => !OF_PART.has(change.kind) || !isEdited(known, target, read))
      .filter(({ edits }) => parseSpec(applied(text, edits)).spec !== undefined)
      .map((hint) => ({ ...hint, title: hintTitle(hint.change, t) }));
  }

  /** What code that names a column may do to the spec that speaks for it. */
  async inSpec(spec: vscode.TextDocument): Promise<ColumnFixes> {
    const offered = await this.offered(spec);
    const read = await this.#host.parsedSpec(spec);
    return {
      exclude: (column) => {
        const hint = offered.find(({ id }) => id === `exclude-column:${column}`);
        if (hint === undefined) return undefined;
        const action = quickFix(t('Exclude the column {0} in {1}', column, basename(spec.uri.fsPath)));
        action.edit = editOf(spec, hint);
        action.command = { command: HINTED, title: hint.title, arguments: [spec.uri, hint.title] };
        return action;
      },
      ignore: (column, code) => {
        const path = columnPath(column, read.value);
        if (path === undefined || read.document === undefined) return undefined;
        const line = read.rangeOf(path, 'value').start.line + 1;
        const title = t('Ignore {0} with a reason in {1}', code, basename(spec.uri.fsPath));
        return ignoreAction(title, spec, line, code);
      },
    };
  }

  dispose(): void {
    this.#command.dispose();
  }

  /** Columns of the log that look like logged scores, those first that are probabilities without a doubt. */
  async #scores(path: string, read: ReadSpec): Promise<string[]> {
    const { tablesOf } = await this.#host.withSpec();
    const log = tablesOf(read).find(({ at }) => at.join('.') === 'log.path');
    const look = log && (await this.#host.services.columns.of(path, log));
    const found = (look?.facts?.columns ?? []).filter(({ score }) => score !== undefined);
    return [
      ...found.filter(({ score }) => score === 'probability'),
      ...found.filter(({ score }) => score !== 'probability'),
    ].map(({ name }) => name);
  }

  async #open(specPath: string): Promise<vscode.TextDocument | undefined> {
    return vscode.workspace.openTextDocument(vscode.Uri.file(specPath)).then(
      (document) => document,
      () => undefined,
    );
  }

  async #offerRun(uri: vscode.Uri, title: string): Promise<void> {
    const evaluate = t('Evaluate');
    const text = t(
      '{0} was edited: {1}. Evaluate again to see what it changes.',
      basename(uri.fsPath),
      title,
    );
    if ((await showInfo(text, evaluate)) === evaluate) await this.#host.evaluate(uri, {});
  }
}

/** The hint as an edit of its document. */
export function editOf({ uri }: vscode.TextDocument, { edits }: Pick<Hint, 'edits'>): vscode.WorkspaceEdit {
  const edit = new vscode.WorkspaceEdit();
  for (const { range, text } of edits) edit.replace(uri, rangeOf(range), text);
  return edit;
}

/** Brings the edited place into sight, beside the panel: undo is the editor's own. */
async function reveal(document: vscode.TextDocument, at: vscode.Position): Promise<void> {
  const group = vscode.window.tabGroups.all.find(({ tabs }) =>
    tabs.some(
      ({ input }) => input instanceof vscode.TabInputText && input.uri.toString() === document.uri.toString(),
    ),
  );
  const viewColumn = group?.viewColumn ?? vscode.ViewColumn.Beside;
  await vscode.window.showTextDocument(document, { viewColumn, selection: new vscode.Range(at, at) });
}

const asksForScores = ({ latest: { verdicts, base } }: KnownReport): boolean =>
  base?.search?.weak === true || verdicts.some(({ code }) => code === 'ranker-dependent');

function isEdited(known: KnownReport, name: string, { spec }: ReadSpec): boolean {
  const result = known.sources.get(name) ?? known.models.get(name);
  const change = result && partStale(result, name, spec);
  return change !== undefined && change !== 'spec' && change.includes(name);
}
