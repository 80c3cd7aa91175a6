// @ts-check
/** Reads what the AssemblyScript kernels share with their host: exported functions, and records in memory. */
import { dirname, posix } from 'node:path';

/** @typedef {import('typescript')} TypeScript */
/** @typedef {{name: string, type: string}} Argument */
/** @typedef {Argument & {doc: string}} Field */
/** @typedef {{name: string, doc: string, fields: Field[]}} KernelRecord */
/** @typedef {{name: string, doc: string, arguments: Argument[], result: string}} KernelFunction */

/** What JavaScript passes as a number, or gets as one. */
const NUMBERS = new Set(['i8', 'i16', 'i32', 'isize', 'u8', 'u16', 'u32', 'usize', 'f32', 'f64', 'bool']);

/**
 * The functions that a kernel exports: its own, and those that it exports again from the files of its folders.
 * @param {TypeScript} ts @param {string} file Of the kernel, with slashes. @param {(file: string) => string} read
 * @returns {KernelFunction[]} in the order of the source
 * @throws {Error} with file and line for an export or a type that an interface cannot hold
 */
export function functionsOf(ts, file, read) {
  const source = ts.createSourceFile(file, read(file), ts.ScriptTarget.Latest, true);
  return source.statements.flatMap((statement) => {
    if (ts.isExportDeclaration(statement)) return exportedAgain(ts, statement, file, read);
    if (!ts.isFunctionDeclaration(statement) || !isExported(ts, statement)) return [];
    return [functionOf(ts, statement)];
  });
}

/** @param {TypeScript} ts @param {import('typescript').FunctionDeclaration} node */
function isExported(ts, node) {
  return (ts.getModifiers(node) ?? []).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
}

/**
 * `export { name, … } from './file'`.
 * @param {TypeScript} ts @param {import('typescript').ExportDeclaration} node
 * @param {string} file @param {(file: string) => string} read @returns {KernelFunction[]}
 */
function exportedAgain(ts, node, file, read) {
  const { moduleSpecifier: from, exportClause: clause } = node;
  if (from === undefined || !ts.isStringLiteral(from) || clause === undefined || !ts.isNamedExports(clause))
    throw wrong(node, file, "write `export { name } from './file'`");
  const other = posix.join(dirname(file), `${from.text}.ts`);
  const all = functionsOf(ts, other, read);
  return clause.elements.map(({ name, propertyName }) => {
    const found = all.find((entry) => entry.name === (propertyName ?? name).text);
    if (found === undefined) throw wrong(node, file, `${other} exports no function ${name.text}`);
    return { ...found, name: name.text };
  });
}

/** @param {TypeScript} ts @param {import('typescript').FunctionDeclaration} node @returns {KernelFunction} */
function functionOf(ts, node) {
  const typeOf = (/** @type {import('typescript').TypeNode | undefined} */ type) => {
    const text = type?.getText() ?? '';
    if (text === 'void' || NUMBERS.has(text)) return text;
    // Shared functions may take vectors; a kernel's own exports must not.
    return `?${text}`;
  };
  return {
    name: node.name?.text ?? '',
    doc: docOf(ts, node),
    // A parameter that fills a variable of the same name has an underscore behind it.
    arguments: node.parameters.map(({ name, type }) => ({
      name: name.getText().replace(/_$/, ''),
      type: typeOf(type),
    })),
    result: typeOf(node.type),
  };
}

/**
 * The records of a file: its classes with the decorator `unmanaged`, which have no header in memory.
 * @param {TypeScript} ts @param {string} file @param {string} text @returns {KernelRecord[]}
 */
export function recordsOf(ts, file, text) {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  return source.statements.flatMap((statement) => {
    if (!ts.isClassDeclaration(statement) || statement.name === undefined) return [];
    const decorators = ts.getDecorators(statement) ?? [];
    if (!decorators.some(({ expression }) => expression.getText() === 'unmanaged')) return [];
    const fields = statement.members.filter(ts.isPropertyDeclaration).map((member) => ({
      name: member.name.getText(),
      type: member.type?.getText() ?? '',
      doc: docOf(ts, member),
    }));
    return [{ name: statement.name.text, doc: docOf(ts, statement), fields }];
  });
}

/** The comment that stands right above a function, class or field, as it is written. @param {TypeScript} ts @param {import('typescript').Node} node */
function docOf(ts, node) {
  const text = node.getSourceFile().text;
  const comments = ts.getLeadingCommentRanges(text, node.getFullStart()) ?? [];
  const doc = comments.findLast(({ pos }) => text.startsWith('/**', pos));
  if (doc === undefined) return '';
  const between = text.slice(doc.end, node.getStart());
  return /\n[ \t]*\n/.test(between) ? '' : text.slice(doc.pos, doc.end);
}

/** @param {import('typescript').Node} node @param {string} file @param {string} advice */
function wrong(node, file, advice) {
  const { line } = node.getSourceFile().getLineAndCharacterOfPosition(node.getStart());
  return new Error(`${file}:${line + 1}: ${advice}.`);
}
