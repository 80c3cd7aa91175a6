/** `lis audit train.py`: Python files and notebooks alone; no data is read. */
import { resolve } from 'node:path';
import { Cancelled, Failure } from '../../common/failure.ts';
import { auditCode } from '../../evaluation/audit/code.ts';
import { TOOL_VERSION } from '../../evaluation/version.ts';
import { auditGithub } from '../../report/audit/github.ts';
import { auditSarif } from '../../report/audit/sarif.ts';
import { renderCodeAudit } from '../../report/audit/terminal.ts';
import { ofCode, setAsideOfCode } from '../../report/audit/told.ts';
import type { AuditedCode } from '../../report/schema-audit.ts';
import { interruptible } from '../interrupt.ts';
import { type Terminal, wantsColour } from '../terminal.ts';
import { judge } from './gate.ts';
import type { AuditOptions } from './options.ts';

/** @param given relative to the working folder. @returns the exit code. @throws Failure */
export async function auditFiles(
  given: readonly string[],
  options: Pick<AuditOptions, 'format' | 'full' | 'gate'>,
  terminal: Terminal,
): Promise<number> {
  return interruptible(terminal, async (signal, interruptCode) => {
    try {
      const files = given.map((path) => resolve(terminal.cwd, path));
      const code = await auditCode(files, terminal.cwd, signal);
      const [unread] = code.unread;
      if (unread !== undefined && code.unread.length === files.length)
        throw new Failure('data', 'code-unreadable', `${unread.file} cannot be read: ${unread.why}`);
      terminal.out(rendered(code, options, wantsColour(terminal)), options.format === 'table');
      return options.gate === undefined ? 0 : judge(ofCode(code), options.gate, terminal);
    } catch (error) {
      if (!(error instanceof Cancelled) && !signal.aborted) throw error;
      terminal.err('lis: cancelled\n');
      return interruptCode();
    }
  });
}

/** @throws Failure `usage` */
function rendered(
  code: AuditedCode,
  { format, full }: Pick<AuditOptions, 'format' | 'full'>,
  colour: boolean,
): string {
  switch (format) {
    case 'table':
      return renderCodeAudit(code, { colour, ...(full && { full }) });
    case 'sarif':
      return auditSarif([...ofCode(code), ...setAsideOfCode(code)], TOOL_VERSION);
    case 'github':
      return auditGithub(ofCode(code));
    case 'json':
      return `${JSON.stringify(code, null, 2)}\n`;
    default: {
      const message = `--format ${format} is for the audit of a spec; use table, json, sarif or github for code.`;
      throw new Failure('usage', 'format-without-data', message);
    }
  }
}
