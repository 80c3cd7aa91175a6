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
  /** Whether it is one of the windows that slide over the rows in a loop. */
  isWindow?: boolean;
}

let last = 0;

export class Rows {
  readonly id = ++last;
  readonly bases: readonly Rows[];
  readonly split: Split | undefined;
  /** Whether the role only counts beside another part of the same rows: `df[:n]` alone is a sample. */
  soft = false;
  /** Whether a variable's name has said what they are for. */
  isNamed = false;
  /** Of rows that a condition lets through, which one, and whether it is those that it keeps out. */
  divider: { key: string; negated: boolean } | undefined;
  /** Parts and filters of these rows. */
  readonly parts: Rows[] = [];
  /** The column that says when a row happened; of rows that are not part of others. */
  timed: string | undefined;
  /** Where they come from, of rows that are not part of others. */
  place: Place | undefined;
  /** Where they were shuffled. */
  shuffled: Place | undefined;
  /** Rows that are part of no others, from which these come. */
  readonly roots: readonly Rows[];
  #role: Role | undefined;

  constructor(bases: readonly Rows[] = [], role?: Role, split?: Split) {
    this.bases = bases;
    this.#role = role;
    this.split = split;
    const [only] = bases;
    this.roots =
      only === undefined
        ? [this]
        : bases.length === 1
          ? only.roots
          : [...new Set(bases.flatMap(({ roots }) => roots))];
    for (const base of bases) base.parts.push(this);
  }

  /** The role given to these rows themselves. */
  get role(): Role | undefined {
    if (this.#role === undefined) return this.#oppositeOfNamed();
    if (!this.soft) return this.#role;
    const beside = this.bases[0]?.parts.some(
      (part) => part !== this && part.#role !== undefined && part.#role !== this.#role,
    );
    return beside ? this.#role : undefined;
  }

  /** The rest of rows that are called test rows is for training; of rows that lie in a rest themselves, what is left is for validating. */
  #oppositeOfNamed(): Role | undefined {
    const beside = this.#opposite();
    if (beside === undefined) return undefined;
    if (beside.isNamed && beside.#role !== 'train') return 'train';
    if (beside.isNamed) return this.bases[0]!.#opposite() === undefined ? 'test' : 'valid';
    return beside.parts.some((part) => part.isNamed && part.#role === 'train' && part.#opposite())
      ? 'test'
      : undefined;
  }

  /** The rows that the condition of these keeps out. */
  #opposite(): Rows | undefined {
    return this.divider && this.bases[0]?.parts.find((part) => isOpposite(part, this));
  }

  /** The role they were made with, beside other parts or not. */
  get givenRole(): Role | undefined {
    return this.#role;
  }

  /** The name that the rows get says what they are for. */
  call(role: Role): void {
    this.#role = role;
    this.soft = false;
    this.isNamed = true;
  }

  /** Rows that are divided after all were not what their name says. */
  forget(): void {
    this.#role = undefined;
    this.isNamed = false;
  }

  get isPart(): boolean {
    return this.bases.length === 1;
  }
}

/** Whether a condition parts two from each other. */
function isOpposite({ divider: a }: Rows, { divider: b }: Rows): boolean {
  return a !== undefined && b !== undefined && a.key === b.key && a.negated !== b.negated;
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
export function rootsOf(rows: Rows): readonly Rows[] {
  return rows.roots;
}

/** Rows that these are part of, one in the other, up to where they come from or were stacked. */
function upwards(rows: Rows): Rows[] {
  const found = [rows];
  for (let at = rows; at.bases.length === 1; ) {
    at = at.bases[0]!;
    found.push(at);
  }
  return found;
}

/** Whether the rows are part of others: what lies in these cannot be taken away from them. */
export function isWithin(rows: Rows, whole: Rows): boolean {
  for (
    let at: Rows | undefined = rows;
    at !== undefined;
    at = at.bases.length === 1 ? at.bases[0] : undefined
  ) {
    if (at === whole) return true;
  }
  return false;
}

/** Whether some row may be in both. Parts of the same rows with different roles are apart. */
export function overlap(a: Rows, b: Rows): boolean {
  if (a === b) return true;
  if (!a.roots.some((root) => b.roots.includes(root))) return false;
  const [overA, overB] = [upwards(a), upwards(b)];
  const at = overA.findIndex((rows) => overB.includes(rows));
  if (at >= 0) {
    const [partA, partB] = [overA[at - 1], overB[overB.indexOf(overA[at]!) - 1]];
    if (partA === undefined || partB === undefined) return true;
    if (isOpposite(partA, partB)) return false;
    if (partA.role === undefined || partB.role === undefined) return true;
    return partA.role === partB.role;
  }
  const [topA, topB] = [overA.at(-1)!, overB.at(-1)!];
  if (topB.bases.length === 0 || (topA.bases.length > 0 && topA.id > topB.id))
    return topA.bases.some((base) => overlap(base, b));
  return topB.bases.some((base) => overlap(a, base));
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
