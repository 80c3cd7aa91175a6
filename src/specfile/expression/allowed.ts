/** The words of the expression language, and the words of SQL that it refuses by name. */
import { nearest } from '../reading/wording.ts';

/** Allowed functions and how many arguments each takes. All are pure. */
export const FUNCTIONS: Readonly<Record<string, readonly [least: number, most: number]>> = {
  abs: [1, 1],
  ceil: [1, 1],
  coalesce: [1, 100],
  floor: [1, 1],
  greatest: [1, 100],
  least: [1, 100],
  length: [1, 1],
  lower: [1, 1],
  round: [1, 2],
  upper: [1, 1],
};

/** Words that need quotes to be a column. */
export const KEYWORDS: ReadonlySet<string> = new Set(
  'and or not between in is null like true false'.split(' '),
);

/** Words that open a query inside parentheses. */
export const QUERIES: ReadonlySet<string> = new Set(
  'select with from values table pivot unpivot summarize describe'.split(' '),
);

/** Words that open a statement. */
export const STATEMENTS: ReadonlySet<string> = new Set(
  'select with from copy attach detach install load pragma set create drop alter insert update delete export import call'.split(
    ' ',
  ),
);

const CASTS: ReadonlySet<string> = new Set(['cast', 'try_cast']);
const READERS = /^(read_|parquet_|sniff_|glob$|getenv$|.*_scan$|query|duckdb_|pragma_)/;

/** Why a function that is not in `FUNCTIONS` cannot be called, to follow "a label expression". */
export function whyNotCalled(name: string): string {
  if (READERS.test(name)) return `cannot read files: the function \`${name}\` is not allowed`;
  if (CASTS.has(name)) return `cannot hold a cast (\`${name}\`)`;
  const known = Object.keys(FUNCTIONS);
  const near = nearest(name, known);
  return near !== undefined
    ? `cannot call \`${name}\`; did you mean \`${near}\`?`
    : `cannot call \`${name}\`; allowed are ${known.join(', ')}`;
}
