/** Tab Scores: what each source and model is worth, in one picture and one list; the numbers behind an answer unfold on demand. */

import { score } from '../../src/common/format.ts';
import { type Answer, answers } from '../../src/report/answers.ts';
import type { Report } from '../../src/report/schema.ts';
import { gainCell } from '../../src/report/words/answer-words.ts';
import { type Child, h, icon, shapeIcon } from '../dom.ts';
import { explained, term } from '../glossary.ts';
import { t, translated } from '../l10n.ts';
import { actButtons } from './act-buttons.ts';
import {
  answersChart,
  hasHollow,
  hollowWords,
  type KeyWord,
  keyWords,
  leaksChart,
  levelWords,
  SHAPES,
} from './answers-chart.ts';
import { verdictBadge } from './badge.ts';
import { details } from './details.ts';
import { earlierNote } from './earlier.ts';
import { modelsTable } from './models.ts';
import { objectivesTable } from './objectives.ts';
import { sortableTable } from './table.ts';
import type { View, ViewContext } from './view.ts';

export const scoresView: View = (context) => {
  const { report } = context;
  const shown = answers(report, t);
  if (shown.length === 0) return baseAlone(report);
  const list = answersList(shown, context);
  const honest = answersChart(context, list.unfold);
  const leaks = leaksChart(context, list.unfold);
  return h(
    'div',
    { class: 'stack' },
    honest && context.figure(honest, key(keyWords(shown)), reading(shown)),
    leaks && context.figure(leaks, t('These hold the label: no gain of the data, whatever its size.')),
    list.element,
    report.models.length > 0 && sortableTable(modelsTable(context), context),
    objectivesTable(context),
  );
};

/** Which mark is what; each term explains itself. */
function key(words: readonly KeyWord[]): HTMLElement {
  const entry = ({ shape, term: word, text }: KeyWord): HTMLElement => {
    const name = translated(word);
    const rest = text.startsWith(name) ? text.slice(name.length) : text;
    return h(
      'li',
      {},
      shape === undefined ? h('span', { class: 'band', 'aria-hidden': 'true' }) : shapeIcon(shape),
      h('span', {}, rest === text ? null : term(word), rest),
    );
  };
  return h('ul', { class: 'key' }, ...words.map(entry));
}

function reading(shown: readonly Answer[]): HTMLElement {
  const words = [levelWords(shown), ...(hasHollow(shown) ? [hollowWords()] : [])].join(' ');
  return h('p', { class: 'quiet' }, ...explained(words, ['interval']));
}

interface List {
  element: HTMLElement;
  /** Unfolds an answer, or folds it, and brings it into sight. */
  unfold(name: string): void;
}

function answersList(shown: readonly Answer[], context: ViewContext): List {
  const items = shown.map((answer, i) => ({ name: answer.name, ...item(answer, i, context) }));
  return {
    element: h('ul', { class: 'answers' }, ...items.map(({ element }) => element)),
    unfold(name) {
      const found = items.find((candidate) => candidate.name === name);
      found?.turn();
      found?.element.scrollIntoView?.({ block: 'nearest' });
    },
  };
}

/** An answer in a line, with what to do next; its button unfolds the rest. */
function item(answer: Answer, place: number, context: ViewContext) {
  const { name, what, leaks, verdict, action } = answer;
  const id = `details-${place}`;
  const inside = h('div', { id, class: 'details', hidden: true });
  const isOpen = (): boolean => (context.state.open ?? []).includes(name);
  const button = h(
    'button',
    {
      type: 'button',
      class: 'fold-out',
      'aria-expanded': 'false',
      'aria-controls': id,
      'data-key': `answer:${name}`,
      click: () => turn(),
    },
    icon('chevron'),
    shapeIcon(leaks ? 'triangle' : SHAPES[what]),
    h('span', { class: 'name' }, name),
    ' ',
    h(
      'span',
      { class: 'gain' },
      leaks ? t('no gain of the data') : `${translated(what)} ${gainCell(answer.gain)}`,
    ),
  );
  const show = (): void => {
    const open = isOpen();
    button.setAttribute('aria-expanded', String(open));
    inside.hidden = !open;
    if (open && inside.childElementCount === 0) inside.append(...details(answer, context));
  };
  const turn = (): void => {
    const others = (context.state.open ?? []).filter((other) => other !== name);
    context.keep({ open: isOpen() ? others : [...others, name] });
    show();
  };
  show();
  const element = h(
    'li',
    { class: `answer card ${verdict?.severity ?? ''}` },
    h('header', {}, h('h3', {}, button), verdict !== undefined && verdictBadge(verdict, context.report)),
    action !== undefined && next(action),
    ...doing(answer, context),
    earlierNote(name, context),
    inside,
  );
  return { element, turn };
}

/** The edits of the spec that the verdict asks for. */
function doing({ name, verdict }: Answer, context: ViewContext): HTMLElement[] {
  const buttons = verdict === undefined ? [] : actButtons(name, verdict.code, context, 'answer-');
  return buttons.length === 0 ? [] : [h('div', { class: 'buttons' }, ...buttons)];
}

function next(action: string): Child {
  return h('p', { class: 'action' }, icon('arrow'), h('span', {}, action));
}

function baseAlone({ arms }: Report): HTMLElement {
  const base = arms.find(({ arm }) => arm === 'base');
  return h(
    'div',
    { class: 'empty' },
    h('p', { class: 'headline' }, base === undefined ? '–' : score(base.auc)),
    h('p', { class: 'quiet' }, ...explained(t('AUC of the base'), ['AUC', 'base'])),
    h(
      'p',
      {},
      t(
        'The spec names no preference data: this is the ranking without any. Add sources to see what they bring.',
      ),
    ),
  );
}
