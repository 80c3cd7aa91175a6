/**
 * Identity of users, items and groups. A key is a whole number or a text; other types either convert without loss or are
 * refused, because two rows must be the same user in exactly one way.
 */
import { Failure } from '../../../common/failure.ts';
import type { FoundLine, LoadedColumn } from '../formats/table.ts';
import { isBlank, saysNone, saysNothing, trimmed } from '../formats/text/null-text.ts';
import { type Check, rowsHave } from '../session/checks.ts';
import { describeType, familyOf } from '../session/types.ts';

export interface Key {
  /** SQL of the key: BIGINT, HUGEINT or VARCHAR; null where missing. */
  sql: string;
  kind: 'integer' | 'text';
  /** True where it was read out of text. */
  untyped: boolean;
  checks: Check[];
}

/**
 * @param what for people: "user", "item".
 * @throws Failure `data` for types that identify nothing
 */
export function keyOf(
  column: LoadedColumn,
  what: string,
  specPath: readonly (string | number)[],
  file: string,
): Key {
  const { sql, type, name, untyped } = column;
  const where = { file, specPath };
  const missing = (bad: string, show?: string): Check => ({
    bad,
    ...(show !== undefined && { show }),
    find: () => column.find?.(column.keepsNullText ? (value) => value === '' : saysNothing),
    failure: (count, values, at) =>
      new Failure(
        'data',
        `missing-${what}`,
        `${rowsHave(count)} no ${what} in \`${name}\` of ${file}${shownMissing(count, values, at)}: remove them, or give them a value of their own` +
          `${values === '' ? '.' : '; where such a text is an id, write `nullText: keep` in `log`.'}`,
        where,
      ),
  });
  const notWhole = (bad: string): Check => ({
    bad,
    show: sql,
    failure: (count, values) =>
      new Failure(
        'data',
        `bad-${what}`,
        `${rowsHave(count)} no whole number in \`${name}\` of ${file} (${values}): a ${what} is an integer or a text.`,
        where,
      ),
  });
  switch (familyOf(type)) {
    case 'integer': {
      const wide = /HUGEINT|UBIGINT/.test(type) ? 'HUGEINT' : 'BIGINT';
      return {
        sql: `CAST(${sql} AS ${wide})`,
        kind: 'integer',
        untyped,
        checks: [missing(`${sql} IS NULL`)],
      };
    }
    case 'text': {
      const text = type === 'VARCHAR' ? sql : `CAST(${sql} AS VARCHAR)`;
      if (column.allSay) return { sql: text, kind: 'text', untyped, checks: [missing(`${text} IS NULL`)] };
      const none = column.keepsNullText ? isBlank(text) : saysNone(text);
      const word = `CASE WHEN NOT ${isBlank(text)} THEN ${trimmed(text)} END`;
      return {
        sql: `CASE WHEN ${none} THEN NULL ELSE ${text} END`,
        kind: 'text',
        untyped,
        checks: [missing(`${text} IS NULL OR ${none}`, word)],
      };
    }
    case 'decimal': {
      const fraction = notWhole(`${sql} <> trunc(${sql})`);
      return {
        sql: `CAST(${sql} AS HUGEINT)`,
        kind: 'integer',
        untyped,
        checks: [missing(`${sql} IS NULL`), fraction],
      };
    }
    case 'float': {
      const number = `CAST(${sql} AS DOUBLE)`;
      const fraction = notWhole(
        `isinf(${number}) OR ${number} <> floor(${number}) OR abs(${number}) > 9007199254740991`,
      );
      return {
        sql: `TRY_CAST(${number} AS BIGINT)`,
        kind: 'integer',
        untyped,
        checks: [missing(`${sql} IS NULL OR isnan(${number})`), fraction],
      };
    }
    default:
      throw new Failure(
        'data',
        `bad-${what}`,
        `\`${name}\` in ${file} holds ${describeType(type)} (${type}): a ${what} is an integer or a text.`,
        where,
      );
  }
}

/** " ('NULL'; the first in line 3)" */
function shownMissing(count: number, values: string, at: FoundLine | undefined): string {
  const first = at && (count === 1 ? at.shown : `the first in ${at.shown}`);
  const parts = [values, first].filter((part) => part !== undefined && part !== '');
  return parts.length === 0 ? '' : ` (${parts.join('; ')})`;
}
