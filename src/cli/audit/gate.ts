/** Which findings fail a pipeline. */
import { oneLine } from '../../inert/visible.ts';
import type { Told } from '../../report/audit/told.ts';
import type { Terminal } from '../terminal.ts';

/** The least severity that fails; `true`: an error. */
export type AuditGate = 'error' | 'warning' | true;

const GATE_NOT_MET = 1;

export function severities(gate: AuditGate): ReadonlySet<Told['severity']> {
  return new Set(gate === 'warning' ? ['error', 'warning'] : ['error']);
}

/** @returns the exit code. */
export function judge(told: readonly Told[], gate: AuditGate, terminal: Terminal): number {
  const fails = severities(gate);
  const met = told.filter(({ severity }) => fails.has(severity));
  if (met.length === 0) return 0;
  const first = met.slice(0, 3).map(({ code, target }) => `${code} (${target})`);
  terminal.err(
    `lis: gate not met: ${oneLine(first.join(', '))}${met.length > 3 ? ` and ${met.length - 3} more` : ''}\n`,
  );
  return GATE_NOT_MET;
}
