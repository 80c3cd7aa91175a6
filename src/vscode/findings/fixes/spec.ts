/** Quick fixes in a spec or a training config: exclude the column, split by time, ignore with a reason. */
import * as vscode from 'vscode';
import type { Finding } from '../../../report/schema-audit.ts';
import { columnPath } from '../../../specfile/authoring/column-places.ts';
import { valueAt } from '../../../specfile/authoring/schema-walk.ts';
import type { ReadSpec } from '../../../specfile/configs/read.ts';
import type { KnownAudit } from '../audits.ts';
import { isGone, placeOf } from '../place.ts';
import { editAction, ignoreAction, repairing } from './actions.ts';
import { recboleByTime, type TextEdit, withoutEntry } from './edits.ts';

const { t } = vscode.l10n;

/** What one cut in time repairs. */
const SPLITS: ReadonlySet<Finding['code']> = new Set([
  'random-split',
  'leave-one-out-split',
  'per-user-split',
  'per-entity-split',
  'rows-across-cut',
]);
/** What the docs recommend, and `lis init` writes. */
const BY_TIME = '{evaluate: 20%, slices: 10}';

export function specFixes(
  document: vscode.TextDocument,
  range: vscode.Range,
  { audit }: KnownAudit,
  parsed: ReadSpec,
  diagnostics: readonly vscode.Diagnostic[],
): vscode.CodeAction[] {
  const told = audit.findings.filter(({ severity }) => severity !== 'info');
  const ignored = new Set<string>();
  return told.flatMap((finding) => {
    const line = isGone(finding, parsed) ? undefined : lineOf(finding, parsed);
    if (line === undefined || line < range.start.line || line > range.end.line) return [];
    const { code, target } = finding;
    const excluded = finding.about === 'column' ? exclusion(document, target, parsed) : undefined;
    const byTime = SPLITS.has(code) ? timeSplit(document, parsed) : undefined;
    const actions = [
      ...(excluded === undefined
        ? []
        : [editAction(t('Exclude the column {0}', target), document, excluded)]),
      ...(byTime === undefined ? [] : [editAction(t('Split by time'), document, byTime)]),
    ];
    for (const action of actions) action.isPreferred = true;
    // A comment speaks for all findings of its code on the line.
    if (ignored.has(code)) return actions.map((action) => repairing(action, diagnostics, code));
    ignored.add(code);
    const ignore = ignoreAction(t('Ignore {0} with a reason', code), document, line + 1, code);
    return [...actions, ignore].map((action) => repairing(action, diagnostics, code));
  });
}

/** From 0. */
function lineOf(finding: Finding, parsed: ReadSpec): number | undefined {
  return placeOf(finding, parsed)?.start.line ?? (finding.line === undefined ? undefined : finding.line - 1);
}

function exclusion(document: vscode.TextDocument, column: string, parsed: ReadSpec): TextEdit[] | undefined {
  const path = columnPath(column, parsed.value);
  if (path === undefined) return undefined;
  const { start, end } = parsed.rangeOf([...path], 'value');
  const edit = withoutEntry(document.getText(), start.offset, end.offset);
  return edit === undefined ? undefined : [edit];
}

function timeSplit(document: vscode.TextDocument, parsed: ReadSpec): TextEdit[] | undefined {
  if (parsed.config !== undefined && !parsed.embedded)
    return parsed.config.kind === 'recbole' ? recboleByTime(document.getText()) : undefined;
  if (parsed.spec?.log.time === undefined || valueAt(parsed.value, ['split']) === undefined) return undefined;
  const { start, end } = parsed.rangeOf(['split'], 'pair');
  const text = document.getText().slice(start.offset, end.offset);
  const rest = /\s*$/.exec(text)![0]; // a block's range may take its line's end
  return [{ from: start.offset, to: end.offset - rest.length, text: `split: ${BY_TIME}` }];
}
