/** Quick fixes where code or a config names a column that leaks. */
import type * as vscode from 'vscode';
import { l10n } from 'vscode';
import { quickFix } from '../../show/lines.ts';
import type { DocumentNotes } from '../notes/notes.ts';
import type { DataNode } from '../view/nodes.ts';
import { editAction, repairing } from './actions.ts';
import { withoutElement, withoutEntry } from './edits.ts';

const { t } = l10n;
const GO_TO = 'lis.side.goToFinding';

/** What a column that leaks may be done about from where code names it. */
export interface ColumnFixes {
  /** Taking it out of the spec, where that is an edit of its own. */
  exclude(column: string): vscode.CodeAction | undefined;
  /** A comment of the spec that accepts what the report says of it. */
  ignore(column: string, code: string): vscode.CodeAction | undefined;
}

export function columnFixes(
  document: vscode.TextDocument,
  range: vscode.Range,
  { columns, audited, spec }: DocumentNotes,
  diagnostics: readonly vscode.Diagnostic[],
  inSpec: ColumnFixes,
): vscode.CodeAction[] {
  const text = document.getText();
  const remove = document.languageId === 'python' ? withoutElement : withoutEntry;
  const here = columns.filter((column) => column.range.intersection(range) !== undefined);
  return here.flatMap(({ name, range: use, findings: [finding], leak }) => {
    if (finding === undefined && leak === undefined) return [];
    const edit = remove(text, document.offsetAt(use.start), document.offsetAt(use.end));
    const removal = edit && editAction(t('Remove {0} from the list', name), document, [edit]);
    if (removal !== undefined) removal.isPreferred = true;
    const excluded = inSpec.exclude(name);
    const actions = [
      ...(removal === undefined ? [] : [removal]),
      ...(excluded === undefined ? [] : [excluded]),
    ];
    if (finding === undefined || audited === undefined) {
      const code = 'label-leak';
      const ignored = inSpec.ignore(name, code);
      const tab = { tab: 'hints', part: leak!.verdict.target };
      const all = [...actions, command(t('Open report'), 'lis.openReport', [spec, tab])];
      return [...all, ...(ignored === undefined ? [] : [ignored])].map((action) =>
        repairing(action, diagnostics, code),
      );
    }
    // A comment that accepts a finding stands in the spec: the fix there writes it.
    const node: DataNode = { kind: 'data', subject: audited.subject, drafted: false, finding };
    const found = { path: audited.subject.fsPath, target: name };
    return [
      ...actions,
      command(t('Show {0} in Findings', name), GO_TO, [found]),
      command(t('Go to {0} in the spec', name), GO_TO, [node]),
      ...(leak === undefined ? [] : [command(t('Open report'), 'lis.openReport', [spec, { tab: 'hints' }])]),
    ].map((action) => repairing(action, diagnostics, finding.code));
  });
}

function command(title: string, id: string, given: unknown[]): vscode.CodeAction {
  const action = quickFix(title);
  action.command = { command: id, title: action.title, arguments: given };
  return action;
}
