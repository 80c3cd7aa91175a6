/**
 * RecBole's atomic files (`.inter`, `.user`, `.item`): text tables whose header names the type of each column,
 * `user_id:token`; MMRec's have the names alone. The adapter reads the header to learn what a dataset has, the data engine to read the columns.
 */

export type AtomicType = 'token' | 'token_seq' | 'float' | 'float_seq';

export interface AtomicField {
  name: string;
  type: AtomicType;
}

export interface AtomicHeader {
  fields: AtomicField[];
  delimiter: string;
  /** False where the header has names alone: then the values decide the types. */
  typed: boolean;
}

const TYPES: readonly string[] = ['token', 'token_seq', 'float', 'float_seq'];
/** The first field, its type, and what stands before the second. */
const FIRST = /^[^:]*:(?:token_seq|float_seq|token|float)(?![A-Za-z0-9_])(\W)?/;

/** What a header holds, or one sentence that says what is wrong with it. */
export function parseAtomicHeader(line: string): AtomicHeader | { problem: string } {
  const text = line.replace(/^\ufeff/, '').replace(/\r?\n?$/, '');
  const first = FIRST.exec(text.replace(/^"/, '').replace('"', ''));
  if (first === null) {
    const plain = plainHeader(text);
    if (plain !== undefined) return plain;
    const shown = text.length > 60 ? `${text.slice(0, 59)}…` : text;
    return {
      problem: `its first line is not a header of columns, such as user_id:token item_id:token rating:float (found \`${shown}\`)`,
    };
  }
  const delimiter = first[1] ?? '\t';
  const fields: AtomicField[] = [];
  const taken = new Set<string>();
  for (const [i, part] of text.split(delimiter).entries()) {
    const field = part.trim().replace(/^"(.*)"$/, '$1');
    const colon = field.lastIndexOf(':');
    const [name, type] = [field.slice(0, colon), field.slice(colon + 1)];
    const which = `column ${i + 1} of its header, \`${field}\`,`;
    if (colon < 0)
      return { problem: `${which} names no type; write it as ${field || 'name'}:token or :float` };
    if (!TYPES.includes(type)) {
      return { problem: `${which} has an unknown type; the types are ${TYPES.join(', ')}` };
    }
    if (name === '') return { problem: `${which} has no name` };
    if (taken.has(name)) return { problem: `its header names \`${name}\` twice` };
    taken.add(name);
    fields.push({ name, type: type as AtomicType });
  }
  return { fields, delimiter, typed: true };
}

/** Names between tabs, as MMRec writes them. A line of values is not one: it holds numbers, or a value twice. */
function plainHeader(line: string): AtomicHeader | undefined {
  const names = line.split('\t').map((name) => name.trim().replace(/^"(.*)"$/, '$1'));
  if (names.length < 2 || !names.every((name) => /^[A-Za-z_][^:]*$/.test(name))) return undefined;
  if (new Set(names).size < names.length) return undefined;
  return { fields: names.map((name) => ({ name, type: 'token' as const })), delimiter: '\t', typed: false };
}

export function isSequence({ type }: AtomicField): boolean {
  return type.endsWith('_seq');
}
