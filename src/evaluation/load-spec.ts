/**
 * A spec file, or a training config as a spec, as the core wants it: read, parsed, and every problem turned into one `Failure` with its place. Failures of
 * the data engine name a key of the spec; `locate` gives them file, line and column.
 */
import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Failure } from '../report/failure.ts';
import { nodeFiles } from '../spec/configs/node-files.ts';
import { type ReadSpec, readSpecText } from '../spec/configs/read.ts';
import { specHash } from '../spec/hash.ts';
import type { SourceRange } from '../spec/positions.ts';
import type { SpecPath, SpecProblem } from '../spec/problem.ts';
import type { Spec } from '../spec/schema.ts';

export interface LoadedSpec {
  spec: Spec;
  /** Of the spec as the file has it, before any override. */
  hash: string;
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
  const parsed = await readSpecText(text, specPath, nodeFiles());
  const errors = parsed.problems.filter((problem) => problem.severity === 'error');
  const [first] = errors;
  if (first !== undefined || parsed.spec === undefined) {
    const others = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
    const { file, range } = placeOfProblem(first, parsed, specPath);
    throw new Failure('usage', first?.code ?? 'spec', `${first?.message ?? 'the spec is empty'}${others}`, {
      file,
      line: (range?.start.line ?? 0) + 1,
      column: (range?.start.column ?? 0) + 1,
      ...(first === undefined ? {} : { specPath: first.path }),
    });
  }
  return {
    spec: parsed.spec,
    hash: specHash(parsed.spec),
    path: specPath,
    folder: dirname(specPath),
    text,
    parsed,
  };
}

/** Adds file, line and column to a failure that names a key of the spec. Anything else is returned as it is. */
export function locate(error: unknown, loaded: LoadedSpec): unknown {
  if (!(error instanceof Failure) || error.where.specPath === undefined || error.where.line !== undefined)
    return error;
  const { file, range } = placeOfKey(error.where.specPath, loaded);
  return new Failure(error.kind, error.code, error.message, {
    ...error.where,
    file,
    line: range.start.line + 1,
    column: range.start.column + 1,
  });
}

/** The place of a problem; one of a config may stand in the dataset config that it names. */
export function placeOfProblem(
  problem: SpecProblem | undefined,
  parsed: ReadSpec,
  specPath: string,
): { file: string; range: SourceRange | undefined } {
  const failure = parsed.config?.failures.find((one) => one.problem === problem);
  return failure?.place ?? { file: specPath, range: problem?.range };
}

function placeOfKey(key: SpecPath, { parsed, path }: LoadedSpec): { file: string; range: SourceRange } {
  return parsed.config?.placeOf(key) ?? { file: path, range: parsed.rangeOf(key, 'value') };
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
