/** Findings of an audit by the column that they are about. */
import type { Finding } from '../../../report/schema-audit.ts';

/** What the audit says of columns of the log, notes apart; it has the most severe first. */
export function findingsByColumn(findings: readonly Finding[]): Map<string, Finding[]> {
  const found = new Map<string, Finding[]>();
  for (const finding of findings) {
    if (finding.about !== 'column' || finding.severity === 'info') continue;
    found.set(finding.target, [...(found.get(finding.target) ?? []), finding]);
  }
  return found;
}
