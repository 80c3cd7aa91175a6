/**
 * A spec file, or a training config as a spec, as the core wants it: read, parsed, and every problem turned into one `Failure` with its place. Failures of
 * the data engine name a key of the spec; `locate` gives them file, line and column.
 */
import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Failure } from '../common/failure.ts';
import type { Engine } from '../data/engine.ts';
import { readAnySpec } from '../specfile/configs/adapt.ts';
import type { ReadSpec } from '../specfile/configs/read.ts';
import { type PartHashes, partHashes, specHash } from '../specfile/hash.ts';
import type { Spec } from '../specfile/schema.ts';
import { readSources } from '../specfile/source-bases.ts';
import type { Scratch } from './parts/scratch.ts';
import type { PooledRun } from './tasks/pool.ts';

/** A run, and the spec that it is of. */
export interface SpecContext extends PooledRun {
  /** Evaluation rows whose features are held at once, at most; by the memory setting where absent. No result depends on it. */
  rowsAtOnce?: number | undefined;
  /** Where scores of rows in parts wait to be measured; in memory where absent. */
  scratch?: Scratch | undefined;
  /** Absolute path, and hash as the report has it. */
  spec: { path: string; hash: string };
  /** Names of the options that the spec gives to a ranker, by its place among the rankers. */
  given: (ranker: number) => ReadonlySet<string>;
  /** Writes what a program of the user's own reads, and reads what it writes. */
  engine: Pick<Engine, 'readRowScores' | 'writeParquet'>;
}

export interface LoadedSpec {
  spec: Spec;
  /** Of the spec as the file has it, before any override. */
  hash: string;
  /** Likewise. */
  partHashes: PartHashes;
  path: string;
  /** Absolute folder that the spec's paths start from. */
  folder: string;
  text: string;
  /** With `config` where the file is a training config. */
  parsed: ReadSpec;
}

/**
 * @param specPath absolute.
 * @param specText the text to use instead of the file's, for an unsaved editor.
 * @throws Failure `usage` for the first error in the spec; its message counts the others.
 */
export async function loadSpec(specPath: string, specText?: string): Promise<LoadedSpec> {
  const text = specText ?? (await readSpec(specPath));
  const parsed = await readAnySpec(text, specPath);
  const errors = parsed.problems.filter((problem) => problem.severity === 'error');
  const [first] = errors;
  if (first !== undefined || parsed.spec === undefined) {
    const others = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
    throw new Failure('usage', first?.code ?? 'spec', `${first?.message ?? 'the spec is empty'}${others}`, {
      file: specPath,
      line: (first?.range.start.line ?? 0) + 1,
      column: (first?.range.start.column ?? 0) + 1,
      // A config has no key of the spec; its line is the place.
      ...(first === undefined || parsed.config !== undefined ? {} : { specPath: first.path }),
    });
  }
  return {
    spec: parsed.spec,
    hash: specHash(parsed.spec),
    partHashes: partHashes(parsed.spec),
    path: specPath,
    folder: dirname(specPath),
    text,
    parsed,
  };
}

/**
 * Adds file, line and column to a failure that names a key of the spec. Anything else is returned as it is.
 * @param read the spec that failed, where it holds some of the sources alone
 */
export function locate(error: unknown, loaded: LoadedSpec, read: Spec = loaded.spec): unknown {
  if (!(error instanceof Failure) || error.where.specPath === undefined || error.where.line !== undefined)
    return error;
  const specPath = writtenPath(error.where.specPath, read, loaded.spec);
  const range = loaded.parsed.rangeOf([...specPath], 'value');
  const elsewhere = loaded.parsed.config?.elsewhere(specPath) ?? '';
  return new Failure(error.kind, error.code, `${error.message}${elsewhere}`, {
    ...error.where,
    specPath,
    file: loaded.path,
    line: range.start.line + 1,
    column: range.start.column + 1,
  });
}

/** Where the spec, as it is written, has what a path of the spec that was read names; lines from 1. */
export type PlaceOf = (path: readonly (string | number)[]) => { specPath: (string | number)[]; line: number };

export function placeIn({ parsed, spec }: LoadedSpec): PlaceOf {
  return (path) => {
    const specPath = writtenPath(path, spec, parsed.spec ?? spec);
    return { specPath, line: parsed.rangeOf([...specPath], 'value').start.line + 1 };
  };
}

/** A run of some sources and models numbers them anew: the path of the same one in the spec as it is written. */
function writtenPath(path: readonly (string | number)[], read: Spec, written: Spec): (string | number)[] {
  const [list, index, ...rest] = path;
  if ((list !== 'sources' && list !== 'models') || typeof index !== 'number') return [...path];
  const name = (list === 'sources' ? readSources(read) : read.models)[index]?.name;
  const at = written[list].findIndex((part) => part.name === name);
  return [list, at < 0 ? index : at, ...rest];
}

/** What the system says, in words. */
const REASONS: Record<string, string> = {
  ENOENT: 'there is no such file',
  EACCES: 'it may not be read by this user',
  EPERM: 'it may not be read by this user',
  EISDIR: 'it is a folder',
};

async function readSpec(path: string): Promise<string> {
  const fail = (reason: string): Failure =>
    new Failure('usage', 'spec-unreadable', `cannot read the spec ${path}: ${reason}.`, { file: path });
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw fail(REASONS[code ?? ''] ?? message);
  }
  if (bytes.includes(0)) throw fail('it is no text; name the spec, and the data inside it');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw fail('it is not UTF-8; save it in that encoding');
  }
}
