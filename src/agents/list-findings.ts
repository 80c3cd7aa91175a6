/** `list_findings`: what the last audit and the newest report say of a spec, or the code checks of a program. */
import { readFile, stat } from 'node:fs/promises';
import { auditNotebook, auditPython, type CellFinding, type CodeFinding } from '../audit/code/index.ts';
import { Failure } from '../common/failure.ts';
import { auditPath, readAudit } from '../report/audit/store.ts';
import { priceOf } from '../report/audit/words.ts';
import type { Report } from '../report/schema.ts';
import type { Audit, FoundInCode } from '../report/schema-audit.ts';
import type { AgentContext } from './context.ts';
import type { Input, Output } from './schemas.ts';
import { staleOf } from './summary.ts';

type Findings = Output<'list_findings'>;
type Found = Findings['findings'][number];

/** A longer program is generated; nobody reads findings in it. */
const LONGEST = 2_000_000;

/** Errors first, then warnings, then the rest; within these in the order of what they are from. */
const RANKS: Record<Found['severity'], number> = { error: 0, warning: 1, info: 2, positive: 3 };

/** @throws Failure for a file that cannot be read as a program */
export async function listFindings(
  { file }: Input<'list_findings'>,
  context: AgentContext,
): Promise<Findings> {
  const path = await context.roots.file(file);
  const answer = /\.(py|ipynb)$/i.test(path) ? await ofProgram(path, file) : await ofSpec(path, context);
  const findings = answer.findings.sort((a, b) => RANKS[a.severity] - RANKS[b.severity]);
  return { file: context.roots.shown(path), ...answer, findings };
}

type Answer = Omit<Findings, 'file'>;

async function ofProgram(path: string, given: string): Promise<Answer> {
  if ((await stat(path)).size > LONGEST) {
    const message = `${given} is too long to be a program that somebody wrote.`;
    throw new Failure('usage', 'long-program', message, { file: path });
  }
  const text = await readFile(path, 'utf8');
  const { findings, ignored } = /\.py$/i.test(path) ? auditPython(text) : auditNotebook(text);
  return {
    from: [{ what: 'code', created: null, stale: null }],
    findings: findings.map(ofCode),
    ignored: ignored.length,
    notChecked: [],
  };
}

function ofCode(finding: CodeFinding | CellFinding): Found {
  const { code, severity, line, message, remedy } = finding;
  const place = { line, ...('cell' in finding && { cell: finding.cell + 1 }) };
  const about = finding.names?.join(', ') || `line ${line}`;
  return { what: 'code', code, severity, about, message, action: remedy, place };
}

async function ofSpec(path: string, context: AgentContext): Promise<Answer> {
  const [audit, latest] = await Promise.all([readAudit(auditPath(path)), context.latestReport(path)]);
  const from: Findings['from'] = [];
  if (audit !== undefined)
    from.push({ what: 'audit', created: audit.created, stale: await staleOf(audit, path, context) });
  if (latest !== undefined) {
    const { report } = latest;
    from.push({ what: 'report', created: report.created, stale: await staleOf(report, path, context) });
  }
  return {
    from,
    findings: [
      ...(audit?.findings.map(ofAudit) ?? []),
      ...(audit?.code?.findings.map(ofAuditedCode) ?? []),
      ...(latest === undefined ? [] : ofReport(latest.report)),
    ],
    ignored: audit?.code?.ignored.length ?? 0,
    notChecked: [
      ...(audit?.notChecked.map(({ check, target, why }) => ({ check, about: target ?? 'the log', why })) ??
        []),
      ...(audit?.code?.unread.map(({ file, why }) => ({ check: 'training code', about: file, why })) ?? []),
    ],
  };
}

function ofAudit(finding: Audit['findings'][number]): Found {
  const { code, severity, target, message, remedy, line } = finding;
  const worth = priceOf(finding);
  return {
    ...{ what: 'audit', code, severity, about: target, message, action: remedy },
    ...(worth !== undefined && { worth }),
    ...(line !== undefined && { place: { line } }),
  };
}

/** In the code beside a spec; the audit's files are relative to its own folder. */
function ofAuditedCode({ code, severity, file, cell, line, message, remedy }: FoundInCode): Found {
  const place = { file, line, ...(cell !== undefined && { cell }) };
  return { what: 'audit', code, severity, about: file, message, action: remedy, place };
}

/** Verdicts that warn, and warnings of the run. */
function ofReport({ verdicts, warnings }: Report): Found[] {
  return [
    ...verdicts
      .filter(({ severity }) => severity === 'error' || severity === 'warning')
      .map(
        ({ code, severity, target, message, action }): Found => ({
          ...{ what: 'report', code, severity, about: target, message, action },
        }),
      ),
    ...warnings.map(
      ({ code, message }): Found => ({
        ...{ what: 'report', code, severity: 'warning', about: 'the run', message },
      }),
    ),
  ];
}
