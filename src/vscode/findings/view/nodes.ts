/** What the view Findings lists. */
import type * as vscode from 'vscode';
import type { Finding, FoundInCode } from '../../../report/schema-audit.ts';
import type { KnownAudit } from '../audits.ts';

/** A spec, a training config, or data without one. */
export interface SubjectNode {
  kind: 'subject';
  uri: vscode.Uri;
  known: KnownAudit | undefined;
  children: readonly FindingsNode[];
}

/** Of the data. */
export interface DataNode {
  kind: 'data';
  subject: vscode.Uri;
  drafted: boolean;
  finding: Finding;
  /** Of one that a comment sets aside. */
  reason?: string | undefined;
}

/** In code; `line` from 1, within the cell (from 1) of a notebook. */
export interface CodeNode {
  kind: 'code';
  /** Whose spec speaks for the code; several may. */
  subject: vscode.Uri;
  uri: vscode.Uri;
  finding: FoundInCode;
  reason?: string | undefined;
}

/** What was set aside, or could not be checked, folded. */
export interface GroupNode {
  kind: 'group';
  id: string;
  title: string;
  children: readonly FindingsNode[];
}

/** One sentence, such as why a check did not run. */
export interface TextNode {
  kind: 'text';
  id: string;
  label: string;
  description: string;
}

export type FindingsNode = SubjectNode | DataNode | CodeNode | GroupNode | TextNode;
