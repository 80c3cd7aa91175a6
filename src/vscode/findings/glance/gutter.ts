/**
 * Signs beside the lines of a spec that name its sources and models: what the last report says of them, as long as it holds; and beside
 * columns of which the last audit says that they leak.
 */
import * as vscode from 'vscode';
import type { Verdict } from '../../../report/schema.ts';
import { THE_BASE } from '../../../report/words/label-leak.ts';
import { columnPath } from '../../../specfile/authoring/column-places.ts';
import type { ReadSpec } from '../../../specfile/configs/read.ts';
import { baseStale, partStale } from '../../state/reports/staleness.ts';
import type { Audits } from '../audits.ts';
import type { FindingsHost } from '../contract.ts';
import { heardIn } from '../problems.ts';
import { GLANCES, type Glance, glancesByLine } from './kinds.ts';

/** Typing goes on faster than this. */
const SETTLED_MS = 200;

export function registerGutter(host: FindingsHost, audits: Audits): vscode.Disposable {
  const { context, reports, log } = host.services;
  const icon = (glance: Glance, theme: string): { gutterIconPath: vscode.Uri } => ({
    gutterIconPath: vscode.Uri.joinPath(context.extensionUri, 'media', 'gutter', `${glance}-${theme}.svg`),
  });
  const types = new Map(
    GLANCES.map((glance) => {
      const themes = { light: icon(glance, 'light'), dark: icon(glance, 'dark') };
      return [glance, vscode.window.createTextEditorDecorationType({ gutterIconSize: 'contain', ...themes })];
    }),
  );
  const drawn = new WeakSet<vscode.TextEditor>();
  const timers = new Map<vscode.TextEditor, NodeJS.Timeout>();

  const draw = async (editor: vscode.TextEditor): Promise<void> => {
    const { document } = editor;
    const { version } = document;
    const lines = host.isSpec(document.uri)
      ? await signsOf(document, host, audits)
      : new Map<number, Glance>();
    if (document.isClosed || document.version !== version || (lines.size === 0 && !drawn.has(editor))) return;
    drawn.add(editor);
    for (const [glance, type] of types) {
      const here = [...lines].filter(([, sign]) => sign === glance);
      editor.setDecorations(
        type,
        here.map(([line]) => new vscode.Range(line, 0, line, 0)),
      );
    }
  };
  const drawSoon = (editor: vscode.TextEditor, delay: number): void => {
    clearTimeout(timers.get(editor));
    const run = (): void => {
      timers.delete(editor);
      draw(editor).catch((error: unknown) =>
        log.error(`gutter beside ${editor.document.uri.fsPath}: ${error}`),
      );
    };
    timers.set(editor, setTimeout(run, delay));
  };
  const drawAll = (): void => {
    for (const editor of vscode.window.visibleTextEditors) drawSoon(editor, 0);
  };
  drawAll();
  return vscode.Disposable.from(
    ...types.values(),
    { dispose: () => timers.forEach(clearTimeout) },
    reports.onDidChange(drawAll),
    audits.onDidChange(drawAll),
    vscode.window.onDidChangeVisibleTextEditors(drawAll),
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length === 0) return;
      for (const editor of vscode.window.visibleTextEditors)
        if (editor.document === document) drawSoon(editor, SETTLED_MS);
    }),
  );
}

async function signsOf(
  document: vscode.TextDocument,
  host: FindingsHost,
  audits: Audits,
): Promise<Map<number, Glance>> {
  const parsed = await host.parsedSpec(document);
  const signs = await ofReport(document, host, parsed);
  const audited = await audits.of(document.uri.fsPath);
  if (audited === undefined || audited.stale !== undefined) return signs;
  for (const { about, severity, line } of heardIn(document, audited, parsed).findings)
    if (about === 'column' && severity === 'error') signs.set(line - 1, 'leak');
  return signs;
}

async function ofReport(
  document: vscode.TextDocument,
  host: FindingsHost,
  { spec, rangeOf, value, config, embedded }: ReadSpec,
): Promise<Map<number, Glance>> {
  const known = await host.services.reports.load(document.uri.fsPath);
  // A training config has no line of its own for a source.
  if (known === undefined || spec === undefined || (config !== undefined && !embedded)) return new Map();
  const lineOf = (path: readonly (string | number)[]): number => rangeOf([...path], 'value').start.line;
  const columnLines = (verdicts: readonly Verdict[]): number[] =>
    verdicts
      .flatMap(({ code, columns = [] }) => (code === 'label-leak' ? columns : []))
      .flatMap(({ name, specPath }) => {
        const path = typeof specPath.at(-1) === 'number' ? columnPath(name, value) : undefined;
        return path === undefined ? [] : [lineOf(path)];
      });
  return glancesByLine(known.latest.verdicts, (target, verdicts) => {
    if (target === THE_BASE) return baseStale(known, spec) === undefined ? columnLines(verdicts) : [];
    for (const section of ['sources', 'models'] as const) {
      const index = spec[section].findIndex(({ name }) => name === target);
      const result = known[section].get(target);
      if (index < 0 || result === undefined || partStale(result, target, spec) !== undefined) continue;
      return [lineOf([section, index]), ...columnLines(verdicts)];
    }
    return [];
  });
}
