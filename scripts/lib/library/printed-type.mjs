// @ts-check
/** Types written out as what they are, with the comments of their keys. Types that have a name of their own keep it. */
import { join } from 'node:path';
import ts from 'typescript';
import { root } from '../project.mjs';

/** @typedef {{file: string, name: string}} Named */

const { StringLike, NumberLike, BooleanLike, Null, Undefined, Unknown, Never, NonPrimitive } = ts.TypeFlags;
const SIMPLE = StringLike | NumberLike | BooleanLike | Null | Undefined | Unknown | Never | NonPrimitive;

/**
 * @param {string} folder What the project's sources lie in. @param {string[]} files Those whose types are to be printed.
 * @returns {(file: string, name: string) => {text: string, names: Named[]}} the printer of an alias, and the declarations that its
 * text names.
 */
export function typePrinter(folder, files) {
  const { options } = ts.parseJsonConfigFileContent(
    ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile).config,
    ts.sys,
    root,
  );
  const program = ts.createProgram(files, options);
  const checker = program.getTypeChecker();
  const sources = program.getSourceFiles().filter(({ fileName }) => fileName.startsWith(folder));
  const named = namedTypes(sources, checker);

  return (file, name) => {
    const alias = program
      .getSourceFile(file)
      ?.statements.find((s) => ts.isTypeAliasDeclaration(s) && s.name.text === name);
    if (alias === undefined) throw new Error(`${file} declares no type ${name}`);
    /** @type {Named[]} */
    const names = [];
    const type = checker.getTypeAtLocation(/** @type {ts.TypeAliasDeclaration} */ (alias).name);
    return { text: print(type, '', { file, name }), names };

    /** @param {ts.Type} type @param {string} indent @param {Named} [self] The alias whose text this is. @returns {string} */
    function print(type, indent, self) {
      const known = named.get(type) ?? likewise(type) ?? declaredIn(type);
      if (known !== undefined && !(known.name === self?.name && known.file === self.file)) {
        names.push(known);
        return known.name;
      }
      if (type.isUnion() && !(type.flags & ts.TypeFlags.Boolean)) return printUnion(type, indent);
      if (type.isStringLiteral()) return quoted(type.value);
      if (type.flags & SIMPLE) return checker.typeToString(type);
      if (checker.isTupleType(type))
        return `[${argumentsOf(type)
          .map((argument) => print(argument, indent))
          .join(', ')}]`;
      if (checker.isArrayType(type)) {
        const [element] = argumentsOf(type);
        const readonly = type.symbol.name === 'ReadonlyArray' ? 'readonly ' : '';
        const text = print(/** @type {ts.Type} */ (element), indent);
        return `${readonly}${/[|&]/.test(text) && !text.startsWith('{') ? `(${text})` : text}[]`;
      }
      return printObject(type, indent);
    }

    /** @param {ts.UnionType} type @param {string} indent */
    function printUnion({ types }, indent) {
      const isFlag = (/** @type {ts.Type} */ member) => Boolean(member.flags & ts.TypeFlags.BooleanLiteral);
      const both = types.filter(isFlag).length === 2;
      const nothing = ts.TypeFlags.Null | ts.TypeFlags.Undefined;
      const last = (/** @type {ts.Type} */ member) =>
        Number((member.flags & nothing) > 0) + Number((member.flags & ts.TypeFlags.Undefined) > 0);
      const others = types.filter((member) => !both || !isFlag(member)).toSorted((a, b) => last(a) - last(b));
      return [...(both ? ['boolean'] : []), ...new Set(others.map((member) => print(member, indent)))].join(
        ' | ',
      );
    }

    /** @param {ts.Type} type @param {string} indent */
    function printObject(type, indent) {
      const properties = inOrder(checker.getPropertiesOfType(type));
      const record = checker.getIndexTypeOfType(type, ts.IndexKind.String);
      const isData =
        type.flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection) &&
        type.getCallSignatures().length === 0;
      if (!isData || (record !== undefined && properties.length > 0))
        throw new Error(`${name} holds a type that cannot be written out: ${checker.typeToString(type)}`);
      if (record !== undefined) return `Record<string, ${print(record, indent)}>`;
      const inner = `${indent}  `;
      const lines = properties.map((property) => {
        const optional = property.flags & ts.SymbolFlags.Optional ? '?' : '';
        const key = /^[A-Za-z_$][\w$]*$/.test(property.name) ? property.name : quoted(property.name);
        const text = print(checker.getTypeOfSymbol(property), inner);
        return `${comment(property, inner)}${inner}${key}${optional}: ${text};\n`;
      });
      return `{\n${lines.join('')}${indent}}`;
    }

    /** @param {ts.Symbol} property @param {string} indent */
    function comment(property, indent) {
      const written = ts.displayPartsToString(property.getDocumentationComment(checker)).trim();
      const text = written || (described(property.declarations?.[0], checker) ?? '');
      if (text === '') return '';
      const lines = text.replaceAll('*/', '* /').split('\n');
      if (lines.length === 1) return `${indent}/** ${lines[0]} */\n`;
      return `${indent}/**\n${lines.map((line) => `${indent} * ${line}\n`).join('')}${indent} */\n`;
    }
  };

  /** The name of a union with the same members: one that is put together elsewhere is another one. @param {ts.Type} type */
  function likewise(type) {
    if (
      !type.isUnion() ||
      !type.types.every(({ flags }) => flags & ts.TypeFlags.Object || flags & ts.TypeFlags.Intersection)
    )
      return undefined;
    const same = [...named.keys()].find(
      (other) =>
        other.isUnion() &&
        other.types.length === type.types.length &&
        checker.isTypeAssignableTo(type, other) &&
        checker.isTypeAssignableTo(other, type),
    );
    return same && named.get(same);
  }

  /** @param {ts.Type} type @returns {readonly ts.Type[]} */
  function argumentsOf(type) {
    return checker.getTypeArguments(/** @type {ts.TypeReference} */ (type));
  }

  /** The interface or class of the project that a type is. @param {ts.Type} type @returns {Named | undefined} */
  function declaredIn(type) {
    const declaration = type.isClassOrInterface() ? type.symbol.declarations?.[0] : undefined;
    const file = declaration?.getSourceFile().fileName;
    return file?.startsWith(folder) ? { file, name: type.symbol.name } : undefined;
  }
}

