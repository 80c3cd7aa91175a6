/** Columns of a frame by their names, and what a name says. */
import type { Machine } from '../../flow/machine.ts';
import { isTimeColumn, roleIn } from '../../flow/names.ts';
import type { Role } from '../../flow/rows.ts';
import { type Taint, union } from '../../flow/taints.ts';
import { type Data, like, taintsOfColumn } from '../../flow/values.ts';

const KEYS =
  /^((x|y|features?|labels?|data|inputs?|targets?|images?)_?)?(train|training|tr|test|te|valid|validation|val|dev)(_?(x|y|data|set|df|features|labels|mat|matrix|interactions|idx|index|images))?$/i;

/** What a key says of an object that holds several sets of rows: `data['x_train']`. */
export function keyRole(self: Data, key: string): Role | undefined {
  if (
    self.columns !== undefined ||
    self.name !== undefined ||
    self.rows === undefined ||
    self.rows.bases.length > 0
  )
    return undefined;
  return KEYS.test(key) ? roleIn(key) : undefined;
}

/** One column of a frame, in its window or groups. */
export function column(self: Data, name: string): Data {
  const taints =
    self.columns === undefined && self.name !== undefined ? self.taints : taintsOfColumn(self, name);
  return like(self, {
    taints,
    columns: undefined,
    closed: false,
    name,
    keys: self.keys,
    window: self.window,
    parent: self,
  });
}

/** A column that says when: the rows are ordered in time. */
export function noteTime(_m: Machine, self: Data, names: readonly string[]): void {
  const { rows } = self;
  if (rows === undefined) return;
  const name = names.find(isTimeColumn);
  if (name === undefined) return;
  for (let at = rows; ; at = at.bases[0]!) {
    if (at.bases.length !== 1) {
      at.timed ??= name;
      for (const base of at.bases) base.timed ??= name;
      return;
    }
  }
}

export function withoutColumns(self: Data, names: readonly string[], taints: readonly Taint[] = []): Data {
  const copy = like(self, { taints: union(self.taints, taints) });
  copy.columns = new Map(self.columns);
  for (const name of names) {
    if (self.closed) copy.columns.delete(name);
    else copy.columns.set(name, []);
  }
  return copy;
}
