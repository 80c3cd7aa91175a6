/** An audit as the editor asks for it: of a spec, or of data that has none. */
import { dirname, relative } from 'node:path';
import type { RunContext } from '../common/progress.ts';
import type { Engine } from '../data/engine.ts';
import { draftForAudit } from '../draft/for-audit.ts';
import { auditSpec } from '../evaluation/audit/audit.ts';
import { type LoadedSpec, loadSpec } from '../evaluation/load-spec.ts';
import type { HostPayloads } from '../protocol/messages.ts';
import { cacheFolder } from '../report/kept/store.ts';
import type { Audit } from '../report/schema-audit.ts';

export type AuditOf = Pick<HostPayloads['audit'], 'specPath' | 'specText' | 'data'>;

/** @throws Failure, Cancelled */
export async function auditFor(
  { specPath, specText, data = [] }: AuditOf,
  run: RunContext,
  engine: Engine,
): Promise<Audit> {
  const drafted = specPath === undefined;
  const loaded = drafted ? await loadDraft(data, run, engine) : await loadSpec(specPath, specText);
  return auditSpec(
    loaded,
    {
      specPath: loaded.path,
      drafted,
      // Data alone stands in a folder that may be anybody's.
      code: !drafted,
      run: { ...run, ...(!drafted && { cacheFolder: cacheFolder(loaded.path) }) },
    },
    engine,
  );
}

/** @param data absolute; people know the files by their names, from the folder of the first */
async function loadDraft(data: readonly string[], run: RunContext, engine: Engine): Promise<LoadedSpec> {
  const folder = dirname(data[0]!);
  const names = data.map((path) => relative(folder, path));
  const { path, text } = await draftForAudit(names, folder, run, engine);
  return loadSpec(path, text);
}
