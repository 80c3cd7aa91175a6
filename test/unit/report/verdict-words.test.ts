import { expect, test } from 'vitest';
import { answerInWords, verdictInWords } from '../../../src/report/words/verdict-words.ts';

const verdict = (code: Parameters<typeof verdictInWords>[0]['code'], severity = 'info' as const) => ({
  ...{ code, severity, target: 'co-click' },
});

test('says what a verdict means, and not its code', () => {
  const positive = { ...verdict('headroom'), severity: 'positive' as const };
  expect(verdictInWords(positive)).toBe('worth aligning on');
  expect(verdictInWords(verdict('headroom'))).toBe('may be worth aligning on');
  expect(verdictInWords(verdict('no-headroom'))).toBe('not worth aligning on');
  expect(verdictInWords({ ...verdict('no-headroom'), severity: 'warning' })).toBe('touches no row');
  expect(verdictInWords(verdict('underpowered'))).toBe('undecided');
  expect(verdictInWords(verdict('label-leak'))).toBe('holds the label');
});

test('a gain without relations between items is not worth it, whatever its size', () => {
  const all = [verdict('headroom'), verdict('artefact')];
  expect(verdictInWords(all[0]!, all)).toBe('not worth it as it stands');
  expect(verdictInWords(all[0]!, [{ code: 'artefact', target: 'swing' }])).toBe('may be worth aligning on');
});

test('of a report a leak speaks first', () => {
  const words = { message: '', action: '' };
  const verdicts = [
    { ...verdict('no-headroom'), ...words },
    { ...verdict('label-leak'), severity: 'error' as const, target: 'ctr', ...words },
  ];
  expect(answerInWords({ verdicts })).toBe('holds the label');
  expect(answerInWords({ verdicts }, 'co-click')).toBe('not worth aligning on');
  expect(answerInWords({ verdicts: [] })).toBeUndefined();
});

test('is translated', () => {
  expect(verdictInWords(verdict('underpowered'), [], (text) => `«${text}»`)).toBe('«undecided»');
});
