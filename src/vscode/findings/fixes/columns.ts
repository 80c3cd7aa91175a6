/** Quick fixes where code or a config names a column that leaks. */
import * as vscode from 'vscode';
import { quickFix } from '../../show/lines.ts';
import type { DocumentNotes } from '../notes/notes.ts';
import { editAction, ignoreAction, repairing } from './actions.ts';
import { withoutElement, withoutEntry } from './edits.ts';

const { t } = vscode.l10n;

/** @param spec the document of the spec, where a comment accepts a finding */
export function columnFixes(
  document: vscode.TextDocument,
  range: vscode.Range,
  { columns, audited }: DocumentNotes,
  spec: vscode.TextDocument | undefined,
  diagnostics: readonly vscode.Diagnostic[],
): vscode.CodeAction[] {
  if (audited === undefined) return [];
  const text = document.getText();
  const remove = document.languageId === 'python' ? withoutElement : withoutEntry;
  const here = columns.filter(
    (column) => column.findings.length > 0 && column.range.intersection(range) !== undefined,
  );
  return here.flatMap(({ name, range: use, findings }) => {
    const [finding] = findings;
    const edit = remove(text, document.offsetAt(use.start), document.offsetAt(use.end));
    const show = quickFix(t('Show {0} in Findings', name));
    show.command = {
      ...{ command: 'lis.side.goToFinding', title: show.title },
      arguments: [{ path: audited.subject.fsPath, target: name }],
    };
    const removal = edit && editAction(t('Remove {0} from the list', name), document, [edit]);
    if (removal !== undefined) removal.isPreferred = true;
    const ignore =
      spec !== undefined && finding?.line !== undefined && audited.stale === undefined
        ? ignoreAction(
            t('Ignore {0} in the spec, with a reason', finding.code),
            spec,
            finding.line,
            finding.code,
          )
        : undefined;
    return [removal, show, ignore].flatMap((action) =>
      action === undefined ? [] : [repairing(action, diagnostics, finding!.code)],
    );
  });
}
