/** What the status item says. */
import type { SpecState } from '../state/spec-state.ts';
import { shortAnswer } from '../words/answer.ts';
import type { Translate } from '../words/phrases.ts';
import { runningTitle } from '../words/titles.ts';

/** In the status bar: `LIS: worth aligning on: co-click +0.020`, `LIS: stale`, `LIS: training base … 43 %`. */
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
    case 'done':
      return state.stale !== undefined
        ? t('LIS: stale')
        : t('LIS: {0}', shortAnswer(state.report, t) ?? t('evaluated'));
  }
}
