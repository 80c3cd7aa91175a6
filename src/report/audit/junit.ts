/** An audit as JUnit XML: a case for each finding, and one for each check that ran or could not. */
import { escapeXml } from '../../inert/markup.ts';
import type { Audit } from '../schema-audit.ts';
import type { Told } from './told.ts';

type Whole = Pick<Audit, 'checked' | 'notChecked' | 'seconds' | 'created'>;

/** @param fails the severities that fail a build */
export function auditJunit(
  told: readonly Told[],
  { checked, notChecked, seconds, created }: Whole,
  specName: string,
  fails: ReadonlySet<Told['severity']>,
): string {
  const cases = told.map((finding) => caseOf(finding, fails.has(finding.severity)));
  const clean = checked.map(
    ({ check, looked }) => `    <testcase classname="checks" name="${escapeXml(`${check} (${looked})`)}"/>`,
  );
  const skipped = notChecked.map(
    ({ check, target, why }) =>
      `    <testcase classname="not checked" name="${escapeXml(target === undefined ? check : `${check} of ${target}`)}"><skipped message="${escapeXml(why)}"/></testcase>`,
  );
  const tests = cases.length + clean.length + skipped.length;
  const failures = told.filter(({ severity }) => fails.has(severity)).length;
  const counts = `tests="${tests}" failures="${failures}" errors="0" skipped="${skipped.length}" time="${seconds.toFixed(3)}"`;
  return `${[
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="${escapeXml(specName)}" ${counts}>`,
    `  <testsuite name="${escapeXml(`leakage audit of ${specName}`)}" ${counts} timestamp="${escapeXml(created.slice(0, 19))}">`,
    ...cases,
    ...clean,
    ...skipped,
    '  </testsuite>',
    '</testsuites>',
  ].join('\n')}\n`;
}

function caseOf({ code, target, text }: Told, fails: boolean): string {
  const head = `    <testcase classname="${escapeXml(code)}" name="${escapeXml(target)}">`;
  return fails
    ? `${head}<failure type="${escapeXml(code)}" message="${escapeXml(text)}"/></testcase>`
    : `${head}<system-out>${escapeXml(text)}</system-out></testcase>`;
}
