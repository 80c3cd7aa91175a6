/**
 * Notes behind the lines of training code and configs that name a column which the latest report knows. Only what is on
 * screen is noted, after typing has paused.
 */
import * as vscode from 'vscode';
import { noteAfter } from '../../show/lines.ts';
import type { Audits } from '../audits.ts';
import type { CheckedDocuments, CodeFinding } from '../code.ts';
import type { FindingsHost } from '../contract.ts';
import { columnHovers } from './hover.ts';
import { mayHaveNotes, type Notes } from './notes.ts';
import type { LineNote } from './words.ts';

/** Typing goes on faster than this. */
const SETTLED_MS = 200;
/** Characters of a note on code. */
const LONGEST_NOTE = 90;

const noteStyle = (color: string): vscode.DecorationRenderOptions => ({
  after: { color: new vscode.ThemeColor(color), margin: '0 0 0 2em' },
});

export function registerNotes(
  { services: { specs, reports, log } }: FindingsHost,
  notes: Notes,
  audits: Audits,
  checked: CheckedDocuments,
): vscode.Disposable {
  const leaking = vscode.window.createTextEditorDecorationType(noteStyle('lis.leakNoteForeground'));
  const plain = vscode.window.createTextEditorDecorationType(noteStyle('lis.noteForeground'));
  const noted = new WeakSet<vscode.TextEditor>();
  const timers = new Map<vscode.TextEditor, NodeJS.Timeout>();

  const draw = async (editor: vscode.TextEditor): Promise<void> => {
    const { document } = editor;
    const { version } = document;
    const shown = vscode.workspace.getConfiguration('lis', document).get('inlineHints.enabled', true);
    const found = shown ? await notes.of(document) : undefined;
    if (document.isClosed || document.version !== version) return; // the newer text has its own drawing
    const warnings: vscode.DecorationOptions[] = [];
    const others: vscode.DecorationOptions[] = [];
    const lines = new Map(found?.lines);
    for (const finding of shown ? (checked.of(document)?.findings ?? []) : [])
      if (finding.reason === undefined) addCode(lines, finding);
    for (const [line, { text, leaks }] of lines) {
      const { end } = document.lineAt(line).range;
      (leaks ? warnings : others).push(noteAfter(end, text));
    }
    if (lines.size > 0) noted.add(editor);
    editor.setDecorations(leaking, warnings);
    editor.setDecorations(plain, others);
  };
  const drawSoon = (editor: vscode.TextEditor, delay = 0): void => {
    // A document that was Python until its language was changed loses its notes.
    if (!mayHaveNotes(editor.document) && !noted.delete(editor)) return;
    clearTimeout(timers.get(editor));
    const run = (): void => {
      timers.delete(editor);
      draw(editor).catch((error: unknown) => log.error(`notes beside ${editor.document.uri}: ${error}`));
    };
    timers.set(editor, setTimeout(run, delay));
  };
  const drawAll = (): void => {
    for (const editor of vscode.window.visibleTextEditors) drawSoon(editor);
  };
  const drawDocument = (document: vscode.TextDocument, delay?: number): void => {
    for (const editor of vscode.window.visibleTextEditors) {
      if (editor.document === document) drawSoon(editor, delay);
    }
  };
  /** Reports are looked for again when users come back to the code, and when they save it. */
  const refresh = async (document: vscode.TextDocument | undefined): Promise<void> => {
    const spec = document && (await notes.specOf(document));
    if (spec === undefined) return;
    await Promise.all([reports.refresh(spec.fsPath), audits.refresh(spec.fsPath)]);
  };
  let active: string | undefined;
  drawAll();
  return vscode.Disposable.from(
    leaking,
    plain,
    { dispose: () => timers.forEach(clearTimeout) },
    vscode.window.onDidChangeVisibleTextEditors(drawAll),
    vscode.window.onDidChangeActiveTextEditor((editor) => {
      const before = active;
      active = editor?.document.uri.path;
      if (active !== before) void refresh(editor?.document); // cells of one notebook share its path
    }),
    vscode.window.onDidChangeWindowState(({ focused }) => {
      if (focused) void refresh(vscode.window.activeTextEditor?.document);
    }),
    vscode.workspace.onDidSaveTextDocument((document) => void refresh(document)),
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length > 0) drawDocument(document, SETTLED_MS);
    }),
    vscode.workspace.onDidOpenTextDocument((document) => drawDocument(document)), // with its language changed, too
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('lis.inlineHints')) drawAll();
    }),
    reports.onDidChange(drawAll),
    audits.onDidChange(drawAll),
    checked.onDidChange((document) => drawDocument(document)),
    specs.onDidChange(drawAll),
    vscode.languages.registerHoverProvider(
      [{ language: 'python' }, { language: 'yaml', scheme: 'file' }],
      columnHovers(notes),
    ),
  );
}

/** What leaks in the line's own code stands before what its columns are. */
function addCode(lines: Map<number, LineNote>, { code, line, message, severity }: CodeFinding): void {
  const before = lines.get(line - 1);
  const text = [`${code} ${firstWords(message)}`, ...(before === undefined ? [] : [before.text])].join(' · ');
  lines.set(line - 1, { text, leaks: severity === 'error' || before?.leaks === true });
}

/** A note says what is the matter; the hover and the problem say the rest. */
function firstWords(message: string): string {
  const [clause = ''] = message.replaceAll('`', '').split(/(?<=.{30}[.,:;])\s/);
  const plain = clause.replace(/[.,:;]$/, '');
  return plain.length <= LONGEST_NOTE ? plain : `${plain.slice(0, LONGEST_NOTE).replace(/\s+\S*$/, '')} …`;
}
