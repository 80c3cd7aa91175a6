// @ts-check
/**
 * Some short words name a relation and leave out the thing: a reader of `own` has to look up what owns what. No variable, parameter,
 * function, import, property or private member may be called so. A method may be called `of`, because the name before it says whose
 * list it is of: `history.of(specPath)`. Properties of object literals are not read: the type that they fill declares them.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const words = ['own', 'of', 'one', 'his'];

/** Properties that keep such a name, by file: beside their counterpart they are clear, or files of users hold them. */
export const keptNames = [
  { path: 'src/evaluation/command/job.ts', name: 'of' }, // a block's number, and of how many: a program of the user's reads it
  { path: 'src/evaluation/head/job.ts', name: 'own' }, // the arm's fields, beside the base's
  { path: 'src/ranker/head/additive.ts', name: 'own' }, // columns and penalties: `shared` and `own`
  { path: 'src/ranker/ranker.ts', name: 'own' },
];

/**
 * The declarations of one file that are called so.
 * @param {string} path From the project's root, with slashes. @param {string} text
 * @returns {{ name: string, line: number, isProperty: boolean }[]}
 */
export function emptyNames(path, text) {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  /** @type {ReturnType<typeof emptyNames>} */
  const found = [];
  /** @param {ts.Node} node */
  const visit = (node) => {
    const isName = ts.isIdentifier(node) || ts.isPrivateIdentifier(node);
    if (isName && words.includes(node.text.replace('#', ''))) {
      const { name, isProperty } = declared(node.parent);
      const { line } = file.getLineAndCharacterOfPosition(node.getStart(file));
      if (name === node) found.push({ name: node.text, line: line + 1, isProperty });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** @param {ts.Node} node @returns {{ name: ts.Identifier | ts.PrivateIdentifier | undefined, isProperty: boolean }} */
function declared(node) {
  const isProperty = ts.isPropertySignature(node) || ts.isPropertyDeclaration(node);
  const isMethod = ts.isMethodSignature(node) || ts.isMethodDeclaration(node) || ts.isAccessor(node);
  const isOther =
    ts.isVariableDeclaration(node) ||
    ts.isParameter(node) ||
    ts.isBindingElement(node) ||
    ts.isFunctionLike(node) ||
    ts.isClassLike(node) ||
    ts.isNamedTupleMember(node) ||
    ts.isImportClause(node) ||
    ts.isImportSpecifier(node) ||
    ts.isNamespaceImport(node);
  if (!isProperty && !isMethod && !isOther) return { name: undefined, isProperty };
  const { name } = node;
  if (name === undefined || !(ts.isIdentifier(name) || ts.isPrivateIdentifier(name)))
    return { name: undefined, isProperty };
  return { name: isMethod && name.text === 'of' ? undefined : name, isProperty };
}

/** @param {string} folder The project's root. @returns {string[]} a sentence for each declaration that may not be called so */
export function faultsOfNames(folder) {
  return ['src', 'webview', 'test', 'scripts'].flatMap((top) =>
    readdirSync(join(folder, top), { recursive: true, encoding: 'utf8' })
      .map((path) => `${top}/${path.replaceAll('\\', '/')}`)
      .filter((path) => /\.m?ts$|\.mjs$/.test(path))
      .sort()
      .flatMap((path) =>
        emptyNames(path, readFileSync(join(folder, path), 'utf8'))
          .filter(({ name, isProperty }) => !isProperty || !isKept(path, name))
          .map(
            ({ name, line }) =>
              `${path}:${line}: \`${name}\` does not say what it holds: name the thing itself.`,
          ),
      ),
  );
}

/** @param {string} path @param {string} name */
function isKept(path, name) {
  return keptNames.some((kept) => kept.path === path && kept.name === name);
}
