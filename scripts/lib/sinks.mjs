// @ts-check
/**
 * Text of files is made inert where it is shown (src/inert). This check proves that nothing is shown elsewhere: whatever of
 * the editor, the terminal or the page displays text is named in the few files below and in no other. It reads the syntax tree, so
 * that an alias, a destructured name or a name in brackets counts too; types and comments do not.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** @typedef {{ names: readonly string[], files: readonly string[] }} Sink */

/** @type {readonly Sink[]} Names that mean a sink wherever they stand. */
export const sinks = [
  {
    names: ['showInformationMessage', 'showWarningMessage', 'showErrorMessage', 'withProgress'],
    files: ['src/vscode/show/messages.ts'],
  },
  {
    names: [
      ...['showQuickPick', 'createQuickPick', 'showInputBox', 'createInputBox', 'showWorkspaceFolderPick'],
      ...['showOpenDialog', 'showSaveDialog'],
    ],
    files: ['src/vscode/show/picks.ts'],
  },
  {
    names: ['MarkdownString', 'appendMarkdown', 'appendText', 'appendCodeblock'],
    files: ['src/vscode/show/markdown.ts'],
  },
  {
    names: [
      ...['TreeItem', 'CodeLens', 'Diagnostic', 'CodeAction', 'CompletionItem', 'InlayHint', 'contentText'],
      ...['DocumentLink', 'DocumentSymbol', 'SymbolInformation', 'CommentThread', 'SignatureInformation'],
    ],
    files: ['src/vscode/show/lines.ts'],
  },
  {
    names: [
      ...['createLanguageStatusItem', 'createStatusBarItem', 'setStatusBarMessage', 'createTerminal'],
      'vscode.Task',
    ],
    files: ['src/vscode/show/status.ts'],
  },
  { names: ['createTestItem', 'TestMessage'], files: ['src/vscode/show/tests.ts'] },
  { names: ['createOutputChannel', 'LogOutputChannel'], files: ['src/vscode/show/log.ts'] },
  { names: ['webview.html'], files: ['src/vscode/show/webview.ts'] },
  { names: ['process.stdout', 'process.stderr'], files: ['src/cli/terminal.ts', 'src/agents/serve.ts'] },
  { names: ['console'], files: ['src/compute/server.ts'] }, // one fixed sentence to whoever starts it by hand
  {
    names: [
      ...['innerHTML', 'outerHTML', 'insertAdjacentHTML', 'createContextualFragment', 'DOMParser', 'srcdoc'],
      ...['parseFromString', 'setHTMLUnsafe', 'document.write', 'document.writeln', 'eval'],
    ],
    files: [],
  },
  {
    names: ['textContent', 'innerText', 'createTextNode'],
    files: ['webview/dom.ts'],
  },
  {
    names: ['fillText', 'strokeText'],
    files: ['webview/charts/marks.ts', 'webview/charts/forest-marks.ts', 'webview/charts/picture.ts'],
  },
];

/** @param {string} path */
const isSource = (path) => /\.ts$/.test(path) && !/\.d\.ts$/.test(path);

/**
 * What one file shows that it may not.
 * @param {string} path From the project's root, with slashes. @param {string} text
 * @returns {string[]} a sentence for each, with its place
 */
export function sinksIn(path, text) {
  const forbidden = new Set(sinks.filter(({ files }) => !files.includes(path)).flatMap(({ names }) => names));
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  /** @type {string[]} */
  const found = [];
  /** @param {ts.Node} node @param {string} name */
  const tell = (node, name) => {
    const { line } = file.getLineAndCharacterOfPosition(node.getStart(file));
    const places = sinks.find(({ names }) => names.includes(name))?.files ?? [];
    const instead = places.length === 0 ? 'show text as text' : `show it through ${places.join(' or ')}`;
    found.push(`${path}:${line + 1}: ${name} shows text that may be a file's: ${instead}.`);
  };
  /** @param {ts.Node} node */
  const visit = (node) => {
    if (ts.isImportDeclaration(node)) {
      // A namespace import of the process would hide its streams from the names below.
      if (/^["'](node:)?process["']$/.test(node.moduleSpecifier.getText(file))) tell(node, 'process.stdout');
      return;
    }
    const type = ts.isTypeNode(node) && !ts.isExpressionWithTypeArguments(node); // a class extends a value
    if (type || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) return;
    const name = nameOf(node);
    if (name !== undefined && forbidden.has(name)) tell(node, name);
    for (const member of membersOf(node)) if (forbidden.has(member)) tell(node, member);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** @param {ts.Node} node @returns {string | undefined} */
function nameOf(node) {
  if (ts.isIdentifier(node) && !ts.isPartOfTypeNode(node)) return node.text;
  return ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node) ? node.text : undefined;
}

/** `process.stdout`, `process['stdout']`, `const { stdout } = process`. @param {ts.Node} node @returns {string[]} */
function membersOf(node) {
  if (ts.isPropertyAccessExpression(node)) return [`${lastName(node.expression)}.${node.name.text}`];
  if (ts.isElementAccessExpression(node) && ts.isStringLiteral(node.argumentExpression))
    return [`${lastName(node.expression)}.${node.argumentExpression.text}`];
  if (!ts.isVariableDeclaration(node) || node.initializer === undefined) return [];
  if (!ts.isObjectBindingPattern(node.name)) return [];
  const object = lastName(node.initializer);
  return node.name.elements.map((element) => `${object}.${(element.propertyName ?? element.name).getText()}`);
}

/** @param {ts.Expression} expression */
function lastName(expression) {
  if (ts.isIdentifier(expression)) return expression.text;
  return ts.isPropertyAccessExpression(expression) ? expression.name.text : '';
}

/** What the project shows where it may not. @param {string} folder The project's root. */
export function strayingSinks(folder) {
  return ['src', 'webview'].flatMap((top) =>
    readdirSync(join(folder, top), { recursive: true, encoding: 'utf8' })
      .map((path) => `${top}/${path.replaceAll('\\', '/')}`)
      .filter((path) => isSource(path) && !path.startsWith('src/kernels/assembly/'))
      .sort()
      .flatMap((path) => sinksIn(path, readFileSync(join(folder, path), 'utf8'))),
  );
}

/** Names of files that the lists above give, for the test that none of them is out of date. */
export const sinkFiles = [...new Set(sinks.flatMap(({ files }) => files))];
