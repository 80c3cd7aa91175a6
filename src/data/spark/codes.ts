/**
 * Which columns a cluster sends as codes: texts and decimals that repeat. A UUID takes 40 bytes a row, its code 8; the different values travel once
 * beside. A code is the cluster's own hash of a value: rows need no join and no order for it, each table of a spec can be asked for by itself, and two
 * questions give the same value the same code, whatever was written between them.
 */
import type { CodeBits } from '../remote.ts';
import type { Expression, Relation, StructField } from './connect/messages.ts';
import { called, count, counted } from './relations.ts';

/** Whether a column is to be sent as codes. @param saved bytes @param plain bytes that the values take themselves */
export type Worth = (saved: number, plain: number) => boolean;

/** What is worth further questions to the cluster. */
const LEAST_BYTES = 8 * 2 ** 20;
const LEAST_SHARE = 0.25;

export const isWorth: Worth = (saved, plain) => saved >= Math.max(LEAST_BYTES, LEAST_SHARE * plain);

/** So few different values that two of them hardly ever share one code of 32 bits: one column in 8,000. */
const FEW = 1000;
/** DuckDB plans joins in time that grows with the square of their number. */
const MOST_COLUMNS = 32;
const DECIMAL_BYTES = 16;
/** Before each text stands where it ends. */
const OFFSET_BYTES = 4;
/** What the server says of texts that are equal where their bytes are. */
const BYTEWISE = /^(UTF8_BINARY)?$/;

type Kind = 'text' | 'decimal';

/** Undefined for what is never sent as codes. */
export function codedKind({ data_type: type = {} }: StructField): Kind | undefined {
  if (type.kind === 'decimal') return 'decimal';
  // Texts that are equal by a language's rules are different texts here.
  return type.kind === 'string' && BYTEWISE.test(type.string?.collation ?? '') ? 'text' : undefined;
}

export interface Candidate {
  column: Expression;
  kind: Kind;
}

/** Asks for one row: of each column the bytes of its values, and about how many differ; then how many rows there are. */
export function sizesOf(input: Relation, candidates: readonly Candidate[]): Relation {
  const facts = candidates.flatMap(({ column, kind }) => [
    kind === 'text' ? called('sum', called('octet_length', column)) : count(),
    called('approx_count_distinct', column),
  ]);
  return counted(input, [...facts, count()]);
}

/** @param numbers as `sizesOf` gives them */
export function codesFor(
  candidates: readonly Pick<Candidate, 'kind'>[],
  numbers: readonly number[],
  worth: Worth,
): (CodeBits | undefined)[] {
  const rows = numbers[2 * candidates.length] ?? 0;
  const judged = candidates.map(({ kind }, i) => {
    const [texts = 0, different = 0] = numbers.slice(2 * i, 2 * i + 2);
    const plain = kind === 'text' ? texts + OFFSET_BYTES * rows : DECIMAL_BYTES * rows;
    const bits: CodeBits = different <= FEW ? 32 : 64;
    const code = bits / 8;
    const saved = plain - code * rows - different * (plain / Math.max(rows, 1) + code);
    return { bits, saved, coded: worth(saved, plain) };
  });
  const most = judged
    .filter(({ coded }) => coded)
    .sort((a, b) => b.saved - a.saved)
    .slice(0, MOST_COLUMNS);
  return judged.map((column) => (most.includes(column) ? column.bits : undefined));
}

/** The code of a value; of a missing one, too. */
export function codeOf(column: Expression, bits: CodeBits): Expression {
  return called(bits === 32 ? 'hash' : 'xxhash64', column);
}

/** Asks for the different values of a column, each behind its code. */
export function valuesOf(input: Relation, column: Expression, bits: CodeBits): Relation {
  const expressions: Expression[] = [
    { alias: { expr: codeOf(column, bits), name: ['code'] } },
    { alias: { expr: column, name: ['value'] } },
  ];
  return { deduplicate: { input: { project: { input, expressions } }, all_columns_as_keys: true } };
}
