/**
 * Which rows a value is made of. Rows are known by where they come from (a file that is read, a parameter) and by the steps that took a part
 * of them: halves of a split, folds, slices, masks. Nothing is known of the rows themselves.
 */
import type { Place } from '../syntax/nodes.ts';

export type Role = 'train' | 'valid' | 'test';
export type SplitKind = 'random' | 'folds' | 'time' | 'position' | 'mask';

/** One act that divides rows. */
export interface Split {
  kind: SplitKind;
  place: Place;
  /** What does it, as the code calls it. */
  by: string;
  rows: Rows;
}

let last = 0;

export class Rows {
  readonly id = ++last;
  readonly bases: readonly Rows[];
  readonly split: Split | undefined;
  /** Whether the role only counts beside another part of the same rows: `df[:n]` alone is a sample. */
  soft = false;
  /** Parts and filters of these rows. */
  readonly parts: Rows[] = [];
  /** The column that says when a row happened; of rows that are not part of others. */
  timed: string | undefined;
  /** Where they come from, of rows that are not part of others. */
  place: Place | undefined;
  /** Where they were shuffled. */
  shuffled: Place | undefined;
  #role: Role | undefined;

  constructor(bases: readonly Rows[] = [], role?: Role, split?: Split) {
    this.bases = bases;
    this.#role = role;
    this.split = split;
    for (const base of bases) base.parts.push(this);
  }

  /** The role given to these rows themselves. */
  get role(): Role | undefined {
    if (this.#role === undefined || !this.soft) return this.#role;
    const beside = this.bases[0]?.parts.some(
      (part) => part !== this && part.#role !== undefined && part.#role !== this.#role,
    );
    return beside ? this.#role : undefined;
  }

  /** The role they were made with, beside other parts or not. */
  get givenRole(): Role | undefined {
    return this.#role;
  }

  /** The name that the rows get says what they are for. */
  call(role: Role): void {
    this.#role = role;
    this.soft = false;
  }

  get isPart(): boolean {
    return this.bases.length === 1;
  }
}

/** What the rows are for, by the split that lies furthest out: the folds of training rows are training rows. */
export function outerRole(rows: Rows): Role | undefined {
  let found: Role | undefined;
  for (
    let at: Rows | undefined = rows;
    at !== undefined;
    at = at.bases.length === 1 ? at.bases[0] : undefined
  ) {
    found = at.role ?? found;
  }
  return found;
}

/** What the rows are for, by the split made last. */
export function innerRole(rows: Rows): Role | undefined {
  for (
    let at: Rows | undefined = rows;
    at !== undefined;
    at = at.bases.length === 1 ? at.bases[0] : undefined
  ) {
    if (at.role !== undefined) return at.role;
  }
  return undefined;
}

/** Rows that are part of no others, where rows come from. */
export function rootsOf(rows: Rows): Rows[] {
  const roots = new Set<Rows>();
  for (const at of above(rows).keys()) if (at.bases.length === 0) roots.add(at);
  return [...roots];
}

/** All rows that hold these, themselves among them, each with the parts by which they lead here. */
function above(rows: Rows): Map<Rows, Set<Rows>> {
  const found = new Map<Rows, Set<Rows>>([[rows, new Set()]]);
  for (const at of found.keys()) {
    for (const base of at.bases) {
      const through = found.get(base);
      if (through === undefined) found.set(base, new Set([at]));
      else through.add(at);
    }
  }
  return found;
}

/** Whether some row may be in both. Parts with different roles are apart. */
export function overlap(a: Rows, b: Rows): boolean {
  if (a === b) return true;
  const [overA, overB] = [above(a), above(b)];
  for (const [shared, fromA] of overA) {
    const fromB = overB.get(shared);
    if (fromB === undefined) continue;
    if (shared === a || shared === b) return true;
    for (const partA of fromA) {
      for (const partB of fromB) {
        if (
          partA !== partB &&
          (partA.role === undefined || partB.role === undefined || partA.role === partB.role)
        ) {
          return true;
        }
      }
    }
  }
  return false;
}

/** Whether all of `part` is known to lie in `whole`. */
export function holds(whole: Rows, part: Rows): boolean {
  return above(part).has(whole);
}

export function timeColumn(rows: Rows): string | undefined {
  return rootsOf(rows).find(({ timed }) => timed !== undefined)?.timed;
}

/** Rows one below the other. What is all training rows is for training. */
export function stacked(all: readonly Rows[]): Rows | undefined {
  const distinct = [...new Set(all)];
  if (distinct.length <= 1) return distinct[0];
  const roles = new Set(distinct.map(outerRole));
  const [role] = roles;
  return new Rows(distinct, roles.size === 1 ? role : undefined);
}
