// @vitest-environment jsdom
/** Terms that say what they mean: to the eye, to the keyboard and to a screen reader. */
import './browser.ts';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { TERMS } from '../../src/report/words/glossary/terms.ts';
import { h } from '../../webview/dom.ts';
import { explain, explained, term } from '../../webview/glossary.ts';

const means = (word: string) => TERMS.find((term) => term.word === word)!.means;
const shown = () => [...document.querySelectorAll<HTMLElement>('.meaning')].filter(({ hidden }) => !hidden);
const put = (word: string): HTMLElement => {
  const made = term(word) as HTMLElement;
  document.body.append(made);
  return made;
};
const happens = (element: Element, type: string) => element.dispatchEvent(new MouseEvent(type));
const pressEscape = () =>
  document.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));

beforeEach(() => document.body.replaceChildren());
afterEach(() => vi.useRealTimers());

describe('a term', () => {
  test('is described by its meaning, in the words of the glossary', () => {
    const lis = put('LIS');
    const meaning = document.getElementById(lis.getAttribute('aria-describedby')!)!;
    expect(meaning.textContent).toBe(`LIS: ${means('LIS')}`);
    expect([meaning.getAttribute('role'), meaning.hidden]).toEqual(['tooltip', true]);
    expect(lis.hasAttribute('title')).toBe(false);
    put('LIS');
    expect(document.querySelectorAll('.meaning')).toHaveLength(1);
  });

  test('stays on one line with its bracket and its number', () => {
    const parts = explained('raise this ranker (AUC 0.671) by 0.02 AUC.', ['AUC']);
    document.body.append(h('p', {}, ...parts));
    expect(document.querySelector('p')!.textContent).toBe('raise this ranker (AUC 0.671) by 0.02 AUC.');
    expect(document.querySelector('p .bound')!.textContent).toBe('(AUC 0.671)');
  });

  test.each(['mouseenter', 'focus', 'click'])('shows it at %s, one at a time, until Escape', (type) => {
    happens(put('LIS'), type);
    expect(shown().map(({ textContent }) => textContent)).toEqual([`LIS: ${means('LIS')}`]);
    happens(put('AIS'), type);
    expect(shown().map(({ textContent }) => textContent)).toEqual([`AIS: ${means('AIS')}`]);
    document.dispatchEvent(new KeyboardEvent('keydown', { key: 'a' }));
    expect(shown()).toHaveLength(1);
    pressEscape();
    expect(shown()).toEqual([]);
  });

  test('hides it when the focus goes, or a moment after the pointer, which may go on to the meaning', () => {
    vi.useFakeTimers();
    const lis = put('LIS');
    happens(lis, 'focus');
    happens(lis, 'blur');
    expect(shown()).toEqual([]);
    happens(lis, 'mouseenter');
    happens(lis, 'mouseleave');
    happens(shown()[0]!, 'mouseenter');
    vi.runAllTimers();
    expect(shown()).toHaveLength(1);
    happens(shown()[0]!, 'mouseleave');
    vi.runAllTimers();
    expect(shown()).toEqual([]);
  });

  test('is a plain text where the glossary has none', () => {
    expect(term('recipe')).toBe('recipe');
    const button = h('button', {}, 'recipe');
    explain(button, 'recipe');
    explain(button, undefined);
    expect(button.hasAttribute('aria-describedby')).toBe(false);
  });
});

test('a text has each term once, whole and as a word of its own', () => {
  const text = h(
    'p',
    {},
    ...explained('The total LIS of LIST has an AUC; another AUC.', ['LIS', 'total LIS', 'AUC']),
  );
  expect(text.textContent).toBe('The total LIS of LIST has an AUC; another AUC.');
  expect([...text.querySelectorAll('.term')].map(({ textContent }) => textContent)).toEqual([
    'total LIS',
    'AUC',
  ]);
  const several = h('p', {}, ...explained('two intervals', ['interval']));
  expect(several.querySelector('.term')?.textContent).toBe('intervals');
  expect(explained('nothing here', ['LIS'])).toEqual(['nothing here']);
});
