/** A spec for the audit of data that has none; it is never written. */
import { join, resolve } from 'node:path';
import { Failure } from '../common/failure.ts';
import type { RunContext } from '../common/progress.ts';
import type { Engine } from '../data/engine.ts';
import { draftSpec } from './draft.ts';

export interface DraftedSpec {
  /** Where it would be: its paths start from there. */
  path: string;
  text: string;
}

/**
 * @param data files of one log, as they are named to people
 * @param cwd absolute: what relative names start from
 * @throws Failure `usage` where too much of it could not be told
 */
export async function draftForAudit(
  data: readonly string[],
  cwd: string,
  run: RunContext,
  engine: Pick<Engine, 'look'>,
): Promise<DraftedSpec> {
  const path = join(cwd, 'lis.yaml');
  const { text, undecided } = await draftSpec({ data, cwd, out: path }, run, engine);
  if (undecided.length > 0) {
    const open = new Intl.ListFormat('en').format(undecided);
    const names = data.join(' ');
    const message = `${open} of ${names} could not be told from the columns; run lis init ${names}, fill in what is missing, and audit that spec.`;
    throw new Failure('usage', 'undecided-columns', message, { file: resolve(cwd, data[0]!) });
  }
  return { path, text };
}
