/**
 * Phrases that the surfaces of the editor have in common. Pure, so that the words are tested without an editor.
 */
import type { Verdict } from '../../report/schema.ts';

/** `vscode.l10n.t`. */
export type Translate = (message: string, ...args: (string | number)[]) => string;

/** A verdict in a few words; `answer.ts` says when headroom is less than it seems. */
export function verdictName(code: Verdict['code'], t: Translate): string {
  const names: Record<Verdict['code'], string> = {
    'label-leak': t('label leak'),
    'label-suspect': t('may hold the label'),
    headroom: t('worth aligning on'),
    'no-headroom': t('not worth aligning on'),
    underpowered: t('undecided'),
    'self-evidence': t('users predicting themselves'),
    artefact: t('not relations between items'),
    'freshness-limited': t('limited by its age'),
    'cold-start-opportunity': t('good for new items'),
    'low-coverage': t('touches few rows'),
    'objective-dependent': t('depends on the objective'),
    drifting: t('drifting'),
    'ranker-dependent': t('depends on the ranker'),
    'alignment-bottleneck': t('the alignment is the bottleneck'),
    'data-bottleneck': t('the data is the bottleneck'),
    'exceeds-reference': t('more than this data could give'),
    'content-cannot-express': t('content cannot express it'),
  };
  return names[code];
}

/** `just now`, `5 min ago`, `2 h ago`, `3 days ago`; a report from the future counts as just now. */
export function age(milliseconds: number, t: Translate): string {
  const minutes = Math.floor(milliseconds / 60_000);
  if (minutes < 1) return t('just now');
  if (minutes < 60) return t('{0} min ago', minutes);
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return t('{0} h ago', hours);
  return t('{0} days ago', Math.floor(hours / 24));
}
