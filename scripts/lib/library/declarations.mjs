// @ts-check
/**
 * `index.d.ts`: all that the library's entry exports, and the types that these name, in one file that imports nothing. Declarations
 * keep the words of the source; a type that a schema gives is written out, since an outsider has no schemas to derive it from.
 */
import { relative } from 'node:path';
import ts from 'typescript';
import { moduleReader } from './modules.mjs';
import { typePrinter } from './printed-type.mjs';

/** @typedef {import('./modules.mjs').Found} Found */

const HEAD = '/** LIS Lens as a library. Written from the sources by `npm run library`. */\n\n';

/**
 * @param {string} entry A source file, absolute. @param {string} folder What all its sources lie in, absolute.
 * @returns {string} the text of its declarations.
 * @throws {Error} where two declarations would have one name or one two, or where one needs a package's types.
 */
export function declarationsOf(entry, folder) {
  const modules = moduleReader(folder);
  const exported = modules.exportsOf(entry);
  const reached = reach(exported, modules.referencesOf);
  const printer = typePrinter(folder, [...new Set(reached.filter(isDerived).map(({ file }) => file))]);
  /** @type {Map<string, string>} */
  const texts = new Map();
  const kept = reach(exported, (found) => {
    const { text, references } = isDerived(found) ? derived(found) : asWritten(found);
    texts.set(found.name, text);
    return references;
  });
  for (const { name, file } of kept) {
    const other = kept.find((declaration) => declaration.name === name && declaration.file !== file);
    if (other)
      throw new Error(
        `two types are called ${name}: of ${relative(folder, file)} and ${relative(folder, other.file)}`,
      );
  }
  return `${HEAD}${[...texts.values()].join('\n\n')}\n\nexport {};\n`;

  /** @param {Found} found */
  function asWritten(found) {
    const [renamed] = modules.renamedIn(found);
    if (renamed !== undefined)
      throw new Error(
        `${found.name} of ${relative(folder, found.file)} imports ${renamed} under another name`,
      );
    const foreign = modules.packagesOf(found);
    if (foreign.length > 0)
      throw new Error(
        `${found.name} of ${relative(folder, found.file)} needs the types of ${foreign.join(', ')}`,
      );
    const text = found.statements.map((statement) => written(statement, isPublic(found))).join('\n');
    return { text, references: modules.referencesOf(found) };
  }

  /** @param {Found} found */
  function derived(found) {
    const { text, names } = printer(found.file, found.name);
    const references = names.map(({ file, name }) => modules.find(file, name));
    const declaration = `${isPublic(found) ? 'export ' : ''}type ${found.name} = ${text};`;
    return { text: `${commentOfType(found)}${declaration}`, references };
  }

  /** Of a type that a schema gives the comment of the schema, unless it has its own. @param {Found} found */
  function commentOfType(found) {
    const [schema] = modules.referencesOf(found);
    const statements = [...found.statements, ...(schema?.statements ?? [])];
    return statements.map(commentOf).find((comment) => comment !== '') ?? '';
  }

  /** @param {Found} found */
  function isPublic(found) {
    return exported.some(({ file, name }) => file === found.file && name === found.name);
  }

  /** Whether only the checker can say what a type is. @param {Found} found */
  function isDerived(found) {
    const [statement] = found.statements;
    if (statement === undefined || !ts.isTypeAliasDeclaration(statement) || statement.typeParameters)
      return false;
    if (modules.importsPackages(found.file)) return true;
    return modules.referencesOf(found).some(({ statements: [other] }) => {
      const isGeneric = other && ts.isTypeAliasDeclaration(other) && other.typeParameters;
      return other && (ts.isVariableStatement(other) || isGeneric);
    });
  }
}

/**
 * Everything that declarations lead to, themselves included, each once.
 * @param {readonly Found[]} from @param {(found: Found) => readonly Found[]} references
 */
function reach(from, references) {
  const all = new Map(from.map((found) => [`${found.file} ${found.name}`, found]));
  for (const found of all.values()) {
    for (const other of references(found)) {
      const key = `${other.file} ${other.name}`;
      if (!all.has(key)) all.set(key, other);
    }
  }
  return [...all.values()];
}

/**
 * The comment right above a declaration. What a file begins with is about the file.
 * @param {ts.Statement} statement
 */
function commentOf(statement) {
  const { text } = statement.getSourceFile();
  const comments = ts.getLeadingCommentRanges(text, statement.getFullStart()) ?? [];
  const last = comments.findLast(({ pos }) => pos > 0);
  return last === undefined ? '' : `${text.slice(last.pos, last.end)}\n`;
}

/** A declaration as its file has it, with or without `export`. @param {ts.Statement} statement @param {boolean} exported */
function written(statement, exported) {
  const text = statement.getText().replace(/^export /, '');
  const ambient = /^(declare|interface|type)\b/.test(text) ? text : `declare ${text}`;
  const narrow = `${commentOf(statement)}${exported ? 'export ' : ''}${ambient}`;
  return narrow.replace(/^(?: {4})+/gm, (indent) => ' '.repeat(indent.length / 2));
}
