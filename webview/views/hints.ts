/** Tab Hints: the report's judgements as cards, most important first, each with what to do next, buttons that do it, and where. */

import type { Report, Verdict } from '../../src/report/schema.ts';
import { gateSentence } from '../../src/report/words/gate.ts';
import { h, icon } from '../dom.ts';
import { t } from '../l10n.ts';
import { actButtons } from './act-buttons.ts';
import { verdictBadge } from './badge.ts';
import { earlierNote } from './earlier.ts';
import { emptyNote } from './part-picker.ts';
import type { View, ViewContext } from './view.ts';

export const hintsView: View = (context) => {
  const { verdicts, gate } = context.report;
  if (verdicts.length === 0 && gate === undefined) {
    return emptyNote(
      t('The report judges nothing: no source or model is large or certain enough to speak of.'),
    );
  }
  return h(
    'div',
    { class: 'hints' },
    gate && gateCard(gate),
    ...[...verdicts.filter(isError), ...verdicts.filter((verdict) => !isError(verdict))].map((verdict) =>
      card(verdict, context),
    ),
  );
};

const isError = ({ severity }: Verdict): boolean => severity === 'error';

function card(verdict: Verdict, context: ViewContext): HTMLElement {
  const { post, specName } = context;
  const { code, severity, target, message, action, columns } = verdict;
  const specPath = columns?.[0]?.specPath;
  const go = () => post('goTo', { name: target, ...(specPath && { specPath }) });
  return h(
    'article',
    { class: `card hint ${severity}` },
    h(
      'header',
      {},
      h('h3', {}, target),
      verdictBadge(verdict, context.report),
      h('code', { class: 'quiet' }, code),
    ),
    h('p', {}, message),
    earlierNote(target, context),
    h('p', { class: 'action' }, icon('arrow'), h('span', {}, action)),
    h(
      'div',
      { class: 'buttons' },
      ...actButtons(target, code, context),
      h(
        'vscode-button',
        {
          appearance: 'secondary',
          'aria-label': t('Go to {0} in {1}', target, specName),
          'data-key': `go:${target}:${code}`,
          click: go,
        },
        t('Go to {0}', target),
        icon('file', 'start'),
      ),
    ),
  );
}

function gateCard(gate: NonNullable<Report['gate']>): HTMLElement {
  const severity = gate.met ? 'positive' : 'warning';
  return h(
    'article',
    { class: `card hint ${severity}` },
    h(
      'header',
      {},
      h('h3', {}, t('Gate')),
      h('span', { class: `badge ${severity}` }, icon(severity), gate.met ? t('met') : t('not met')),
    ),
    h('p', {}, gateSentence(gate, t)),
  );
}
