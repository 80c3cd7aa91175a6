/** A range of a spec's text as the editor has it. */
import * as vscode from 'vscode';
import type { SourceRange } from '../../../specfile/reading/positions.ts';

export function rangeOf({ start, end }: SourceRange): vscode.Range {
  return new vscode.Range(start.line, start.column, end.line, end.column);
}
