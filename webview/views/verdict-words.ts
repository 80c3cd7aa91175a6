/** A verdict in a few words, in the reader's language. */
import type { Report, Verdict } from '../../src/report/schema.ts';
import { verdictInWords } from '../../src/report/words/verdict-words.ts';
import { t } from '../l10n.ts';

/** @param verdicts all of the same report or part of it: what a gain comes from is a verdict of its own */
export function verdictWords(verdict: Verdict, verdicts: Report['verdicts']): string {
  return verdictInWords(verdict, verdicts, t);
}

/** The words of the first verdict on a source or a model, for a table; a dash where there is none. */
export function firstVerdict(verdicts: Report['verdicts'], name: string): string {
  const verdict = verdicts.find(({ target }) => target === name);
  return verdict === undefined ? '–' : verdictWords(verdict, verdicts);
}
