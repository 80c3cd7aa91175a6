/** Damage to bytes and to texts, as broken disks, half copies, other programs and attackers do it. Seeded. */

export type Random = () => number;

export const below = (next: Random, n: number): number => Math.floor(next() * n);
export const pick = <T>(next: Random, values: readonly T[]): T => values[below(next, values.length)]!;

const BYTES = [0, 1, 9, 10, 13, 27, 34, 39, 44, 92, 127, 128, 255];
/** Counts and offsets that overflow, written over four or eight bytes. */
const NUMBERS = [0n, 1n, 0x7fffffffn, 0x80000000n, 0xffffffffn, 0x7fffffffffffffffn, 0xffffffffffffffffn];
const WORDS = [
  ...[
    'NULL',
    '\\N',
    'nan',
    'inf',
    '-inf',
    '1e400',
    '-0',
    '3,5',
    '""',
    '"',
    "'",
    '\u0000',
    '\ufeff',
    '\r',
    '\t',
  ],
  ...[
    '99999999999999999999',
    '1970-01-01',
    '0000-00-00',
    '2023-13-45',
    '=1+1',
    '\u001b[31m',
    '\u202e',
    '[a](command:x)',
  ],
  ...[
    '{}',
    '[]',
    '[[[[',
    '{{',
    '*a',
    '&a',
    '!!binary x',
    '<<: *a',
    '~',
    '.inf',
    '.nan',
    '0x1f',
    '1_000',
    'é'.repeat(40),
  ],
  ...[
    'path',
    'log: 5',
    '- - -',
    '---',
    '...',
    '? ',
    ': ',
    '| ',
    '> ',
    '#',
    '%',
    '@',
    '`',
    '../../..',
    '**/**',
    '[',
    '\\',
  ],
];

/** One change, in place or by a copy. */
type Change = (bytes: Buffer, next: Random) => Buffer;

const changes: readonly Change[] = [
  (bytes, next) => {
    bytes[below(next, bytes.length)]! ^= 1 << below(next, 8);
    return bytes;
  },
  (bytes, next) => {
    bytes[below(next, bytes.length)] = pick(next, BYTES);
    return bytes;
  },
  (bytes, next) => {
    const size = pick(next, [4, 8]);
    if (bytes.length < size) return bytes;
    const value = Buffer.alloc(8);
    value.writeBigUInt64LE(pick(next, NUMBERS));
    value.copy(bytes, below(next, bytes.length - size + 1), 0, size);
    return bytes;
  },
  (bytes, next) => bytes.subarray(0, below(next, bytes.length)),
  (bytes, next) => bytes.subarray(below(next, bytes.length)),
  (bytes, next) => {
    const [from, to] = span(bytes, next);
    return Buffer.concat([bytes.subarray(0, from), bytes.subarray(to)]);
  },
  (bytes, next) => {
    const [from, to] = span(bytes, next);
    return Buffer.concat([bytes.subarray(0, to), bytes.subarray(from)]);
  },
  (bytes, next) => {
    const at = below(next, bytes.length);
    const noise = Buffer.from(Array.from({ length: 1 + below(next, 12) }, () => below(next, 256)));
    return Buffer.concat([bytes.subarray(0, at), noise, bytes.subarray(at)]);
  },
];

function span(bytes: Buffer, next: Random): [number, number] {
  const from = below(next, bytes.length);
  return [from, Math.min(bytes.length, from + 1 + below(next, pick(next, [4, 64, 4096])))];
}

/** Bytes with one to four changes. Heads and tails, where formats keep their counts, are hit as often as all the rest. */
export function mutateBytes(given: Uint8Array, next: Random): Buffer {
  let bytes: Buffer = Buffer.from(given);
  for (let i = 1 + below(next, 4); i > 0 && bytes.length > 0; i--) {
    const change = pick(next, changes);
    const edge = Math.min(bytes.length, 256);
    const where = below(next, 4);
    if (where === 0) {
      bytes = Buffer.concat([change(Buffer.from(bytes.subarray(0, edge)), next), bytes.subarray(edge)]);
    } else if (where === 1) {
      const from = bytes.length - edge;
      bytes = Buffer.concat([bytes.subarray(0, from), change(Buffer.from(bytes.subarray(from)), next)]);
    } else bytes = change(bytes, next);
  }
  return bytes;
}

/** A text with words put into, over or between its own; now and then its bytes are damaged too. */
export function mutateText(given: string, next: Random): Buffer {
  if (next() < 0.25) return mutateBytes(Buffer.from(given), next);
  let text = given;
  for (let i = 1 + below(next, 3); i > 0; i--) {
    const parts = text.split(/([\s,:[\]{}"\t]+)/);
    const at = below(next, parts.length);
    const act = below(next, 5);
    if (act === 0) parts[at] = pick(next, WORDS);
    else if (act === 1) parts.splice(at, 1);
    else if (act === 2) parts.splice(at, 0, pick(next, WORDS));
    else if (act === 3) parts.splice(at, 0, ...parts.slice(at, at + 1 + below(next, 6)));
    else {
      const lines = text.split('\n');
      const line = below(next, lines.length);
      lines.splice(below(next, lines.length + 1), 0, ...lines.splice(line, 1 + below(next, 3)));
      text = lines.join('\n');
      continue;
    }
    text = parts.join('');
  }
  return Buffer.from(text);
}

const VALUES: readonly unknown[] = [
  ...[
    null,
    true,
    -1,
    0,
    1e308,
    -1e308,
    0.5,
    '',
    'x',
    '[a](command:x)',
    '\u001b[2J',
    '\u202e',
    '`',
    '../../x',
    '=1+1',
  ],
  ...[[], {}, [[]], [null], { a: 1 }, 'x'.repeat(5000)],
];

/** JSON with a value replaced, removed, repeated or added somewhere. */
export function mutateJson(given: unknown, next: Random): Buffer {
  if (next() < 0.2) return mutateBytes(Buffer.from(JSON.stringify(given)), next);
  const root: unknown = structuredClone(given);
  for (let i = 1 + below(next, 3); i > 0; i--) change(root, next);
  return Buffer.from(JSON.stringify(root));
}

function change(value: unknown, next: Random): void {
  let holder = value as Record<string, unknown>;
  for (;;) {
    const keys = Object.keys(holder);
    if (keys.length === 0) return;
    const key = pick(next, keys);
    const inner = holder[key];
    if (typeof inner === 'object' && inner !== null && next() < 0.8) {
      holder = inner as Record<string, unknown>;
      continue;
    }
    const act = below(next, 4);
    if (act === 0) delete holder[key];
    else if (act === 1 && !Array.isArray(holder)) holder[pick(next, WORDS)] = inner;
    else if (act === 2 && Array.isArray(holder)) holder.push(inner);
    else holder[key] = pick(next, VALUES);
    return;
  }
}
