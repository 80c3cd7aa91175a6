/** An audit as workflow commands of GitHub Actions: each finding becomes an annotation on its line. */
import type { Told } from './told.ts';

const COMMANDS = { error: 'error', warning: 'warning', info: 'notice' } as const;

export function auditGithub(told: readonly Told[]): string {
  return told
    .map(({ code, severity, text, file, line }) => {
      const where = `file=${property(file)},line=${line},title=${property(`lis audit: ${code}`)}`;
      return `::${COMMANDS[severity]} ${where}::${data(text)}\n`;
    })
    .join('');
}

/** The escapes of the runner: a line break would begin a command of its own. */
const data = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
