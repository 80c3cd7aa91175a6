/**
 * A verdict in two to four words, for places where a sentence has no room: a row of a list, a cell of a table, a lens. They say what the
 * code means, so that nobody has to know the code.
 */
import type { Verdict } from '../schema.ts';
import { inEnglish, type Translate } from './translate.ts';

/**
 * @param all the verdicts of the same report: what takes a headroom back is a verdict of its own
 * @returns such as `worth aligning on`
 */
export function verdictInWords(
  verdict: Pick<Verdict, 'code' | 'severity' | 'target'>,
  all: readonly Pick<Verdict, 'code' | 'target'>[] = [],
  t: Translate = inEnglish,
): string {
  const { code, severity, target } = verdict;
  if (code === 'headroom') {
    const doubt = doubtOf(target, all);
    if (doubt === 'artefact') return t('not worth it as it stands');
    if (doubt !== undefined && severity === 'positive')
      return verdictInWords({ ...verdict, code: doubt }, all, t);
    return severity === 'positive' ? t('worth aligning on') : t('may be worth aligning on');
  }
  // A warning of this code says that the data reaches no row: that is no judgement of it.
  if (code === 'no-headroom')
    return severity === 'warning' ? t('touches no row') : t('not worth aligning on');
  const words: Record<typeof code, string> = {
    underpowered: t('undecided'),
    'label-leak': t('holds the label'),
    'label-suspect': t('may hold the label'),
    'self-evidence': t('mostly users’ own future'),
    artefact: t('not from relations between items'),
    'freshness-limited': t('refresh it more often'),
    'cold-start-opportunity': t('helps new items most'),
    'low-coverage': t('reaches few rows'),
    'ranker-dependent': t('depends on the ranker'),
    'objective-dependent': t('depends on the objective'),
    drifting: t('drifting'),
    'alignment-bottleneck': t('alignment is the bottleneck'),
    'data-bottleneck': t('data is the bottleneck'),
    'exceeds-reference': t('more than the data could'),
    'content-cannot-express': t('content cannot express it'),
  };
  return words[code];
}

/** What takes a headroom back, the strongest first. */
const DOUBTS = ['artefact', 'label-suspect', 'ranker-dependent', 'objective-dependent'] as const;

/** The verdict beside a headroom that makes it doubtful. */
export function doubtOf(
  target: string,
  all: readonly Pick<Verdict, 'code' | 'target'>[],
): (typeof DOUBTS)[number] | undefined {
  return DOUBTS.find((code) => all.some((other) => other.code === code && other.target === target));
}

/** That of a run, from the little that lists hold of it. */
export function runInWords(
  {
    verdict,
    artefact,
  }: { verdict?: Pick<Verdict, 'code' | 'severity' | 'target'> | undefined; artefact: boolean },
  t?: Translate,
): string | undefined {
  const all = verdict && artefact ? [{ code: 'artefact' as const, target: verdict.target }] : [];
  return verdict && verdictInWords(verdict, all, t);
}
