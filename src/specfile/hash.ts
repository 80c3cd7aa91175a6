/** The identity of a spec and of its parts, for provenance and staleness: what they say, not how they are written. */
import { createHash } from 'node:crypto';
import { RANKER_TRAITS } from '../report/ranker-kinds.ts';
import { probesOf } from './model-kinds.ts';
import type { AnyRanker, ModelSpec, SourceSpec, Spec } from './schema.ts';
import { baseOf } from './source-bases.ts';

/** The identity of what a spec evaluates, part by part: an edit of one source changes what is known of that source alone. */
export interface PartHashes {
  /** Of what all parts share: the log, the split, the rankers, the seeds. */
  shared: string;
  /** Of each source and model by its name, with the sources that it is made of. */
  parts: Record<string, string>;
}

/** SHA-256, in hex, of the canonical JSON of a spec with its defaults. Layout, comments and key order do not matter. */
export function specHash(spec: Spec): string {
  return hashOf(asWritten(spec));
}

/** Without what only a parsed spec says: the kinds that its keys tell. */
function asWritten({ sources, models, ranker, rankers, bases, objectives, ...rest }: Spec) {
  return {
    ...rest,
    // A spec without objectives is what it was before there were any.
    ...(objectives.length > 0 && { objectives }),
    ...{ sources: sources.map(withoutKind), models: models.map(withoutKind) },
    bases: bases?.map(withoutKind),
    ranker: rankerAsWritten(ranker),
    rankers: rankers?.map((other) => (typeof other === 'string' ? other : rankerAsWritten(other))),
  };
}

const withoutKind = ({ kind: _, ...written }: SourceSpec | ModelSpec): { name: string } => written;

const rankerAsWritten = (ranker: AnyRanker): object => {
  const { kind, ...options } = ranker;
  return 'byKeys' in RANKER_TRAITS[kind] ? options : ranker;
};

/** Which files a spec speaks for in the editor changes no number: it is no part of what its parts share. */
export function partHashes(spec: Spec): PartHashes {
  const { sources, models, bases: _bases, appliesTo: _globs, ...shared } = asWritten(spec);
  const names = [...sources, ...models].map(({ name }) => name);
  return {
    shared: hashOf(shared),
    parts: Object.fromEntries(
      names.map((name) => {
        const read = partsRead(spec, name);
        return [name, hashOf([...sources, ...models].filter((part) => read.includes(part.name)))];
      }),
    ),
  };
}

/** A source or a model and the sources that its features are made of, by name: what `of` and `probe` refer to. */
export function partsRead({ sources, models }: Pick<Spec, 'sources' | 'models'>, name: string): string[] {
  const read = new Set([name]);
  const model = models.find((candidate) => candidate.name === name);
  if (model !== undefined) for (const { source } of probesOf(model)) read.add(source);
  for (const source of sources) if (read.has(source.name)) read.add(baseOf(source, sources).name);
  return [...read];
}

function hashOf(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex');
}

/** JSON with sorted keys and without white space; `undefined` members are left out. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
    return `{${members.join(',')}}`;
  }
  return JSON.stringify(value) ?? 'null';
}
