// @ts-check
/**
 * Every code that the source can give a failure, a problem of a spec or a warning, with its sentence, read from the syntax tree. A code may
 * be written where it is used, or reach it through parameters (`refuse('bad-time', …)`), constants, choices and templates: these are
 * followed, by types where a name has some. What cannot be followed is a fault, so that no code stays unknown.
 */
import { join, relative } from 'node:path';
import ts from 'typescript';

/** @typedef {'failure' | 'problem' | 'note' | 'warning'} CodeUse `problem`: of a spec or config. `note`: how a config was read. */
/** @typedef {{ use: CodeUse, code: string, kind: string, message: string, file: string }} Raised `kind`: of failures, '' else. */
/** @typedef {{ use: CodeUse, code: ts.Expression, message: ts.Expression | undefined, kind: ts.Expression | undefined }} Sink */
/** What parameters are given, in one chain of calls. @typedef {Map<ts.ParameterDeclaration, ts.Expression>} Env */

/** A value hangs on a parameter of this function: its calls decide. */
class Needs extends Error {
  /** @param {ts.SignatureDeclaration} owner */
  constructor(owner) {
    super();
    this.owner = owner;
  }
}

/** Passed on from a failure or problem that has its code from elsewhere. */
class PassedOn extends Error {}

const DEEPEST = 6;

/**
 * @param {string} root The project's root.
 * @returns {{ raised: Raised[], faults: string[] }} in the order of files and lines
 */
export function readCodes(root) {
  const config = ts.getParsedCommandLineOfConfigFile(
    join(root, 'tsconfig.json'),
    {},
    /** @type {any} */ (ts.sys),
  );
  const names = (config?.fileNames ?? []).filter((name) =>
    relative(root, name).replaceAll('\\', '/').startsWith('src/'),
  );
  const program = ts.createProgram(names, { ...config?.options, incremental: false });
  return codesOf(program, root);
}

/** @param {ts.Program} program @param {string} root */
export function codesOf(program, root) {
  const checker = program.getTypeChecker();
  const files = program
    .getSourceFiles()
    .filter((file) => !file.isDeclarationFile && !relative(root, file.fileName).startsWith('..'))
    .filter((file) => !/node_modules/.test(file.fileName))
    .sort((a, b) => (a.fileName < b.fileName ? -1 : 1));
  /** By the name that is called. @type {Map<string, ts.CallExpression[]>} */
  const calls = new Map();
  /** @type {Sink[]} */
  const sinks = [];
  /** @param {ts.Node} node */
  const visit = (node) => {
    if (ts.isCallExpression(node)) {
      const name = calledName(node.expression);
      if (name !== undefined) calls.set(name, [...(calls.get(name) ?? []), node]);
    }
    const sink = sinkOf(node);
    if (sink !== undefined) sinks.push(sink);
    ts.forEachChild(node, visit);
  };
  for (const file of files) visit(file);

  /** @type {Raised[]} */
  const raised = [];
  /** @type {string[]} */
  const faults = [];
  const evaluate = evaluator(checker);

  /** @param {Sink} sink @param {Env} env @param {ts.Node} place Where the code is given. @param {number} depth */
  const follow = (sink, env, place, depth) => {
    const file = relative(root, place.getSourceFile().fileName).replaceAll('\\', '/');
    try {
      const codes = evaluate.strings(sink.code, env);
      const message = sink.message === undefined ? '' : evaluate.sentence(sink.message, env);
      const kind = sink.kind === undefined ? '' : evaluate.sentence(sink.kind, env);
      for (const code of codes) raised.push({ use: sink.use, code, kind, message, file });
    } catch (reason) {
      if (reason instanceof PassedOn) return;
      const callers = reason instanceof Needs ? callersOf(reason.owner) : [];
      if (!(reason instanceof Needs) || depth > DEEPEST || callers.length === 0) {
        const { line } = place.getSourceFile().getLineAndCharacterOfPosition(place.getStart());
        faults.push(`${file}:${line + 1}: the code cannot be read from the source: ${sink.code.getText()}`);
        return;
      }
      const { owner } = reason;
      for (const call of callers) {
        for (const given of evaluate.argumentsOf(call)) {
          /** @type {Env} */
          const inner = new Map(env);
          for (const [at, parameter] of owner.parameters.entries()) {
            const argument = given[at] ?? parameter.initializer;
            if (argument !== undefined && ts.isParameter(parameter)) inner.set(parameter, argument);
          }
          follow(sink, inner, call, depth + 1);
        }
      }
    }
  };

  /** @param {ts.SignatureDeclaration} owner */
  const callersOf = (owner) => {
    const name = ownName(owner);
    return (calls.get(name ?? '') ?? []).filter((call) => {
      const called = ts.isPropertyAccessExpression(call.expression) ? call.expression.name : call.expression;
      let symbol = checker.getSymbolAtLocation(called);
      if (symbol !== undefined && symbol.flags & ts.SymbolFlags.Alias)
        symbol = checker.getAliasedSymbol(symbol);
      const declaration = symbol?.valueDeclaration;
      return (
        declaration === owner ||
        (declaration !== undefined &&
          ts.isVariableDeclaration(declaration) &&
          declaration.initializer === owner)
      );
    });
  };

  for (const sink of sinks) follow(sink, new Map(), sink.code, 0);
  return { raised, faults };
}

