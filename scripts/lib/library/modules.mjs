// @ts-check
/** The declarations of source files, one file at a time, and which of them name which others. */
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import ts from 'typescript';

/**
 * @typedef {{file: string, name: string, statements: ts.Statement[]}} Found A name's declarations: several for overloads.
 * @typedef {{file: string, name: string} | {package: string}} Place
 * @typedef {{local: Map<string, ts.Statement[]>, imported: Map<string, Place>, exported: Map<string, Place>}} Module
 */

/** @type {ts.CompilerOptions} */
const options = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  verbatimModuleSyntax: true,
  allowImportingTsExtensions: true,
  strict: true,
};

/** @param {string} folder What the files lie in, absolute: what a file outside declares is a package's. */
export function moduleReader(folder) {
  /** @type {Map<string, Module>} */
  const read = new Map();

  /** @param {string} file */
  function moduleOf(file) {
    let module = read.get(file);
    if (module === undefined) {
      module = parse(file);
      read.set(file, module);
    }
    return module;
  }

  /** The declarations of a name that a file declares, imports or exports again. @param {string} file @param {string} name @returns {Found} */
  function find(file, name) {
    const { local, imported, exported } = moduleOf(file);
    const statements = local.get(name);
    if (statements) return { file, name, statements };
    const place = exported.get(name) ?? imported.get(name);
    if (place === undefined || 'package' in place) throw new Error(`${file} declares no ${name}`);
    return find(place.file, place.name);
  }

  /** @param {Found} found @returns {Place[]} what the declarations name of this file and of others; the language's own names left out. */
  function placesOf({ file, statements }) {
    const { local, imported } = moduleOf(file);
    return statements.flatMap(namesIn).flatMap((name) => {
      if (local.has(name)) return { file, name };
      return imported.get(name) ?? [];
    });
  }

  return {
    find,
    /** @param {string} file @returns {Found[]} */
    exportsOf: (file) => {
      const { local, exported } = moduleOf(file);
      return [...local.keys(), ...exported.keys()].map((name) => find(file, name));
    },
    /** The project's declarations that declarations name. @param {Found} found @returns {Found[]} */
    referencesOf: (found) =>
      placesOf(found).flatMap((place) => ('package' in place ? [] : find(place.file, place.name))),
    /** Whether a file takes anything of a package: one with a schema does. @param {string} file */
    importsPackages: (file) => [...moduleOf(file).imported.values()].some((place) => 'package' in place),
    /** Names under which declarations know others that are declared with another name. @param {Found} found */
    renamedIn: ({ file, statements }) =>
      statements.flatMap(namesIn).filter((name) => {
        const place = moduleOf(file).imported.get(name);
        return place && !('package' in place) && find(place.file, place.name).name !== name;
      }),
    /** The packages whose types they need. @param {Found} found */
    packagesOf: (found) => [
      ...new Set(placesOf(found).flatMap((place) => ('package' in place ? place.package : []))),
    ],
  };

  /** @param {string} file @returns {Module} */
  function parse(file) {
    const { outputText } = ts.transpileDeclaration(readFileSync(file, 'utf8'), {
      fileName: file,
      compilerOptions: options,
      reportDiagnostics: false,
    });
    const source = ts.createSourceFile(file, outputText, ts.ScriptTarget.ES2022, true);
    /** @type {Module} */
    const module = { local: new Map(), imported: new Map(), exported: new Map() };
    for (const statement of source.statements) enter(statement, module, file);
    return module;
  }

  /** @param {ts.Statement} statement @param {Module} module @param {string} file */
  function enter(statement, { local, imported, exported }, file) {
    /** @param {ts.Expression} specifier @param {string} name @returns {Place} */
    const place = (specifier, name) => {
      const path = /** @type {ts.StringLiteral} */ (specifier).text;
      const target = resolve(dirname(file), path);
      return path.startsWith('.') && target.startsWith(folder) ? { file: target, name } : { package: path };
    };
    if (ts.isImportDeclaration(statement)) {
      const { moduleSpecifier, importClause } = statement;
      const bindings = importClause?.namedBindings;
      if (bindings && ts.isNamespaceImport(bindings))
        imported.set(bindings.name.text, place(moduleSpecifier, '*'));
      for (const { name, propertyName } of bindings && ts.isNamedImports(bindings) ? bindings.elements : [])
        imported.set(name.text, place(moduleSpecifier, (propertyName ?? name).text));
    } else if (ts.isExportDeclaration(statement)) {
      const { moduleSpecifier, exportClause } = statement;
      if (!exportClause || !ts.isNamedExports(exportClause)) return;
      for (const { name, propertyName } of exportClause.elements) {
        const inner = (propertyName ?? name).text;
        if (moduleSpecifier) exported.set(name.text, place(moduleSpecifier, inner));
      }
    } else {
      for (const name of declared(statement)) local.set(name, [...(local.get(name) ?? []), statement]);
    }
  }
}

/** @param {ts.Statement} statement @returns {string[]} */
function declared(statement) {
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.map(({ name }) => name.getText());
  const { name } = /** @type {ts.DeclarationStatement} */ (statement);
  return name ? [name.getText()] : [];
}

/** The names that a declaration uses, but for its own type parameters. @param {ts.Statement} statement @returns {string[]} */
function namesIn(statement) {
  /** @type {Set<string>} */
  const used = new Set();
  /** @type {Set<string>} */
  const parameters = new Set();
  /** @param {ts.Node} node */
  const visit = (node) => {
    if (ts.isTypeParameterDeclaration(node)) parameters.add(node.name.text);
    if (ts.isTypeReferenceNode(node)) used.add(leftmost(node.typeName));
    if (ts.isTypeQueryNode(node)) used.add(leftmost(node.exprName));
    if (ts.isExpressionWithTypeArguments(node)) used.add(node.expression.getText());
    if (ts.isImportTypeNode(node)) throw new Error(`${node.getText()}: import the type by its name instead.`);
    ts.forEachChild(node, visit);
  };
  visit(statement);
  return [...used].filter((name) => !parameters.has(name));
}

/** @param {ts.EntityName} name @returns {string} */
function leftmost(name) {
  return ts.isIdentifier(name) ? name.text : leftmost(name.left);
}
