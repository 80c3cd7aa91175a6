/** The lint that text of files is shown through src/inert alone. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sinkFiles, sinksIn, strayingSinks } from '../../../scripts/lib/sinks.mjs';

const root = join(import.meta.dirname, '../../..');
const found = (text: string, path = 'src/vscode/x.ts') =>
  sinksIn(path, text).map((sink) => sink.split(' ')[1]);

describe('a file may not show text by itself', () => {
  it.each([
    ['vscode.window.showErrorMessage(text);', 'showErrorMessage'],
    ["vscode.window['showErrorMessage'](text);", 'showErrorMessage'],
    ['const { showWarningMessage: say } = vscode.window;', 'showWarningMessage'],
    ['const show = vscode.window.showInformationMessage;', 'showInformationMessage'],
    ['new vscode.MarkdownString(text);', 'MarkdownString'],
    ['hover.appendMarkdown(text);', 'appendMarkdown'],
    ['new vscode.TreeItem(name);', 'TreeItem'],
    ['class Mine extends vscode.TreeItem {}', 'TreeItem'],
    ['new vscode.CodeLens(range, command);', 'CodeLens'],
    ['new vscode.Task(a, b, c, d);', 'vscode.Task'],
    ['editor.setDecorations(type, [{ renderOptions: { after: { contentText: text } } }]);', 'contentText'],
    ['process.stdout.write(text);', 'process.stdout'],
    ["process['stderr'].write(text);", 'process.stderr'],
    ['const { stdout } = process;', 'process.stdout'],
    ["import { stdout } from 'node:process';", 'process.stdout'],
    ['console.log(text);', 'console'],
    ['element.innerHTML = text;', 'innerHTML'],
    ["element['outerHTML'] = text;", 'outerHTML'],
    ['element.insertAdjacentHTML(a, text);', 'insertAdjacentHTML'],
    ['document.write(text);', 'document.write'],
    ['panel.webview.html = text;', 'webview.html'],
    ['element.textContent = text;', 'textContent'],
  ])('%s', (text, name) => expect(found(text)).toEqual([name]));

  it('with its place, and where to show it instead', () => {
    expect(sinksIn('src/vscode/x.ts', 'a;\nb.showErrorMessage(c);')).toEqual([
      "src/vscode/x.ts:2: showErrorMessage shows text that may be a file's: show it through src/vscode/show/messages.ts.",
    ]);
  });
});

describe('what shows nothing', () => {
  it.each([
    'let hover: vscode.MarkdownString | undefined;',
    'function f(item: vscode.TreeItem): vscode.CodeLens[] { return []; }',
    "import type { TreeItem } from 'vscode';",
    'interface Task { name: string }',
    '// console.log and innerHTML in a comment',
    'child.stdout.on("data", keep);',
    'process.on("exit", f);',
  ])('%s', (text) => expect(found(text)).toEqual([]));

  it('is a sink in its own file', () => {
    expect(found('vscode.window.showErrorMessage(text);', 'src/vscode/show/messages.ts')).toEqual([]);
    expect(found('new vscode.TreeItem(text);', 'src/vscode/show/messages.ts')).toEqual(['TreeItem']);
  });
});

it('the project shows text through those files alone, and all of them are there', () => {
  expect(strayingSinks(root)).toEqual([]);
  for (const file of sinkFiles) expect([file, existsSync(join(root, file))]).toEqual([file, true]);
});
