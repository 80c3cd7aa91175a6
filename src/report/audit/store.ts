/** Where audits live: the last one of a spec, `.lis/audits/<spec>.json` beside it, read and written only through the schema. */
import { readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { writeAside } from '../../common/aside.ts';
import { check, firstReason } from '../../common/check.ts';
import { Failure } from '../../common/failure.ts';
import { makeFolder } from '../../common/folder.ts';
import { type Audit, AuditSchema } from '../schema-audit.ts';

/** The path of the last audit of a spec. */
export function auditPath(specPath: string): string {
  const path = resolve(specPath);
  return join(dirname(path), '.lis', 'audits', `${basename(path).replace(/\.ya?ml$/i, '')}.json`);
}

/** The audit as its file holds it. @throws Failure `internal` when it breaks its own schema. */
export function auditText(audit: Audit): string {
  const checked = check(AuditSchema, audit);
  if (!checked.success)
    throw new Failure('internal', 'invalid-audit', `The audit is not valid: ${firstReason(checked.error)}.`);
  return `${JSON.stringify(checked.data, null, 2)}\n`;
}

/** @throws Failure `resource` where it cannot be written; the file then holds what it held before. */
export async function writeAudit(path: string, audit: Audit): Promise<void> {
  const text = auditText(audit);
  try {
    await makeFolder(dirname(path));
    await writeAside(path, (aside) => writeFile(aside, text));
  } catch (error) {
    throw new Failure(
      'resource',
      'cannot-write',
      `Cannot write ${path}: ${(error as Error).message}; choose another place with --report.`,
      { file: path },
    );
  }
}

/** @returns undefined where there is none, or what is there is not an audit */
export async function readAudit(path: string): Promise<Audit | undefined> {
  try {
    const read = check(AuditSchema, JSON.parse(await readFile(path, 'utf8')) as unknown);
    return read.success ? read.data : undefined;
  } catch {
    return undefined;
  }
}
