/** An audit as JUnit XML: a case for each finding, and one for each check that found nothing. */
import { escapeXml } from '../../inert/markup.ts';
import type { Audit, Finding } from '../schema-audit.ts';
import { priceOf } from './words.ts';

/** @param fails the severities that fail a build */
export function auditJunit(audit: Audit, specName: string, fails: ReadonlySet<Finding['severity']>): string {
  const cases = audit.findings.map((finding) => caseOf(finding, fails.has(finding.severity)));
  const clean = audit.checked.map(
    ({ check, looked }) => `    <testcase classname="checks" name="${escapeXml(`${check} (${looked})`)}"/>`,
  );
  const failures = audit.findings.filter(({ severity }) => fails.has(severity)).length;
  const skipped = audit.notChecked.map(
    ({ check, target, why }) =>
      `    <testcase classname="not checked" name="${escapeXml(target === undefined ? check : `${check} of ${target}`)}"><skipped message="${escapeXml(why)}"/></testcase>`,
  );
  const tests = cases.length + clean.length + skipped.length;
  const counts = `tests="${tests}" failures="${failures}" errors="0" skipped="${skipped.length}" time="${audit.seconds.toFixed(3)}"`;
  return `${[
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="${escapeXml(specName)}" ${counts}>`,
    `  <testsuite name="${escapeXml(`leakage audit of ${specName}`)}" ${counts} timestamp="${escapeXml(audit.created.slice(0, 19))}">`,
    ...cases,
    ...clean,
    ...skipped,
    '  </testsuite>',
    '</testsuites>',
  ].join('\n')}\n`;
}

function caseOf(finding: Finding, fails: boolean): string {
  const { code, target, message, remedy } = finding;
  const price = priceOf(finding);
  const text = escapeXml([message, ...(price === undefined ? [] : [`It is ${price}.`]), remedy].join(' '));
  const head = `    <testcase classname="${escapeXml(code)}" name="${escapeXml(target)}">`;
  return fails
    ? `${head}<failure type="${escapeXml(code)}" message="${text}"/></testcase>`
    : `${head}<system-out>${text}</system-out></testcase>`;
}
