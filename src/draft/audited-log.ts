/** What an audit is of: a spec as it is, or data with a spec that is drafted for it and never written. */
import { join, resolve } from 'node:path';
import { Failure } from '../common/failure.ts';
import type { RunContext } from '../common/progress.ts';
import type { Engine } from '../data/engine.ts';
import { type LoadedSpec, loadSpec } from '../evaluation/load-spec.ts';
import { draftSpec } from './draft.ts';

export interface AuditedLog {
  loaded: LoadedSpec;
  drafted: boolean;
}

/**
 * @param data files of one log, as they are named to people
 * @param cwd absolute: what relative names start from
 * @throws Failure `usage` where too much of it could not be told
 */
export async function auditedData(
  data: readonly string[],
  cwd: string,
  run: RunContext,
  engine: Engine,
): Promise<AuditedLog> {
  const out = join(cwd, 'lis.yaml');
  const draft = await draftSpec({ data, cwd, out }, run, engine);
  if (draft.undecided.length > 0) {
    const open = draft.undecided.join(' and ');
    const names = data.join(' ');
    const message = `${open} of ${names} could not be told from the columns; run lis init ${names}, fill in what is missing, and audit that spec.`;
    throw new Failure('usage', 'undecided-columns', message, { file: resolve(cwd, data[0]!) });
  }
  return { loaded: await loadSpec(out, draft.text), drafted: true };
}

/** @param specPath absolute. @param specText the text to use instead of the file's. @throws Failure */
export async function auditedSpecOf(specPath: string, specText?: string): Promise<AuditedLog> {
  return { loaded: await loadSpec(specPath, specText), drafted: false };
}
