/** Which of the tables beside a log hold its items or its users: told by the table's name, by a key that the log has, and by what is left to use. */
import type { DataProfile } from '../data/profile.ts';
import type { TimeFact } from '../data/time-facts.ts';
import { nameRank } from '../specfile/names/column-names.ts';
import { featureOf } from './features.ts';
import type { ChosenFeature, LeftOut } from './inferred.ts';

export type TableRole = 'items' | 'users';

/** @param name of the table; what follows a dot, such as the ending of a file, does not matter */
export function isNamedLike(name: string, role: TableRole): boolean {
  const stem = name.replace(/\..*$/, '').replace(/s$/i, '');
  return nameRank(stem, singular(role)) !== undefined;
}

/**
 * The column whose values tell the rows apart: the one that is called as in the log, else one with a usual name.
 * @param logKey the log's column of items or users
 * @returns undefined where there is none, or where not all rows were read and so none can be trusted
 */
export function tableKey(
  { columns, rows, complete }: DataProfile,
  role: TableRole,
  logKey: string,
): string | undefined {
  if (!complete) return undefined;
  const unique = columns.filter(({ distinct, nulls }) => distinct === rows && nulls === 0);
  const key =
    unique.find(({ name }) => name === logKey) ??
    unique.find(({ name }) => nameRank(name, singular(role)) !== undefined);
  return key?.name;
}

/** The other columns of the table, those in use and those left out; undefined where none is of use. */
export function tableColumns(
  { columns, rows }: DataProfile,
  key: string,
  times: ReadonlyMap<string, TimeFact>,
): { features: ChosenFeature[]; left: LeftOut[] } | undefined {
  const others = columns.filter(({ name }) => name !== key);
  const found = others.map((column) => featureOf(column, rows, times));
  const features = found.filter((column) => 'type' in column);
  const left = found.filter((column) => !('type' in column));
  return features.length === 0 ? undefined : { features, left };
}

const singular = (role: TableRole) => (role === 'items' ? 'item' : 'user');