/** Where a code is given. @param {ts.Node} node @returns {Sink | undefined} */
function sinkOf(node) {
  if (ts.isNewExpression(node) && node.expression.getText() === 'Failure') {
    const [kind, code, message] = node.arguments ?? [];
    return code === undefined ? undefined : { use: 'failure', kind, code, message };
  }
  if (!ts.isObjectLiteralExpression(node)) return undefined;
  const code = property(node, 'code');
  const message = property(node, 'message');
  const spread = has(node, 'severity') && has(node, 'range'); // its message is added later
  if (code === undefined || (message === undefined && !spread)) return undefined;
  if (['action', 'type', 'reportPath', 'remedy', 'target'].some((name) => has(node, name))) return undefined; // verdicts, messages, findings
  const ofSpec = has(node, 'range') || /[/\\]src[/\\]specfile[/\\]/.test(node.getSourceFile().fileName);
  /** @type {CodeUse} */
  const use = has(node, 'place') ? placedUse(node) : ofSpec ? 'problem' : 'warning';
  return { use, kind: undefined, code, message };
}

/** What adapters of training configs find: a note, or a problem. @param {ts.Node} node @returns {CodeUse} */
function placedUse(node) {
  let around = node;
  while (around.parent !== undefined && !ts.isMethodDeclaration(around)) around = around.parent;
  return ts.isMethodDeclaration(around) && around.name.getText() === 'note' ? 'note' : 'problem';
}

/** @param {ts.ObjectLiteralExpression} node @param {string} name @returns {ts.Expression | undefined} */
function property(node, name) {
  for (const member of node.properties) {
    if (ts.isPropertyAssignment(member) && member.name.getText() === name) return member.initializer;
    if (ts.isShorthandPropertyAssignment(member) && member.name.text === name) return member.name;
  }
  return undefined;
}

/** @param {ts.ObjectLiteralExpression} node @param {string} name */
function has(node, name) {
  return node.properties.some((member) => member.name !== undefined && member.name.getText() === name);
}

/** @param {ts.Expression} called */
function calledName(called) {
  if (ts.isIdentifier(called)) return called.text;
  return ts.isPropertyAccessExpression(called) ? called.name.text : undefined;
}

/** @param {ts.SignatureDeclaration} owner */
function ownName(owner) {
  if (owner.name !== undefined) return owner.name.getText();
  return ts.isVariableDeclaration(owner.parent) ? owner.parent.name.getText() : undefined;
}

