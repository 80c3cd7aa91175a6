// @ts-check
/**
 * l10n/bundle.l10n.json, what a translator starts from: every message that the editor's code, the panel's page and the sentences that they share with reports
 * pass to `t`, found in the sources. A message that is put together at run time could never be translated, and is an error.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sha256, writeWhole } from './files.mjs';
import { root } from './project.mjs';

const output = join('l10n', 'bundle.l10n.json');
const stampFile = join('dist', '.build', 'messages.json');

/** @returns {string[]} the sources that speak to people through the editor, relative and with slashes. */
function sources() {
  const files = ['src/vscode', 'src/report', 'webview'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => `${folder}/${file.replaceAll('\\', '/')}`),
  );
  return ['src/extension.ts', ...files].toSorted();
}

/**
 * The messages of one source, in order.
 * @param {typeof import('typescript')} ts @param {string} file Its name, for errors. @param {string} text
 * @returns {string[]} @throws {Error} with file and line when a message is no literal.
 */
export function messagesOf(ts, file, text) {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  /** @type {string[]} */
  const found = [];
  /** @param {import('typescript').Node} node */
  const visit = (node) => {
    if (ts.isCallExpression(node) && isTranslate(ts, node.expression)) {
      const [message] = node.arguments;
      if (message === undefined || !ts.isStringLiteralLike(message)) {
        const { line } = source.getLineAndCharacterOfPosition(node.getStart());
        throw new Error(`${file}:${line + 1}: a message must be one literal string: ${node.getText()}`);
      }
      found.push(message.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return file === glossary ? [...found, ...termsOf(ts, source)] : found;
}

/** The panel explains these words where they stand. */
const glossary = 'src/report/words/glossary/terms.ts';

/**
 * The words of the glossary and what they mean, in order.
 * @param {typeof import('typescript')} ts @param {import('typescript').SourceFile} source @returns {string[]}
 */
function termsOf(ts, source) {
  /** @type {string[]} */
  const found = [];
  /** @param {import('typescript').Node} node */
  const visit = (node) => {
    if (ts.isPropertyAssignment(node) && /^(word|means)$/.test(node.name.getText())) {
      const text = node.initializer;
      if (ts.isStringLiteralLike(text)) found.push(text.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** `vscode.l10n.t`, `l10n.t`, or `t`, under which both are passed on. @param {typeof import('typescript')} ts @param {import('typescript').Node} callee */
function isTranslate(ts, callee) {
  if (ts.isIdentifier(callee)) return callee.text === 't';
  return (
    ts.isPropertyAccessExpression(callee) &&
    callee.name.text === 't' &&
    /\bl10n$/.test(callee.expression.getText())
  );
}

/** Writes the bundle from the sources where one of them changed. @returns {Promise<string[]>} the file if it was out of date. */
export async function buildMessages() {
  const files = sources().map((file) => ({ file, text: readFileSync(join(root, file), 'utf8') }));
  const thisFile = readFileSync(import.meta.filename);
  const present = existsSync(join(root, output)) ? readFileSync(join(root, output)) : '';
  const stamp = sha256(thisFile, ...files.flatMap(({ file, text }) => [file, text]));
  const done = JSON.stringify({ stamp, output: sha256(present) });
  const record = join(root, stampFile);
  if (existsSync(record) && readFileSync(record, 'utf8') === done) return [];
  const { default: ts } = await import('typescript'); // slow to load: only for sources that changed
  const messages = new Set(files.flatMap(({ file, text }) => messagesOf(ts, file, text)));
  const bundle = `${JSON.stringify(Object.fromEntries([...messages].toSorted().map((m) => [m, m])), null, 2)}\n`;
  const changed = writeWhole(join(root, output), bundle);
  writeWhole(record, JSON.stringify({ stamp, output: sha256(bundle) }));
  return changed ? [output.replaceAll('\\', '/')] : [];
}
