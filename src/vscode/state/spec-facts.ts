/** Gathers what the editor knows of a spec. Closed specs are read and parsed once per change, without opening a document. */

import { readFile, stat } from 'node:fs/promises';
import * as vscode from 'vscode';
import { Failure } from '../../common/failure.ts';
import type { ParsedSpec } from '../../specfile/reading/parse.ts';
import type { Spec } from '../../specfile/schema.ts';
import { withSpec } from './later.ts';
import { earlierParts, type KnownReport, partResults } from './reports/results.ts';
import { type Change, partStale, specStale } from './reports/staleness.ts';
import type { Services } from './services.ts';
import { parsedSpec } from './spec/parsed.ts';
import { type SpecState, specState } from './spec-state.ts';

const closed = new Map<string, { stamp: string; parsed: Promise<ParsedSpec> }>();

/** A spec as the editor holds it, else as its file does; `undefined` where it cannot be read. */
export async function readSpec(path: string): Promise<ParsedSpec | undefined> {
  const open = vscode.workspace.textDocuments.find(
    ({ uri, isClosed }) => uri.scheme === 'file' && uri.fsPath === path && !isClosed,
  );
  if (open !== undefined) return parsedSpec(open);
  try {
    const { size, mtimeMs } = await stat(path);
    const stamp = `${size} ${mtimeMs}`;
    const known = closed.get(path);
    if (known?.stamp === stamp) return await known.parsed;
    const parsed = readFile(path, 'utf8').then(async (text) => {
      const { parseSpec } = await withSpec();
      return parseSpec(text);
    });
    closed.set(path, { stamp, parsed });
    return await parsed;
  } catch {
    closed.delete(path);
    return undefined;
  }
}

export type FactParts = Pick<Services, 'reports' | 'runs'>;

/** @param parsed the spec, where the caller has it. */
export async function stateOf(
  { reports, runs }: FactParts,
  path: string,
  parsed: ParsedSpec | undefined,
): Promise<SpecState> {
  const known = await reports.load(path);
  const error = parsed?.problems.find(({ severity }) => severity === 'error');
  const stale = known && staleOf(known, parsed?.spec);
  return specState({
    running: runs.of(path),
    problem: error && { sentence: error.message, line: error.range.start.line },
    failure: failureOf(runs.failure(path), path),
    report: known?.latest,
    earlier: known === undefined ? [] : earlierParts(known),
    stale: stale?.spec,
    staleParts: stale?.parts ?? new Map(),
  });
}

interface Stale {
  spec: Change | undefined;
  /** By the name of a source or a model, where it is stale. */
  parts: Map<string, Change>;
}

function staleOf(known: KnownReport, spec: Spec | undefined): Stale {
  const parts = partResults(known).flatMap((result) => {
    const stale = partStale(result, result.name, spec);
    return stale === undefined ? [] : [[result.name, stale] as const];
  });
  return { spec: specStale(known, spec), parts: new Map(parts) };
}

function failureOf(error: Error | undefined, path: string) {
  if (error === undefined) return undefined;
  const { line, file } = error instanceof Failure ? error.where : {};
  const here = line !== undefined && (file === undefined || file === path);
  return { sentence: error.message, line: here ? line - 1 : undefined };
}
