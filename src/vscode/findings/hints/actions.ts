/** Hints as code actions: at the source or model that a verdict is on, and where the edit would be made. */
import * as vscode from 'vscode';
import { THE_BASE } from '../../../report/words/label-leak.ts';
import type { ReadSpec } from '../../../specfile/configs/read.ts';
import { quickFix, rewriting } from '../../show/lines.ts';
import { rangeOf } from '../../state/spec/range.ts';
import { ignoreAction } from '../fixes/actions.ts';
import { editOf, HINTED, type Offered } from './hints.ts';

const { t } = vscode.l10n;

/** @param diagnostics those at the place: an edit that answers one of them is its quick fix */
export function hintActions(
  document: vscode.TextDocument,
  range: vscode.Range,
  read: ReadSpec,
  offered: readonly Offered[],
  diagnostics: readonly vscode.Diagnostic[],
): vscode.CodeAction[] {
  const verdicts = diagnostics.filter((diagnostic) => verdictOf(diagnostic) !== undefined);
  const here = offered.filter((hint) =>
    placesOf(hint, read).some((place) => place.intersection(range) !== undefined),
  );
  const edits = here.map((hint) => {
    const told = verdicts.filter((diagnostic) => verdictOf(diagnostic) === hint.code);
    const action = told.length > 0 ? quickFix(hint.title) : rewriting(hint.title);
    action.edit = editOf(document, hint);
    action.diagnostics = told;
    action.isPreferred = hint.code === 'label-leak' && told.length > 0;
    action.command = { command: HINTED, title: hint.title, arguments: [document.uri, hint.title] };
    return action;
  });
  return [...edits, ...verdicts.flatMap((verdict) => onVerdict(document, verdict))];
}

/** The report that says so; and of a leak, the comment that accepts it. */
function onVerdict(document: vscode.TextDocument, verdict: vscode.Diagnostic): vscode.CodeAction[] {
  const code = verdictOf(verdict)!;
  const open = quickFix(t('Open report'));
  open.command = {
    command: 'lis.openReport',
    title: open.title,
    arguments: [document.uri, { tab: 'hints' }],
  };
  const actions = [open];
  if (IGNORED.has(code)) {
    const line = verdict.range.start.line + 1;
    actions.push(ignoreAction(t('Ignore {0} with a reason', code), document, line, code));
  }
  for (const action of actions) action.diagnostics = [verdict];
  return actions;
}

/** Verdicts that a comment may set aside. */
const IGNORED: ReadonlySet<string> = new Set(['label-leak', 'label-suspect']);

/** A verdict's code leads to its report; those of problems and findings are plain. */
function verdictOf({ code, source }: vscode.Diagnostic): string | undefined {
  return source === 'LIS' && typeof code === 'object' && /\.json$/.test(code.target.path)
    ? String(code.value)
    : undefined;
}

function placesOf({ target, edits }: Offered, { spec, rangeOf: placeOf }: ReadSpec): vscode.Range[] {
  const parts = (['sources', 'models'] as const).flatMap((section) => {
    const index = spec?.[section].findIndex(({ name }) => name === target) ?? -1;
    return index < 0 ? [] : [placeOf([section, index], 'value')];
  });
  const base = target === THE_BASE ? [placeOf(['log'], 'pair')] : [];
  return [...parts, ...base, ...edits.map(({ range }) => range)].map(rangeOf);
}
