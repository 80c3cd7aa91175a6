import { describe, expect, it } from 'vitest';
import type { Found } from '../../../../src/audit/data/check.ts';
import { collapses } from '../../../../src/audit/data/columns/collapse.ts';
import { drifts } from '../../../../src/audit/data/columns/drift.ts';
import { columnFacts } from '../../../../src/audit/data/columns/facts.ts';
import { identifierOrder } from '../../../../src/audit/data/columns/identifiers.ts';
import { labelCopy } from '../../../../src/audit/data/columns/label-copy.ts';
import { oneClassValues, pureRows } from '../../../../src/audit/data/columns/one-class.ts';
import { outcomeLike } from '../../../../src/audit/data/columns/outcome-like.ts';
import { auditSubject, type SubjectRow } from '../../../support/audit-subject.ts';
import { random } from '../../../support/random.ts';

const ROWS = 4000;

/** 60 users and 50 items meet at random, 3 of 10 times with label 1; the last fifth is evaluated. */
function rowsOf(seed: number): SubjectRow[] {
  const draw = random(seed);
  return Array.from({ length: ROWS }, (_, row) => ({
    user: Math.floor(draw() * 60),
    item: Math.floor(draw() * 50),
    time: row * 1e6,
    label: draw() < 0.3 ? 1 : 0,
    evaluated: row >= 3200,
  }));
}

const rows = rowsOf(1);
const draw = random(2);
const normal = () => Math.sqrt(-2 * Math.log(1 - draw())) * Math.cos(2 * Math.PI * draw());
const label = rows.map((row) => row.label);
const numbers = (pick: (row: SubjectRow, index: number) => number) => ({ values: rows.map(pick) });

const subject = auditSubject(rows, {
  columns: {
    label_again: numbers((row) => row.label),
    opposite: numbers((row) => 5 - row.label),
    strings: { codes: label.map((value) => value + 1), names: ['', 'no', 'yes'] },
    far_apart: numbers((row) => row.label * 10 + draw()),
    on_clicks: numbers((row) => (row.label === 1 && draw() < 0.1 ? draw() : Number.NaN)),
    tail: numbers((row) => (row.label === 1 && draw() < 0.4 ? 5 : 0) + draw()),
    low_tail: numbers((row) => (row.label === 1 && draw() < 0.4 ? -5 : 0) + draw()),
    kind: {
      codes: label.map((value) => (value === 1 && draw() < 0.4 ? 3 : 1 + Math.floor(draw() * 2))),
      names: ['', 'a', 'b', 'bought'],
    },
    encoding: numbers((row) => normal() + (row.evaluated ? 0 : 0.5 * row.label)),
    p_click: numbers((row) => normal() + (row.evaluated ? 0 : 0.5 * row.label)),
    stay_time: numbers((row) => normal() + 0.6 * row.label),
    signal: numbers((row) => normal() + 0.6 * row.label),
    score: numbers((row) => normal() + 0.6 * row.label),
    quality: numbers((row) => Math.sin(row.item * 7)),
    mood: { codes: rows.map((row) => 1 + (row.user % 4)) },
    constant: numbers(() => 4),
    noise: numbers(() => normal()),
    moved: numbers((row) => normal() + (row.evaluated ? 2 : 0)),
    filled_late: numbers((row) => (row.evaluated ? normal() : Number.NaN)),
  },
});

const facts = columnFacts(subject);
const named = (found: readonly Found[]) => found.map(({ target }) => target);

