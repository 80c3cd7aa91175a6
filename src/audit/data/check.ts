/** What a check of the data is: it looks at a subject, and says what it found and what it could not look at. */
import type { AuditCode, Finding } from '../../report/schema-audit.ts';
import type { AuditSubject } from './subject.ts';

/** A finding before its price and its place are known. */
export interface Found extends Omit<Finding, 'price' | 'unpriced' | 'line' | 'specPath' | 'examples'> {
  examples?: Record<string, string>[];
  specPath?: readonly (string | number)[] | undefined;
  /** Of a training config, from 1: where it has no key of the spec. */
  line?: number | undefined;
  /**
   * It is a finding only where its price is significantly above this; else it is dropped. Absent: it is one whatever it is worth.
   */
  onlyAbove?: number;
}

/** What a check could not look at, and why. */
export interface NotChecked {
  check: string;
  target?: string;
  why: string;
}

export interface CheckResult {
  found: Found[];
  /** How many things it looked at: columns, rows, files. */
  looked: number;
  notChecked?: NotChecked[];
}

export interface Check {
  /** What it is called in the list of what was checked. */
  name: string;
  /** What it may find. */
  codes: readonly AuditCode[];
  run(subject: AuditSubject): Promise<CheckResult>;
}
