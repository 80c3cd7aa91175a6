/** An audit as SARIF 2.1.0, which code hosts show on the line (OASIS, Static Analysis Results Interchange Format). */
import type { Audit, Finding } from '../schema-audit.ts';
import { priceOf } from './words.ts';

const LEVELS = { error: 'error', warning: 'warning', info: 'note' } as const;

/** @param specPath of the spec, relative to the repository, with forward slashes */
export function auditSarif({ findings, tool }: Audit, specPath: string): string {
  const codes = [...new Set(findings.map(({ code }) => code))];
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: tool.name,
            version: tool.version,
            rules: codes.map((id) => ({
              id,
              fullDescription: { text: findings.find(({ code }) => code === id)!.why },
            })),
          },
        },
        results: findings.map((finding) => resultOf(finding, specPath)),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function resultOf(finding: Finding, uri: string) {
  const price = priceOf(finding);
  return {
    ruleId: finding.code,
    level: LEVELS[finding.severity],
    message: {
      text: [finding.message, ...(price === undefined ? [] : [`It is ${price}.`]), finding.remedy].join(' '),
    },
    locations: [
      { physicalLocation: { artifactLocation: { uri }, region: { startLine: finding.line ?? 1 } } },
    ],
    // The same leak of the same column is the same result in the next run, whatever its numbers.
    partialFingerprints: { 'lisFinding/v1': `${finding.code}:${finding.target}` },
  };
}
