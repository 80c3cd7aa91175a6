/** The rows that a mask lets through: by time, at random, by the name of a part, or by other rows. */
import type { Machine } from '../flow/machine.ts';
import { innerRole, overlap, type Role, type Rows, type Split } from '../flow/rows.ts';
import type { Mask } from '../flow/values.ts';

const opposite = (role: Role | undefined): Role | undefined =>
  role === undefined ? undefined : role === 'train' ? 'test' : 'train';

/** The rows of these data that a part of rows, or of other rows in step with them, selects. */
export function selected(m: Machine, base: Rows | undefined, part: Rows): Rows {
  if (base === undefined || overlap(base, part)) return part;
  const rows = m.part(base, `as:${part.id}`, innerRole(part), part.split);
  rows.divider ??= part.divider;
  return rows;
}

/** The rows that a mask lets through. */
export function masked(m: Machine, base: Rows, mask: Mask): Rows {
  const rows = maskedPart(m, base, mask);
  if (rows.bases[0] === base && mask.kind !== 'part')
    rows.divider ??= { key: mask.key, negated: mask.negated };
  return rows;
}

function maskedPart(m: Machine, base: Rows, mask: Mask): Rows {
  const key = `${mask.key}:${mask.negated}`;
  const by = m.words(mask.place);
  const split = (kind: Split['kind']): Split => ({ kind, place: mask.place, by, rows: base });
  switch (mask.kind) {
    case 'before':
    case 'after': {
      const isBefore = (mask.kind === 'before') !== mask.negated;
      return m.part(base, key, isBefore ? 'train' : 'test', split('time'), true);
    }
    case 'between':
      return m.part(base, key, mask.negated ? undefined : 'valid', split('time'), true);
    case 'random': {
      const rows = m.part(base, key, mask.negated ? 'test' : 'train', split('random'), true);
      return rows;
    }
    case 'role':
      return m.part(base, key, mask.negated ? opposite(mask.role) : mask.role, split('mask'));
    case 'part': {
      if (mask.rows === undefined) break;
      const role = innerRole(mask.rows);
      if (!mask.negated)
        return overlap(base, mask.rows) && mask.rows.isPart && mask.rows.bases[0] === base
          ? mask.rows
          : m.part(base, key, role, mask.rows.split);
      if (mask.rows.bases[0] === base) return m.rest(base, mask.rows);
      return m.part(base, key, opposite(role), mask.rows.split);
    }
  }
  return m.part(base, key);
}
