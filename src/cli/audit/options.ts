/** What `lis audit` may be told. */
import type { AuditGate } from './gate.ts';

export const AUDIT_FORMATS = ['table', 'json', 'markdown', 'junit', 'sarif', 'github'] as const;

export interface AuditOptions {
  format: (typeof AUDIT_FORMATS)[number];
  /** Exit code 1 where a finding is at least this severe. */
  gate?: AuditGate;
  /** False: train nothing. */
  price?: boolean;
  /** False: look at no Python file. */
  code?: boolean;
  report?: string;
  full?: boolean;
  threads: number;
  memory: number;
  cache?: boolean;
  quiet?: boolean;
}
