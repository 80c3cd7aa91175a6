/** An audit as SARIF 2.1.0, which code hosts show on the line (OASIS, Static Analysis Results Interchange Format). */
import type { Told } from './told.ts';

const LEVELS = { error: 'error', warning: 'warning', info: 'note' } as const;

/** @param told what stays, and what comments in the files set aside */
export function auditSarif(told: readonly Told[], version: string): string {
  const codes = [...new Set(told.map(({ code }) => code))];
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'lis-lens',
            version,
            rules: codes.map((id) => ({
              id,
              fullDescription: { text: told.find(({ code }) => code === id)!.why },
            })),
          },
        },
        results: told.map(resultOf),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function resultOf({ code, severity, text, file, line, target, reason }: Told) {
  return {
    ruleId: code,
    level: LEVELS[severity],
    message: { text },
    locations: [
      { physicalLocation: { artifactLocation: { uri: encodeURI(file) }, region: { startLine: line } } },
    ],
    // The same leak of the same column is the same result in the next run, whatever its numbers.
    partialFingerprints: { 'lisFinding/v1': `${code}:${target}` },
    ...(reason !== undefined && { suppressions: [{ kind: 'inSource', justification: reason }] }),
  };
}
