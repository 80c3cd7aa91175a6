/** What the YAML library found wrong, said in one sentence. */
import { type Document, isAlias, isMap, isScalar, type Node, visit, type YAMLError } from 'yaml';
import type { LineIndex } from './positions.ts';
import type { SpecProblem } from './problem.ts';

const HINTS: Readonly<Record<string, string>> = {
  BAD_SCALAR_START: 'put the whole value in single quotes',
  BLOCK_AS_IMPLICIT_KEY: 'check the indentation, and put a value that holds `: ` in quotes',
  MULTILINE_IMPLICIT_KEY: 'check the indentation, and that every key ends with `:`',
  TAB_AS_INDENT: 'indent with spaces',
};
const GOES_ON = /^[^#\n]*:[ \t]+["'][^"'\n]*["'][ \t]*[^\s#,}\]]/;

/** The first syntax error of a text; later ones mostly follow from it. */
export function syntaxProblem(error: YAMLError, text: string, lines: LineIndex): SpecProblem {
  const range = lines.range(error.pos[0], Math.min(error.pos[1], text.length));
  const lineStart = text.lastIndexOf('\n', error.pos[0] - 1) + 1;
  const hint = HINTS[error.code];
  const what =
    error.code === 'UNEXPECTED_TOKEN' && GOES_ON.test(text.slice(lineStart))
      ? 'the value goes on behind its closing quote; put the whole value in single quotes'
      : `${lowerFirst(error.message)}${hint === undefined ? '' : `; ${hint}`}`;
  const message = `broken YAML: ${what}`; // whoever shows it names the place
  return { severity: 'error', code: 'yaml', message, range, path: [] };
}

function lowerFirst(message: string): string {
  return message.charAt(0).toLowerCase() + message.slice(1);
}

/** Keys given twice in one mapping below `root`, each with the line of the first. */
export function duplicateKeys(root: Node, lines: LineIndex): SpecProblem[] {
  const problems: SpecProblem[] = [];
  visit(root, {
    Map(_, map) {
      const first = new Map<string, number>();
      for (const { key } of map.items) {
        if (!isScalar(key) || typeof key.value === 'symbol') continue;
        const name = String(key.value);
        const [start, end] = key.range ?? [0, 0];
        const before = first.get(name);
        if (before === undefined) {
          first.set(name, start);
        } else {
          problems.push({
            severity: 'error',
            code: 'duplicate-key',
            message: `duplicate key \`${name}\`; line ${lines.position(before).line + 1} gives it already`,
            range: lines.range(start, end),
            path: [],
          });
        }
      }
    },
  });
  return problems;
}

/** Aliases without an anchor, and unknown tags, below `root`. */
export function referenceProblems(document: Document, root: Node, lines: LineIndex): SpecProblem[] {
  const problems: SpecProblem[] = [];
  visit(root, {
    Alias(_, alias) {
      if (alias.resolve(document) !== undefined) return;
      const [start, end] = alias.range ?? [0, 0];
      const message = `the alias \`*${alias.source}\` has no anchor \`&${alias.source}\` before it`;
      problems.push({ severity: 'error', code: 'yaml', message, range: lines.range(start, end), path: [] });
    },
  });
  const [from, , to] = root.range ?? [0, 0, 0];
  for (const warning of document.warnings) {
    if (warning.pos[0] < from || warning.pos[0] >= to) continue;
    const range = lines.range(warning.pos[0], warning.pos[1]);
    const message = `line ${range.start.line + 1}: ${lowerFirst(warning.message)}; a spec needs no tags`;
    problems.push({ severity: 'warning', code: 'yaml', message, range, path: [] });
  }
  return problems;
}

/** Follows an alias to what it stands for. */
export function dereference(node: unknown, document: Document): unknown {
  return isAlias(node) ? node.resolve(document) : node;
}

/** True for a mapping that has `key` itself, not through a merge. */
export function hasKey(node: unknown, key: string): boolean {
  return isMap(node) && node.items.some((pair) => isScalar(pair.key) && pair.key.value === key);
}
