/** Quick fixes in specs and `lis:` blocks: the repairs that the problems of a spec carry. */
import * as vscode from 'vscode';
import type { SpecProblem } from '../../specfile/reading/problem.ts';
import { quickFix } from '../show/lines.ts';
import type { Problems } from '../state/problems.ts';
import { holdsSpec } from '../state/spec/carriers.ts';
import { CONFIG_SELECTOR } from '../state/spec/detect.ts';
import { rangeOf } from '../state/spec/range.ts';

export function registerFixes(problems: Problems): vscode.Disposable {
  const providedCodeActionKinds = [vscode.CodeActionKind.QuickFix];
  return vscode.languages.registerCodeActionsProvider(
    CONFIG_SELECTOR,
    {
      async provideCodeActions(document, range, context) {
        if (!holdsSpec(document)) return [];
        const { version } = document;
        const here = (await problems.of(document)).filter(
          (problem) => rangeOf(problem.range).intersection(range) !== undefined,
        );
        if (document.version !== version) return []; // the ranges are those of an older text
        return here.flatMap((problem) => actionsOf(problem, document, context.diagnostics));
      },
    },
    { providedCodeActionKinds },
  );
}

function actionsOf(
  problem: SpecProblem,
  document: vscode.TextDocument,
  diagnostics: readonly vscode.Diagnostic[],
): vscode.CodeAction[] {
  const { suggestion, alternatives = [] } = problem;
  const range = rangeOf(problem.range);
  const told = diagnostics.filter(
    (diagnostic) => diagnostic.code === problem.code && diagnostic.range.isEqual(range),
  );
  return [...(suggestion === undefined ? [] : [suggestion]), ...alternatives].map((repair) => {
    const action = quickFix(repair.title);
    action.edit = new vscode.WorkspaceEdit();
    action.edit.replace(document.uri, rangeOf(repair.range), repair.text);
    action.diagnostics = told;
    action.isPreferred = repair === suggestion;
    return action;
  });
}
