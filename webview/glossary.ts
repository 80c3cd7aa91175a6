/**
 * What a term means, where it stands: on hover, on focus and on a press, until the Escape key. The words are those of the glossary. Each
 * meaning is in the page once; what describes a term to a screen reader is the same element that the eye sees.
 */
import { TERMS, type Term } from '../src/report/words/glossary/terms.ts';
import { type Child, h } from './dom.ts';
import { t, translated } from './l10n.ts';

/** Longest first, so that `transferable LIS` is one term and not two words of which one is. */
const ENTRIES: readonly Term[] = [...TERMS].sort((a, b) => b.word.length - a.word.length);

const isSame = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** @param word of the glossary, or what the reader's language has for it */
function entryOf(word: string | undefined): Term | undefined {
  if (word === undefined) return undefined;
  return ENTRIES.find((entry) => isSame(entry.word, word) || isSame(translated(entry.word), word));
}

/** Between a term and its meaning, and between that and the edge of the page, CSS pixels. */
const GAP = 6;

/** A term that explains itself; `text` where the sentence has another form of it. The text alone where the glossary has no such word. */
export function term(word: string, text: string = translated(word)): Child {
  if (entryOf(word) === undefined) return text;
  const button = h('button', { type: 'button', class: 'term' }, text);
  explain(button, word);
  return button;
}

/** Lets an element that can have the focus explain a term; nothing where the glossary has no such word. */
export function explain(element: HTMLElement, word: string | undefined): void {
  const entry = entryOf(word);
  if (entry === undefined) return;
  element.setAttribute('aria-describedby', meaningOf(entry).id);
  const open = (): void => show(element, meaningOf(entry));
  element.addEventListener('mouseenter', open);
  element.addEventListener('focus', open);
  element.addEventListener('click', open);
  element.addEventListener('mouseleave', leave);
  element.addEventListener('blur', hide);
}

/** A text whose terms explain themselves, each at its first place. */
export function explained(text: string, words: readonly string[]): Child[] {
  const sought = ENTRIES.filter(({ word }) => words.some((wanted) => entryOf(wanted)?.word === word));
  const found = sought
    .flatMap(({ word }) => {
      const [found] = text.matchAll(standing(word));
      return found === undefined ? [] : [{ word, at: found.index, written: found[0] }];
    })
    .sort((a, b) => a.at - b.at);
  const parts: Child[] = [];
  let end = 0;
  for (const { word, at, written } of found) {
    if (at < end) continue;
    // A term is a box of its own: a line would break between it and the bracket or the full stop beside it.
    const opening = /[([“"]*$/.exec(text.slice(end, at))![0];
    const after = at + written.length;
    const closing = /^(?: \d[\d.]*)?[)\]”".,;:!?]*/.exec(text.slice(after))![0];
    const made = term(word, written);
    parts.push(
      text.slice(end, at - opening.length),
      opening === '' && closing === '' ? made : h('span', { class: 'bound' }, opening, made, closing),
    );
    end = after + closing.length;
  }
  return [...parts, text.slice(end)];
}

/** A word that stands by itself, or several of it; in a script without spaces, the word wherever it is. */
function standing(word: string): RegExp {
  const written = translated(word);
  if (/\p{Script=Han}/u.test(written)) return new RegExp(written, 'gu');
  const plain = written.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`(?<![\\p{L}\\d-])${plain}s?(?![\\p{L}\\d-])`, 'giu');
}

function meaningOf({ word, means }: Term): HTMLElement {
  const id = `means-${word.toLowerCase().replace(/[^a-z\d]+/g, '-')}`;
  const there = document.getElementById(id);
  if (there !== null) return there;
  const made = h(
    'div',
    { id, class: 'meaning', role: 'tooltip', hidden: true },
    h('strong', {}, translated(word)),
    t('{0}: {1}', '', translated(means)),
  );
  made.addEventListener('mouseleave', leave);
  made.addEventListener('mouseenter', stay);
  document.body.append(made);
  return made;
}

let shown: HTMLElement | undefined;
let leaving: ReturnType<typeof setTimeout> | undefined;

function show(element: HTMLElement, meaning: HTMLElement): void {
  stay();
  if (shown !== meaning) hide();
  shown = meaning;
  meaning.hidden = false;
  const at = element.getBoundingClientRect();
  const { width, height } = meaning.getBoundingClientRect();
  const left = Math.min(Math.max(at.left, GAP), window.innerWidth - width - GAP);
  const below = at.bottom + GAP + height <= window.innerHeight || at.top < height + GAP;
  meaning.style.left = `${Math.max(left, GAP)}px`;
  meaning.style.top = `${below ? at.bottom + GAP : at.top - GAP - height}px`;
  document.addEventListener('keydown', onEscape, true);
  window.addEventListener('scroll', hide, { passive: true });
}

function hide(): void {
  stay();
  if (shown === undefined) return;
  shown.hidden = true;
  shown = undefined;
  document.removeEventListener('keydown', onEscape, true);
  window.removeEventListener('scroll', hide);
}

/** The pointer may go on to the meaning, to select its words. */
function leave(): void {
  stay();
  leaving = setTimeout(hide, 200);
}

function stay(): void {
  clearTimeout(leaving);
}

function onEscape(event: KeyboardEvent): void {
  if (event.key !== 'Escape') return;
  event.stopPropagation();
  hide();
}
