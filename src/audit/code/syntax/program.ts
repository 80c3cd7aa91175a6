/**
 * A text as statements. Both the tree and the statements of the texts read last are kept: after an edit only the statement at the top of
 * the file that changed is read again.
 */
import type { PythonSource } from '../../../code/python/parse.ts';
import { reparsePython } from '../../../code/python/reparse.ts';
import type { Statement, Unit } from './nodes.ts';
import { rawOf } from './raw.ts';
import { statementsOf } from './statements.ts';

interface Kept {
  unit: Unit;
  statements: Statement[];
}

/** Reads texts that are versions of one another, such as those of one file in an editor. */
export class ProgramReader {
  #before: PythonSource | undefined;
  #kept = new Map<string, Kept[]>();

  /** The text read last. */
  get text(): string | undefined {
    return this.#before?.text;
  }

  read(text: string): Statement[] {
    const source = reparsePython(text, this.#before);
    const kept = new Map<string, Kept[]>();
    const statements: Statement[] = [];
    for (let node = source.tree.topNode.firstChild; node !== null; node = node.nextSibling) {
      if (node.name === 'Comment') continue;
      const words = text.slice(node.from, node.to);
      const known = this.#kept.get(words)?.pop() ?? readUnit(node, words);
      known.unit.base = node.from;
      const same = kept.get(words);
      if (same === undefined) kept.set(words, [known]);
      else same.push(known);
      for (const statement of known.statements) statements.push(statement);
    }
    this.#kept = kept;
    this.#before = source;
    return statements;
  }
}

function readUnit(node: Parameters<typeof rawOf>[0], words: string): Kept {
  const unit: Unit = { base: node.from };
  const reader = { unit, words: ({ from, to }: { from: number; to: number }) => words.slice(from, to) };
  return { unit, statements: statementsOf([rawOf(node, node.from)], reader) };
}
