/** An audit as workflow commands of GitHub Actions: each finding becomes an annotation on its line. */
import type { Audit } from '../schema-audit.ts';
import { priceOf } from './words.ts';

const COMMANDS = { error: 'error', warning: 'warning', info: 'notice' } as const;

/** @param specPath of the spec, relative to the repository */
export function auditGithub({ findings }: Audit, specPath: string): string {
  return findings
    .map((finding) => {
      const price = priceOf(finding);
      const text = [
        finding.message,
        ...(price === undefined ? [] : [`It is ${price}.`]),
        finding.remedy,
      ].join(' ');
      const where = `file=${property(specPath)},line=${finding.line ?? 1},title=${property(`lis audit: ${finding.code}`)}`;
      return `::${COMMANDS[finding.severity]} ${where}::${data(text)}\n`;
    })
    .join('');
}

/** The escapes of the runner: a line break would begin a command of its own. */
const data = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
