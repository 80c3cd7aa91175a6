/** The fields of a record, read out of DuckDB's name of its type: `STRUCT(id BIGINT, "a b" STRUCT(x VARCHAR)[])`. */
import type { Field } from '../../session/columns.ts';

/** @returns the fields of a record; undefined for every other type, lists of records included */
export function fieldsOf(type: string): Field[] | undefined {
  if (!type.startsWith('STRUCT(') || !type.endsWith(')')) return undefined;
  const inside = type.slice('STRUCT('.length, -1);
  const fields: Field[] = [];
  for (let at = 0; at < inside.length; ) {
    const [name, behind] = nameAt(inside, at);
    const end = partEnd(inside, behind);
    const inner = inside.slice(behind, end).trim();
    fields.push({ name, type: inner, fields: fieldsOf(inner) });
    at = end + 2; // past `, `
  }
  return fields;
}

/** The name at an offset, and the offset behind it. */
function nameAt(text: string, from: number): [string, number] {
  if (text[from] !== '"') {
    const space = text.indexOf(' ', from);
    return [text.slice(from, space), space];
  }
  const end = quoteEnd(text, from);
  return [text.slice(from + 1, end).replaceAll('""', '"'), end + 1];
}

/** Offset of the quote that closes the one at `from`; a doubled one stands for itself. */
function quoteEnd(text: string, from: number): number {
  const quote = text[from] as string;
  let end = text.indexOf(quote, from + 1);
  while (end >= 0 && text[end + 1] === quote) end = text.indexOf(quote, end + 2);
  return end < 0 ? text.length : end;
}

/** Offset of the comma that ends the part, outside of quotes and parentheses. */
function partEnd(text: string, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    const char = text[at];
    if (char === '"' || char === "'") at = quoteEnd(text, at);
    else if (char === '(') depth++;
    else if (char === ')') depth--;
    else if (char === ',' && depth === 0) return at;
  }
  return text.length;
}