describe('columns of a log', () => {
  it('that are the label are copies of it, however it is written', async () => {
    const found = labelCopy(await facts, subject);
    expect(named(found)).toEqual(['label_again', 'opposite', 'strings', 'far_apart']);
    expect(found.map(({ message }) => message)).toEqual([
      '`label_again` equals the label `y` in 100.0 % of the evaluation rows.',
      '`opposite` is the opposite of the label `y` in 100.0 % of the evaluation rows.',
      '`strings` equals the label `y` in 100.0 % of the evaluation rows.',
      '`far_apart` alone ranks the evaluation rows with AUC 1.0000.',
    ]);
    const few = auditSubject(
      rows.slice(0, 40).map((row, index) => ({ ...row, evaluated: index >= 30 })),
      {
        columns: { label_again: { values: label.slice(0, 40) } },
      },
    );
    expect(labelCopy(await columnFacts(few), few)).toEqual([]);
  });

  it('with values that one label has alone are found from so many rows on', async () => {
    const found = oneClassValues(await facts, subject);
    expect(named(found).filter((name) => !/label|opposite|strings|far/.test(name))).toEqual([
      'on_clicks',
      'tail',
      'low_tail',
      'kind',
    ]);
    expect(found.find(({ target }) => target === 'kind')?.message).toContain('is `bought` in ');
    expect(found.find(({ target }) => target === 'low_tail')?.message).toContain('is below ');
    // (1 − 0.7 / 10)ⁿ < 10⁻⁶ and (1 − 0.7 / 2)ⁿ < 10⁻⁶
    expect([pureRows(0.3, true), pureRows(0.3, false)]).toEqual([191, 33]);
  });

  it('that rank their training rows better than later ones are encodings, or scores by their name', async () => {
    const found = collapses(await facts, subject);
    expect(found.map(({ target, code }) => [target, code])).toEqual([
      ['encoding', 'encoding-collapse'],
      ['p_click', 'score-of-trained-rows'],
    ]);
  });

  it('that tell the label row by row are asked about, but for scores and what belongs to users and items', async () => {
    const found = outcomeLike(await facts, new Set(['tail', 'low_tail', 'kind', 'on_clicks']));
    expect(named(found).filter((name) => !/label|opposite|strings|far/.test(name))).toEqual([
      'stay_time',
      'signal',
    ]);
    expect(found.every(({ onlyAbove }) => onlyAbove! > 0)).toBe(true);
    expect(found.find(({ target }) => target === 'stay_time')?.message).toContain(
      'is called as outcomes are',
    );
  });

  it('know whose attributes they are', async () => {
    const owners = new Map((await facts).map(({ name, attributeOf }) => [name, attributeOf]));
    expect([owners.get('quality'), owners.get('mood'), owners.get('constant'), owners.get('noise')]).toEqual([
      'item',
      'user',
      'all',
      undefined,
    ]);
  });

  it('that move from training to evaluation are noted with how far', async () => {
    const found = drifts(await facts, subject);
    expect(named(found)).toEqual(['moved', 'filled_late']);
    expect(found.map(({ message }) => message)).toEqual([
      expect.stringMatching(
        /^`moved` is distributed otherwise in evaluation than in training \(PSI \d+\.\d\d, where 0.25 is large\)\.$/,
      ),
      '`filled_late` is missing in 100.0 % of the training rows and in 0.0 % of the evaluation rows.',
    ]);
  });

  it('cannot be told where one label has a single user', async () => {
    const single = auditSubject(
      rows.map((row) => ({ ...row, label: row.evaluated ? 0 : row.label })),
      {
        columns: { noise: numbers(() => draw()) },
      },
    );
    const [only] = await columnFacts(single);
    expect(only?.alone).toBeUndefined();
    expect(identifierOrder(single)).toEqual([]);
  });
});

describe('ids whose order tells the label', () => {
  it('are noted, and to be explained where they tell nearly all', () => {
    const sorted = auditSubject(
      rows.map((row) => ({ ...row, item: (row.item % 25) + (row.label === 1 ? 25 : 0) })),
    );
    expect(identifierOrder(sorted).map(({ target, severity }) => [target, severity])).toEqual([
      ['i', 'warning'],
    ]);
    const some = auditSubject(rows.map((row) => ({ ...row, group: row.user + (row.label === 1 ? 15 : 0) })));
    expect(identifierOrder(some).map(({ target, severity }) => [target, severity])).toEqual([['g', 'info']]);
    expect(identifierOrder(subject)).toEqual([]);
  });
});
