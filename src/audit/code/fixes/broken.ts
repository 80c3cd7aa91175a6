/** What a repair is made of, and what it is. */
import type { RuleCode } from '../rules/rule.ts';
import type { Statement } from '../syntax/nodes.ts';

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
