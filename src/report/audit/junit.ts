/**
 * An audit as JUnit XML: a case for each finding, and one for each check that ran or could not. What a comment sets aside is skipped, with its
 * reason: it neither failed nor passed.
 */
import { escapeXml } from '../../inert/markup.ts';
import type { Audit } from '../schema-audit.ts';
import type { Told } from './told.ts';

type Whole = Pick<Audit, 'checked' | 'notChecked' | 'seconds' | 'created'>;

/**
 * @param told what stays, and what comments set aside
 * @param fails the severities that fail a build
 */
export function auditJunit(
  told: readonly Told[],
  { checked, notChecked, seconds, created }: Whole,
  specName: string,
  fails: ReadonlySet<Told['severity']>,
): string {
  const kept = told.filter(({ reason }) => reason === undefined);
  const cases = kept.map((finding) => caseOf(finding, fails.has(finding.severity)));
  const clean = checked.map(
    ({ check, looked }) => `    <testcase classname="checks" name="${escapeXml(`${check} (${looked})`)}"/>`,
  );
  const skipped = [
    ...told.flatMap(({ code, target, reason }) =>
      reason === undefined ? [] : [skippedCase(code, target, `ignored: ${reason}`)],
    ),
    ...notChecked.map(({ check, target, why }) =>
      skippedCase('not checked', target === undefined ? check : `${check} of ${target}`, why),
    ),
  ];
  const tests = cases.length + clean.length + skipped.length;
  const failures = kept.filter(({ severity }) => fails.has(severity)).length;
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

const skippedCase = (classname: string, name: string, why: string): string =>
  `    <testcase classname="${escapeXml(classname)}" name="${escapeXml(name)}"><skipped message="${escapeXml(why)}"/></testcase>`;

function caseOf({ code, target, text }: Told, fails: boolean): string {
  const head = `    <testcase classname="${escapeXml(code)}" name="${escapeXml(target)}">`;
  return fails
    ? `${head}<failure type="${escapeXml(code)}" message="${escapeXml(text)}"/></testcase>`
    : `${head}<system-out>${escapeXml(text)}</system-out></testcase>`;
}
