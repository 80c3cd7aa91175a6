/** The code checks over the corpus of small programs, and the table of it in the docs. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { marks, measuredPart, withMeasured } from '../../../scripts/code-corpus.mjs';
import { auditCode } from '../../support/code-audit.ts';
import { describeMistake, measure } from '../../support/code-corpus.ts';

const measured = await measure(auditCode);
const { overall, mistakes } = measured;

describe('the code checks', () => {
  it('find what leaks in at least 95 of 100 programs', () => {
    const missed = mistakes.filter(({ fault }) => fault === 'miss').map(describeMistake);
    expect(overall.recall, missed.join('\n')).toBeGreaterThanOrEqual(0.95);
  });

  it('find nothing in a program that is right', () => {
    expect(mistakes.filter(({ fault }) => fault === 'false alarm').map(describeMistake)).toEqual([]);
  });

  it('report a line that the author of the program expected, nearly always', () => {
    const strays = mistakes.filter(({ fault }) => fault === 'line').map(describeMistake);
    expect(overall.firstLine, strays.join('\n')).toBeGreaterThanOrEqual(0.9);
  });
});

describe('the page', () => {
  it('has the table of today: else run `npm run code-corpus` and commit it', () => {
    const page = readFileSync(join(import.meta.dirname, '../../../docs/audit-code.md'), 'utf8');
    expect(page).toContain(measuredPart(measured).trim());
  });

  it('keeps what is around the marks', () => {
    const part = `${marks[0]}\nnew\n${marks[1]}\n`;
    expect(withMeasured('before\n', part)).toBe(`before\n\n${part}`);
    expect(withMeasured(`a\n${marks[0]}\nold\n${marks[1]}\nb\n`, part)).toBe(`a\n${part}b\n`);
  });
});
