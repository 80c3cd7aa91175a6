/** What becomes of each row of a source's file, as a number in SQL: its place in the policy's list, which begins with the rows that are kept. */
import type { Session } from '../session/session.ts';

/** The number of rows that are kept. */
export const KEPT = 0;

/**
 * SQL of a row's fate: the first one whose condition holds, in the order of the list.
 * @param when conditions in SQL, of those fates that are possible
 */
export function fateSql<F extends string>(
  fates: readonly F[],
  when: { readonly [K in F]?: string | undefined },
): string {
  const cases = fates.map((fate, number) =>
    when[fate] === undefined ? '' : `WHEN ${when[fate]} THEN ${number} `,
  );
  return `CASE ${cases.join('')}ELSE ${KEPT} END`;
}

/** How many rows of a table with a column `fate` have each. */
export async function countFates<F extends string>(
  session: Session,
  table: string,
  fates: readonly F[],
): Promise<Record<F, number>> {
  const found = await session.rows(`SELECT fate, count(*) AS n FROM ${table} GROUP BY fate`);
  const counts = new Map(found.map((row) => [Number(row['fate']), Number(row['n'])]));
  return Object.fromEntries(fates.map((fate, number) => [fate, counts.get(number) ?? 0])) as Record<
    F,
    number
  >;
}
