/**
 * Why a result no longer describes its spec, part by part: an edit of one source, in the spec or in its file, makes that source
 * stale and no other. `words/stale.ts` says it. Pure, so that every surface says the same.
 */
import type { InputFingerprint, Report } from '../../../report/schema.ts';
import { type PartHashes, partHashes, partsRead, specHash } from '../../../specfile/hash.ts';
import type { Spec } from '../../../specfile/schema.ts';
import { type CheckedReport, type LastResults, partResults } from './results.ts';

/** What changed since a run: all of the spec, or things by their names, files before parts, one at least. */
export type Change = 'spec' | readonly string[];

/** What keeps that from holding which a run said of the base; undefined while it holds. */
export function baseStale(result: CheckedReport, spec: Spec | undefined): Change | undefined {
  return orNone(baseChange(result, spec));
}

/** @param spec as it is now; undefined where that cannot be told: its data alone is then looked at */
export function partStale(result: CheckedReport, name: string, spec: Spec | undefined): Change | undefined {
  return orNone(partChange(result, name, spec));
}

/**
 * Why the results of a spec, taken together, no longer describe it. Of one part that changed its name is said: the others are
 * as they were.
 */
export function specStale(known: CheckedReport & LastResults, spec: Spec | undefined): Change | undefined {
  const base = baseChange(known, spec);
  if (base === 'spec') return base;
  const parts = partResults(known).map((result) => partChange(result, result.name, spec));
  // A part of an earlier run may be as old as another spec; what the newest run says of the base holds all the same.
  const names = parts.flatMap((change, i) => (change === 'spec' ? [partResults(known)[i]!.name] : change));
  return orNone([...new Set([...base, ...names])]);
}

function orNone(change: Change): Change | undefined {
  return change.length === 0 ? undefined : change;
}

/** Of what all parts share. */
function baseChange({ report, staleInputs }: CheckedReport, spec: Spec | undefined): Change {
  if (spec !== undefined && sharedChanged(report, spec)) return 'spec';
  return filesOf(report, staleInputs, ({ part, role }) => part === undefined && !isOfPart(role));
}

function partChange({ report, staleInputs }: CheckedReport, name: string, spec: Spec | undefined): Change {
  if (spec !== undefined && sharedChanged(report, spec)) return 'spec';
  const { parts } = report.spec;
  const changed = spec !== undefined && parts !== undefined && parts[name] !== hashesOf(spec).parts[name];
  const read = spec === undefined ? [name] : partsRead(spec, name);
  const files = filesOf(report, staleInputs, ({ part }) => part === undefined || read.includes(part));
  return [...files, ...(changed ? [name] : [])];
}

function sharedChanged({ spec: { shared, hash } }: Report, spec: Spec): boolean {
  return shared === undefined ? hash !== specHash(spec) : shared !== hashesOf(spec).shared;
}

function isOfPart(role: InputFingerprint['role']): boolean {
  return role === 'source' || role === 'model';
}

function filesOf(
  { inputs }: Report,
  stale: readonly string[],
  concerns: (input: InputFingerprint) => boolean,
): string[] {
  return stale.filter((path) => {
    const read = inputs.filter((input) => input.path === path);
    return read.length === 0 || read.some(concerns);
  });
}

/** Lenses, hovers and lists ask for the same spec many times over. */
const known = new WeakMap<Spec, PartHashes>();

function hashesOf(spec: Spec): PartHashes {
  const hashes = known.get(spec) ?? partHashes(spec);
  known.set(spec, hashes);
  return hashes;
}
