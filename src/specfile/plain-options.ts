/**
 * What a spec says, as plain values by key: reports keep them, so that two runs can be told apart by their settings
 * (`sources.co-click.window`: 7 and 3). No secrets: a command line is kept as a hash, an address without its credentials.
 */
import { createHash } from 'node:crypto';
import { withoutCredentials } from './remote-paths.ts';
import type { AnyRanker, Spec } from './schema.ts';

export type PlainOption = string | number | boolean | (string | number | boolean)[];
export type PlainOptions = Record<string, PlainOption>;

/** Says nothing of the numbers, or is said elsewhere in the report. */
const LEFT_OUT = new Set(['version', 'appliesTo', 'bases']);

/**
 * @param spec with its defaults. Those of rankers are left out: a search chooses what is not given.
 * @param given names of the options that the spec gives to a ranker, by its place among the rankers
 */
export function plainOptions(spec: Spec, given: (ranker: number) => ReadonlySet<string>): PlainOptions {
  const { ranker, rankers, ...rest } = spec;
  const found: PlainOptions = {};
  const asked = (other: AnyRanker | string, index: number): object =>
    typeof other === 'string' ? { kind: other } : askedOf(other, given(index));
  add(found, '', {
    ...rest,
    ranker: asked(ranker, 0),
    ...(rankers !== undefined && { rankers: rankers.map(asked) }),
  });
  return found;
}

function askedOf(ranker: AnyRanker, given: ReadonlySet<string>): object {
  return Object.fromEntries(Object.entries(ranker).filter(([key]) => key === 'kind' || given.has(key)));
}

function add(found: PlainOptions, key: string, value: unknown): void {
  if (value === undefined || value === null || LEFT_OUT.has(key)) return;
  if (isPlain(value)) found[key] = hidden(key, value);
  else if (Array.isArray(value) && value.every(isPlain)) {
    if (value.length > 0) found[key] = hidden(key, value);
  } else if (Array.isArray(value)) {
    for (const [i, entry] of value.entries()) add(found, join(key, nameOf(entry, i)), withoutName(entry));
  } else {
    // The kind of a source, a model or a logged score is told by its keys; only a ranker's is written.
    const isRanker = /(^|\.)rankers?(\.[^.]+)?$/.test(key);
    for (const [name, entry] of Object.entries(value))
      if (name !== 'kind' || isRanker) add(found, join(key, name), entry);
  }
}

const join = (key: string, name: string): string => (key === '' ? name : `${key}.${name}`);

function isPlain(value: unknown): value is string | number | boolean {
  return ['string', 'number', 'boolean'].includes(typeof value);
}

/** Entries of a list are found again by their name, wherever they stand. */
function nameOf(entry: unknown, index: number): string {
  const name = (entry as { name?: unknown }).name;
  return typeof name === 'string' ? name : String(index + 1);
}

function withoutName(entry: unknown): unknown {
  if (typeof entry !== 'object' || entry === null || !('name' in entry)) return entry;
  const { name: _, ...rest } = entry;
  return rest;
}

/** A command line may hold a token, and an address a password. */
function hidden(key: string, value: PlainOption): PlainOption {
  if (/(^|\.)command$/.test(key)) {
    const text = JSON.stringify(value);
    return `command of hash ${createHash('sha256').update(text).digest('hex').slice(0, 12)}`;
  }
  return typeof value === 'object'
    ? value.map((each) => (typeof each === 'string' ? withoutCredentials(each) : each))
    : typeof value === 'string'
      ? withoutCredentials(value)
      : value;
}
