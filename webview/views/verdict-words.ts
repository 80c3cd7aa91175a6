/** A verdict in a few words, for where its sentence has no room. */
import type { Verdict } from '../../src/report/schema.ts';
import { t } from '../l10n.ts';

const WORDS: Readonly<Record<Verdict['code'], () => string>> = {
  'label-leak': () => t('holds the label'),
  'label-suspect': () => t('may hold the label'),
  headroom: () => t('worth aligning on'),
  'no-headroom': () => t('not worth aligning on'),
  underpowered: () => t('undecided'),
  'self-evidence': () => t('mostly users’ own clicks'),
  artefact: () => t('not from relations'),
  'freshness-limited': () => t('rebuild it more often'),
  'cold-start-opportunity': () => t('best for new items'),
  'low-coverage': () => t('reaches few rows'),
  'ranker-dependent': () => t('depends on the ranker'),
  'objective-dependent': () => t('depends on the objective'),
  drifting: () => t('changes over time'),
  'alignment-bottleneck': () => t('the alignment is the bottleneck'),
  'data-bottleneck': () => t('the data is the bottleneck'),
  'exceeds-reference': () => t('more than the data could give'),
  'content-cannot-express': () => t('content cannot express it'),
};

/** Headroom alone is no advice: of declared data, or of what is there without relations, it only may be worth it. */
export function verdictWords({ code, severity }: Pick<Verdict, 'code' | 'severity'>): string {
  if (code === 'headroom' && severity !== 'positive') return t('may be worth aligning on');
  return WORDS[code]();
}

/** The words of the first verdict on a source or a model, for a table; a dash where there is none. */
export function firstVerdict(verdicts: readonly Verdict[], name: string): string {
  const verdict = verdicts.find(({ target }) => target === name);
  return verdict === undefined ? '–' : verdictWords(verdict);
}
