/** What the status item says. */
import { leadingVerdict } from '../../report/words/label-leak.ts';
import type { SpecState } from '../state/spec-state.ts';
import { type Translate, verdictName } from '../words/phrases.ts';
import { runningTitle } from '../words/titles.ts';

/** In the status bar: `LIS: headroom (co-click)`, `LIS: stale`, `LIS: training base … 43 %`. */
export function statusText(state: SpecState, t: Translate): string {
  switch (state.kind) {
    case 'running':
      return t('LIS: {0}', runningTitle(state, t));
    case 'broken':
      return t('LIS: error in the spec');
    case 'failed':
      return t('LIS: the last run failed');
    case 'new':
      return t('LIS: ready');
    case 'done': {
      if (state.stale !== undefined) return t('LIS: stale');
      const verdict = leadingVerdict(state.report);
      return verdict === undefined
        ? t('LIS: evaluated')
        : t('LIS: {0} ({1})', verdictName(verdict.code, t), verdict.target);
    }
  }
}
