/** The head of the panel: what is shown, whether it still holds, and what can be done with it. */

import { count, percent, zonedTime } from '../../src/common/format.ts';
import type { HostToPanelPayloads } from '../../src/protocol/panel.ts';
import type { Report } from '../../src/report/schema.ts';
import { openingSentences } from '../../src/report/words/opening.ts';
import { firstSentence, summaryOf } from '../../src/report/words/summary.ts';
import { h, icon } from '../dom.ts';
import { explained } from '../glossary.ts';
import { t, translated } from '../l10n.ts';
import { actButtons } from './act-buttons.ts';
import type { ViewContext } from './view.ts';

export type Shown =
  | ({ kind: 'report' } & HostToPanelPayloads['report'])
  | ({ kind: 'nothing' } & HostToPanelPayloads['nothing']);

export function headerView(
  shown: Shown,
  running: boolean,
  context: Pick<ViewContext, 'acts' | 'post'>,
): HTMLElement {
  const { post } = context;
  return h(
    'header',
    { class: 'page' },
    h(
      'div',
      { class: 'title' },
      h('p', { class: 'quiet eyebrow' }, t('Leakage Impact Score')),
      h(
        'h1',
        {},
        h(
          'button',
          {
            type: 'button',
            class: 'link',
            'data-key': 'spec',
            title: t('Open the spec'),
            click: () => post('openSpec', {}),
          },
          shown.specName,
        ),
      ),
    ),
    h(
      'div',
      { class: 'actions' },
      shown.canEvaluate &&
        !running &&
        h(
          'vscode-button',
          { 'data-key': 'evaluate', click: () => post('evaluate', {}) },
          t('Evaluate'),
          icon('play', 'start'),
        ),
      shown.kind === 'report' &&
        h(
          'vscode-button',
          { appearance: 'secondary', 'data-key': 'export', click: () => post('export', {}) },
          t('Export…'),
          icon('export', 'start'),
        ),
    ),
    shown.kind === 'report' && opening(shown.report, context),
    shown.kind === 'report' && h('p', { class: 'quiet facts-line' }, facts(shown.report)),
    shown.kind === 'report' && shown.stale !== null && notice('warning', t('Stale: {0}', shown.stale)),
    shown.kind === 'report' && shown.earlier.length > 0 && notice('info', partial(shown)),
    shown.kind === 'report' && shown.note !== null && notice('warning', shown.note),
  );
}

function facts({ data, created }: HostToPanelPayloads['report']['report']): string {
  return [
    t('{0} rows of {1} users evaluated', count(data.evalRows), count(data.evalUsers)),
    t('{0} positive', percent(data.evalPositiveRate ?? data.positiveRate)),
    zonedTime(created),
  ].join(' · ');
}

/** For a picture: the answer, and what it rests on with the coverage of each source. */
export function aboutReport(report: Report): string[] {
  const covered = report.sources.map(
    ({ name, coverage }) => `${name}: ${t('coverage {0}', percent(coverage))}`,
  );
  return [together(summaryOf(report, t).sentence), [facts(report), ...covered].join(' · ')];
}

const TERMS = ['LIS', 'AIS', 'AUC', 'GAUC', 'NDCG', 'recall', 'base', 'preference data', 'power'];

/** The answer, what it rests on, and what to do next. */
function opening(report: Report, context: Pick<ViewContext, 'acts' | 'post'>): HTMLElement {
  const [whole = '', ...rest] = openingSentences(report, t).map(together);
  // The first sentence of the answer stands out.
  const [answer, more] = firstSentence(whole);
  const next = nextPart(report);
  const buttons = next?.verdict === undefined ? [] : actButtons(next.target, next.verdict, context, 'head-');
  return h(
    'div',
    { class: 'answer-first' },
    h(
      'p',
      { class: 'opening' },
      h('strong', {}, ...explained(answer, TERMS)),
      ' ',
      // Each term once: those of the answer explain themselves there.
      ...explained(
        [more, ...rest].filter((sentence) => sentence !== '').join(' '),
        TERMS.filter((word) => !answer.includes(translated(word))),
      ),
    ),
    next?.action !== undefined &&
      h(
        'p',
        { class: 'action next' },
        icon('arrow'),
        h('span', {}, h('strong', {}, t('Next:')), ` ${next.action}`),
      ),
    buttons.length > 0 && h('div', { class: 'buttons' }, ...buttons),
  );
}

/** A number and its margin stay on one line. */
const together = (text: string): string => text.replaceAll(' ± ', '\u00a0±\u00a0');

/** The source or model that the answer is about, which advises what to do: the answer begins with its sentence. */
function nextPart(report: Report) {
  const { sentence, parts } = summaryOf(report, t);
  return parts.find((part) => sentence.startsWith(part.sentence));
}

/** What of the report is not of its newest run. */
function partial({ report, earlier }: HostToPanelPayloads['report']): string {
  return t(
    'The newest run evaluated {0} alone. From earlier runs: {1}. CSV, JSON and Markdown hold the newest run.',
    (report.spec.only ?? []).join(', '),
    earlier.map(({ name }) => name).join(', '),
  );
}

function notice(severity: 'warning' | 'info', text: string): HTMLElement {
  return h('p', { class: `notice ${severity}` }, icon(severity), h('span', {}, text));
}
