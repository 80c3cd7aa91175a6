import { expect, test } from 'vitest';
import type { Verdict } from '../../../src/report/schema.ts';
import { verdictInWords } from '../../../src/report/words/verdict-words.ts';

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

test('what stands beside a headroom may take it back', () => {
  const beside = (...codes: Verdict['code'][]) =>
    verdictInWords(
      { ...verdict('headroom'), severity: 'positive' },
      codes.map((code) => verdict(code)),
    );
  expect(beside()).toBe('worth aligning on');
  expect(beside('self-evidence')).toBe('worth aligning on');
  expect(beside('ranker-dependent')).toBe('depends on the ranker');
  expect(beside('objective-dependent', 'label-suspect')).toBe('may hold the label');
  expect(beside('label-suspect', 'artefact')).toBe('not worth it as it stands');
});

test('is translated', () => {
  expect(verdictInWords(verdict('underpowered'), [], (text) => `«${text}»`)).toBe('«undecided»');
});