/**
 * The exported names of types that schemas give. Of several names for one type the first holds.
 * @param {readonly ts.SourceFile[]} sources @param {ts.TypeChecker} checker @returns {Map<ts.Type, Named>}
 */
function namedTypes(sources, checker) {
  /** @type {Map<ts.Type, Named>} */
  const named = new Map();
  for (const source of sources.filter(({ text }) => /from 'zod\/mini'/.test(text))) {
    for (const statement of source.statements) {
      if (!ts.isTypeAliasDeclaration(statement) || statement.typeParameters) continue;
      if (!statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)) continue;
      const type = checker.getTypeAtLocation(statement.name);
      const isObject = type.flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection);
      if ((isObject || type.isUnion()) && !named.has(type))
        named.set(type, { file: source.fileName, name: statement.name.text });
    }
  }
  return named;
}

/** Keys as the source has them, where one object has them all: a checker puts optional ones last. @param {ts.Symbol[]} properties */
function inOrder(properties) {
  const parents = new Set(properties.map(({ declarations }) => declarations?.[0]?.parent));
  if (parents.size !== 1 || parents.has(undefined)) return properties;
  const place = (/** @type {ts.Symbol} */ { declarations }) => declarations?.[0]?.pos ?? 0;
  return properties.toSorted((a, b) => place(a) - place(b));
}

/**
 * What the schema of a key says it is, in words. Schemas inside it say what their own keys are.
 * @param {ts.Node | undefined} node @param {ts.TypeChecker} checker @returns {string | undefined}
 */
function described(node, checker) {
  if (node === undefined || ts.isObjectLiteralExpression(node)) return undefined;
  if (ts.isIdentifier(node) || ts.isShorthandPropertyAssignment(node)) {
    const symbol = ts.isIdentifier(node)
      ? checker.getSymbolAtLocation(node)
      : checker.getShorthandAssignmentValueSymbol(node);
    const { valueDeclaration } =
      symbol && symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : (symbol ?? {});
    return valueDeclaration && ts.isVariableDeclaration(valueDeclaration)
      ? described(valueDeclaration.initializer, checker)
      : undefined;
  }
  if (ts.isPropertyAssignment(node)) return described(node.initializer, checker);
  if (!ts.isCallExpression(node)) return undefined;
  const [argument] = node.arguments;
  if (node.expression.getText() === 'z.describe')
    return argument && ts.isStringLiteralLike(argument) ? argument.text : undefined;
  const inner = ts.isPropertyAccessExpression(node.expression) ? [node.expression.expression] : [];
  for (const part of [...node.arguments, ...inner]) {
    const found = described(part, checker);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** @param {string} text */
function quoted(text) {
  return `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}
