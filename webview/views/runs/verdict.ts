/** What a run found, in words and with the sign of its severity. */
import type { RunRow } from '../../../src/protocol/runs.ts';
import { runInWords } from '../../../src/report/words/verdict-words.ts';
import { h, icon } from '../../dom.ts';
import { t } from '../../l10n.ts';

export function verdictOf({ found }: Pick<RunRow, 'found'>): string {
  if (found === undefined) return t('damaged report');
  return runInWords(found, t) ?? t('no verdict');
}

export function verdictShown(run: RunRow): HTMLElement {
  const severity = run.found === undefined ? 'error' : run.found.verdict?.severity;
  return h(
    'span',
    { class: `verdict ${severity ?? ''}`, title: run.problem },
    severity !== undefined && icon(severity),
    h('span', {}, verdictOf(run)),
  );
}
