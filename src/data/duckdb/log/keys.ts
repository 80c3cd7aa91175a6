/**
 * Identity of users, items and groups. A key is a whole number or a text; other types either convert without loss or are
 * refused, because two rows must be the same user in exactly one way.
 */
import { fractionalKey, keyType, missingKey } from '../../policy/keys.ts';
import type { LoadedColumn } from '../formats/table.ts';
import { isBlank, saysNone, saysNothing, trimmed } from '../formats/text/null-text.ts';
import type { Check } from '../session/checks.ts';
import { familyOf, held } from '../session/types.ts';

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
  const named = { name, file, specPath };
  const missing = (bad: string, show?: string): Check => ({
    bad,
    ...(show !== undefined && { show }),
    find: () => column.find?.(column.keepsNullText ? (value) => value === '' : saysNothing),
    failure: (count, values, at) => missingKey(what, named, count, values, at),
  });
  const notWhole = (bad: string): Check => ({
    bad,
    show: sql,
    failure: (count, values) => fractionalKey(what, named, count, values),
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
      throw keyType(what, named, held(type));
  }
}