/** @param {ts.TypeChecker} checker */
function evaluator(checker) {
  /** @param {ts.Node} node */
  const declarationOf = (node) => {
    let symbol = ts.isShorthandPropertyAssignment(node.parent)
      ? checker.getShorthandAssignmentValueSymbol(node.parent)
      : checker.getSymbolAtLocation(node);
    if (symbol !== undefined && symbol.flags & ts.SymbolFlags.Alias)
      symbol = checker.getAliasedSymbol(symbol);
    return symbol?.valueDeclaration;
  };

  /** The texts that a name's type allows, where it says. @param {ts.Expression} node */
  const literals = (node) => {
    const type = checker.getTypeAtLocation(node);
    const parts = type.isUnion() ? type.types : [type];
    return parts.every((part) => part.isStringLiteral())
      ? parts.map((part) => /** @type {any} */ (part).value)
      : undefined;
  };

  /** @param {ts.Expression} node @param {Env} env @returns {string[]} */
  const strings = (node, env) => {
    if (ts.isStringLiteralLike(node)) return [node.text];
    if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node)) return strings(node.expression, env);
    if (ts.isConditionalExpression(node))
      return [...strings(node.whenTrue, env), ...strings(node.whenFalse, env)];
    if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken) {
      return strings(node.right, env); // the left one is a failure's or a problem's own
    }
    if (ts.isTemplateExpression(node)) {
      return node.templateSpans.reduce(
        (heads, { expression, literal }) =>
          heads.flatMap((head) => strings(expression, env).map((text) => head + text + literal.text)),
        [node.head.text],
      );
    }
    const declaration = declarationOf(node);
    if (declaration !== undefined && ts.isParameter(declaration)) {
      const given = env.get(declaration);
      if (given !== undefined) return strings(given, env);
    }
    const known = literals(node);
    if (known !== undefined) return known;
    if (declaration !== undefined && ts.isParameter(declaration)) {
      throw new Needs(/** @type {ts.SignatureDeclaration} */ (declaration.parent));
    }
    if (
      declaration !== undefined &&
      ts.isVariableDeclaration(declaration) &&
      declaration.initializer !== undefined
    ) {
      return strings(declaration.initializer, env);
    }
    throw new PassedOn();
  };

  /** A message with … for what only a run knows. @param {ts.Expression} node @param {Env} env @param {number} [depth] @returns {string} */
  const sentence = (node, env, depth = 0) => {
    if (depth > 8) return '…';
    /** @param {ts.Expression} inner @param {Env} [within] */
    const sentenceOf = (inner, within = env) => sentence(inner, within, depth + 1);
    if (ts.isStringLiteralLike(node)) return node.text;
    if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node)) return sentenceOf(node.expression);
    if (ts.isConditionalExpression(node)) {
      const first = sentenceOf(node.whenTrue);
      return first === '' || first.startsWith('1 ') ? sentenceOf(node.whenFalse) : first; // rather of many than of one
    }
    if (ts.isTemplateExpression(node)) {
      return node.templateSpans.reduce(
        (head, { expression, literal }) => head + sentenceOf(expression) + literal.text,
        node.head.text,
      );
    }
    if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken) {
      return sentenceOf(node.left) + sentenceOf(node.right);
    }
    if (ts.isCallExpression(node)) {
      const called = ts.isPropertyAccessExpression(node.expression) ? node.expression.name : node.expression;
      const declaration = declarationOf(called);
      const owner =
        declaration !== undefined && ts.isVariableDeclaration(declaration)
          ? declaration.initializer
          : declaration;
      if (owner === undefined || !(ts.isFunctionDeclaration(owner) || ts.isArrowFunction(owner))) return '…';
      const result = resultOf(owner);
      if (result === undefined) return '…';
      const inner = new Map(env);
      for (const [at, parameter] of owner.parameters.entries()) {
        const argument = node.arguments[at];
        if (argument !== undefined) inner.set(parameter, argument);
      }
      return sentenceOf(result, inner);
    }
    if (!ts.isIdentifier(node)) return '…';
    const declaration = declarationOf(node);
    if (declaration === undefined) return '…';
    if (ts.isParameter(declaration)) {
      const given = env.get(declaration);
      return given === undefined ? '…' : sentenceOf(given);
    }
    if (ts.isVariableDeclaration(declaration) && declaration.initializer !== undefined) {
      const constant = (ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) !== 0;
      return constant ? sentenceOf(declaration.initializer) : '…';
    }
    return '…';
  };

  /** The lists of which one is spread in `call(...list)`: those that a function returns. @param {ts.Expression} node @returns {ts.Expression[][]} */
  const lists = (node) => {
    if (ts.isArrayLiteralExpression(node)) return [[...node.elements]];
    if (ts.isConditionalExpression(node)) return [...lists(node.whenTrue), ...lists(node.whenFalse)];
    const called = ts.isCallExpression(node) ? node.expression : node;
    const declaration = ts.isIdentifier(called) ? declarationOf(called) : undefined;
    if (
      declaration === undefined ||
      !ts.isVariableDeclaration(declaration) ||
      declaration.initializer === undefined
    ) {
      return [];
    }
    const value = declaration.initializer;
    if (!ts.isArrowFunction(value)) return lists(value);
    /** @type {ts.Expression[][]} */
    const found = [];
    /** @param {ts.Node} inner */
    const visit = (inner) => {
      if (ts.isReturnStatement(inner) && inner.expression !== undefined)
        found.push(...lists(inner.expression));
      ts.forEachChild(inner, visit);
    };
    visit(value.body);
    return found;
  };

  /** What a call gives, in each way that it may be called. @param {ts.CallExpression} call */
  const argumentsOf = (call) => {
    const [first] = call.arguments;
    if (first !== undefined && ts.isSpreadElement(first)) return lists(first.expression);
    // A choice of two texts is two calls, so that code and sentence make the same choice.
    return call.arguments.reduce(
      (/** @type {ts.Expression[][]} */ heads, argument) =>
        heads.flatMap((head) => choices(argument).map((choice) => [...head, choice])),
      [[]],
    );
  };
  return { strings, sentence, argumentsOf };
}

/** @param {ts.Expression} node @returns {ts.Expression[]} */
function choices(node) {
  if (!ts.isConditionalExpression(node)) return [node];
  const both = [node.whenTrue, node.whenFalse];
  return both.every((branch) => ts.isStringLiteralLike(branch)) ? both : [node];
}

/** What a function returns, where that is one text. @param {ts.FunctionDeclaration | ts.ArrowFunction} owner */
function resultOf(owner) {
  const body = owner.body;
  if (body === undefined || !ts.isBlock(body)) return body;
  const last = body.statements.at(-1);
  return last !== undefined && ts.isReturnStatement(last) ? last.expression : undefined;
}
