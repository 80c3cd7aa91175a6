/**
 * The run that goes on, on one line that changes in place. A screen reader hears of its start and its end; the bar it may
 * ask for in between.
 */

import { roughDuration } from '../../src/common/format.ts';
import type { HostToPanelPayloads } from '../../src/protocol/panel.ts';
import { h, icon, setText } from '../dom.ts';
import { t } from '../l10n.ts';
import type { ViewContext } from './view.ts';

export type Progress = HostToPanelPayloads['progress'];

export interface ProgressLine {
  element: HTMLElement;
  show(progress: Progress): void;
}

export function progressLine(post: ViewContext['post']): ProgressLine {
  const message = h('span', { class: 'message' });
  const share = h('span', { class: 'quiet' });
  const bar = h('progress', { max: 1, 'aria-label': t('Progress of the evaluation') });
  const said = h('p', { role: 'status', class: 'for-readers' });
  const line = h(
    'div',
    { class: 'progress', hidden: true },
    h(
      'div',
      { class: 'words' },
      h('vscode-progress-ring', { 'aria-hidden': 'true' }),
      h('p', {}, message, ' ', share),
    ),
    h(
      'vscode-button',
      { appearance: 'secondary', 'data-key': 'cancel', click: () => post('cancel', {}) },
      t('Cancel'),
      icon('stop', 'start'),
    ),
    bar,
  );
  return {
    element: h('div', {}, line, said),
    show(progress) {
      const running = progress !== null;
      if (line.hidden === running) setText(said, running ? t('Evaluation started.') : t('Evaluation ended.'));
      line.hidden = !running;
      if (progress === null) return;
      const { message: words, fraction, secondsLeft } = progress;
      setText(message, words);
      const done = t('{0} %', Math.floor(fraction * 100));
      const left = secondsLeft === undefined ? undefined : roughDuration(secondsLeft);
      setText(share, left === undefined ? done : t('{0} · {1} left', done, left));
      bar.value = fraction;
    },
  };
}
