/** Problems, verdicts and failed runs as the editor's diagnostics. */
import * as vscode from 'vscode';
import type { Failure } from '../../common/failure.ts';
import type { ParsedSpec } from '../../specfile/reading/parse.ts';
import type { SpecProblem } from '../../specfile/reading/problem.ts';
import { problemAt } from '../show/lines.ts';
import type { KnownReport } from '../state/reports/results.ts';
import { rangeOf } from '../state/spec/range.ts';
import { isAccepted, verdictMarks } from './verdicts.ts';

const SOURCE = 'LIS';

export function ofProblem({ range, message, code, severity }: SpecProblem): vscode.Diagnostic {
  const { Error: error, Warning: warning } = vscode.DiagnosticSeverity;
  return diagnostic(rangeOf(range), message, code, severity === 'error' ? error : warning);
}

/** The code of a verdict opens the report that says so. */
export function ofVerdict(parsed: ParsedSpec, results: KnownReport, text: string): vscode.Diagnostic[] {
  const { Information: information, Warning: warning, Error: error } = vscode.DiagnosticSeverity;
  const marks = verdictMarks(parsed, results, vscode.l10n.t);
  return marks
    .filter((mark) => !isAccepted(mark, text))
    .map(({ range, severity, code, message, reportPath }) =>
      diagnostic(
        rangeOf(range),
        message,
        { value: code, target: vscode.Uri.file(reportPath) },
        { error, warning, information }[severity],
      ),
    );
}

/** The value of the key that a failure names, else the rest of the line it names, else nothing. */
export function runDiagnostic(
  document: vscode.TextDocument,
  parsed: ParsedSpec,
  failure: Failure,
): vscode.Diagnostic | undefined {
  const { where, message, code } = failure;
  const found = (range: vscode.Range): vscode.Diagnostic =>
    diagnostic(range, message, code, vscode.DiagnosticSeverity.Error);
  if (where.file !== undefined && where.file !== document.uri.fsPath) return undefined;
  if (where.specPath !== undefined) return found(rangeOf(parsed.rangeOf([...where.specPath], 'value')));
  if (where.line === undefined) return undefined;
  const line = document.lineAt(Math.min(where.line, document.lineCount) - 1);
  const start = new vscode.Position(line.lineNumber, (where.column ?? 1) - 1);
  return found(new vscode.Range(start, line.range.end));
}

function diagnostic(
  range: vscode.Range,
  message: string,
  code: vscode.Diagnostic['code'],
  severity: vscode.DiagnosticSeverity,
): vscode.Diagnostic {
  const result = problemAt(range, message, severity);
  result.source = SOURCE;
  if (code !== undefined) result.code = code;
  return result;
}
