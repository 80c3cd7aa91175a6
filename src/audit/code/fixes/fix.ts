/** Edits that repair a finding, where they are surely right. */
import type { RuleCode } from '../rules/rule.ts';
import type { Statement } from '../syntax/nodes.ts';
import { fitFix } from './fit.ts';
import { lineFix } from './lines.ts';
import { timeFix } from './time.ts';

export interface CodeFix {
  title: string;
  /** Offsets in the text. */
  edits: { from: number; to: number; text: string }[];
}

/** What a repair is made of: the finding's rule, place and columns, and the program. */
export interface Broken {
  readonly code: RuleCode;
  /** Where the finding starts. */
  readonly from: number;
  readonly names: readonly string[];
  /** Columns that are predicted. */
  readonly labels: ReadonlySet<string>;
  readonly text: string;
  readonly statements: readonly Statement[];
}

export function fixOf(broken: Broken): CodeFix | undefined {
  const { code } = broken;
  if (code === 'LIS001') return fitFix(broken);
  return lineFix(broken) ?? (code === 'LIS003' ? timeFix(broken) : undefined);
}
