/** What the item of the status bar says. Pure, so that the words are tested without an editor. */
import { leadingVerdict } from '../../../report/words/label-leak.ts';
import { bestModel, bestSource } from '../../../report/words/summary.ts';
import type { BarText } from '../../show/status.ts';
import type { SpecState } from '../../state/spec-state.ts';
import { shortAnswer, wholeAnswer } from '../../words/answer.ts';
import type { Translate } from '../../words/phrases.ts';
import { staleText } from '../../words/stale.ts';
import { runningTitle } from '../../words/titles.ts';
import { type Glance, glanceOf } from './kinds.ts';

const ICONS: Record<Glance, string> = {
  worth: 'pass',
  'not-worth': 'circle-slash',
  undecided: 'question',
  leak: 'error',
};

/** `LIS: worth aligning on +0.020`. @param name of the spec's file */
export function barText(state: SpecState, name: string, t: Translate): BarText {
  const said = (icon: string, text: string, ...tooltip: string[]): BarText => ({
    ...{ icon, text: t('LIS: {0}', text) },
    tooltip: [name, ...tooltip],
    spoken: t('Leakage Impact Score of {0}: {1}', name, [text, ...tooltip].join('. ')),
  });
  switch (state.kind) {
    case 'running':
      return said('sync~spin', t('{0} %', Math.floor(state.fraction * 100)), runningTitle(state, t));
    case 'broken':
      return said('error', t('error in the spec'), state.sentence);
    case 'failed':
      return said('error', t('the last run failed'), state.sentence);
    case 'new':
      return said('circle-large-outline', t('not evaluated yet'));
    case 'done': {
      const answer = shortAnswer(state.report, t, false) ?? t('evaluated');
      const stale = staleText(state.stale, t);
      const whole = wholeAnswer(state.report, t);
      return stale === undefined
        ? said(iconOf(state), answer, ...whole)
        : said('history', t('{0} (stale)', answer), t('stale: {0}', stale), ...whole);
    }
  }
}

function iconOf({ report }: SpecState): string {
  if (report === undefined) return 'graph';
  const leading = leadingVerdict(report);
  const judged =
    leading?.severity === 'error' ? leading.target : (bestSource(report) ?? bestModel(report))?.name;
  const glance = glanceOf(report.verdicts.filter(({ target }) => target === judged));
  return glance === undefined ? 'graph' : ICONS[glance];
}
