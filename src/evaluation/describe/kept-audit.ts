/** The findings of the last audit of a spec, where it still describes the spec and the data of a run. */
import { auditPath, readAudit } from '../../report/audit/store.ts';
import type { InputFingerprint, Report } from '../../report/schema.ts';
import type { LoadedSpec } from '../load-spec.ts';

/**
 * @param inputs of the run
 * @returns undefined where there is no audit, or it is of another spec or of other data
 */
export async function keptAudit(
  { path, hash }: Pick<LoadedSpec, 'path' | 'hash'>,
  inputs: readonly InputFingerprint[],
): Promise<Report['audit']> {
  const audit = await readAudit(auditPath(path));
  if (audit === undefined || audit.spec.hash !== hash) return undefined;
  // An audit reads the log and the tables beside it; a run also reads what its sources name.
  const now = new Set(inputs.map(identity));
  if (!audit.inputs.every((input) => now.has(identity(input)))) return undefined;
  return audit.findings.map(({ code, severity, target, message, price }) => ({
    ...{ code, severity, target, message },
    ...(price !== undefined && { price }),
  }));
}

const identity = ({ role, path, hash }: InputFingerprint): string => JSON.stringify([role, path, hash]);
