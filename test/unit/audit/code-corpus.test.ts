/** The corpus of the code checks is what it claims to be, and its measure counts as it says. */
import { describe, expect, it } from 'vitest';
import {
  describeMistake,
  type Finding,
  LEAK_KINDS,
  measure,
  type Program,
  readCorpus,
} from '../../support/code-corpus.ts';

const corpus = readCorpus();

describe('the corpus', () => {
  it('has a repaired twin for each program that leaks, of the same kind', () => {
    const leaky = corpus.filter((program) => program.leaky);
    const twins = leaky.map(({ file, kind }) => ({ file: file.replace('.leaky.', '.right.'), kind }));
    const right = corpus.filter(({ file }) => file.includes('.right.'));
    expect(right.map(({ file, kind }) => ({ file, kind }))).toEqual(twins);
    expect(leaky.length).toBeGreaterThanOrEqual(80);
  });

  it('has all kinds, notebooks, and programs that are merely suspicious or about something else', () => {
    for (const kind of LEAK_KINDS)
      expect(corpus.filter((program) => program.kind === kind).length).toBeGreaterThanOrEqual(10);
    expect(corpus.filter(({ notebook }) => notebook).length).toBeGreaterThanOrEqual(10);
    expect(corpus.filter(({ file }) => file.includes('.clean.')).length).toBeGreaterThanOrEqual(20);
    expect(corpus.filter(({ file }) => file.includes('.other.')).length).toBeGreaterThanOrEqual(10);
  });

  it('names lines that the programs have, and gives nothing away in a comment', () => {
    for (const program of corpus) {
      expect(program.text).not.toMatch(/leak|#@|noqa|lis:/i);
      expect(program.at.length > 0).toBe(program.leaky);
      for (const place of program.at) expect(lineAt(program, place)?.trim()).toMatch(/^[^#]/);
    }
  });
});

function lineAt({ text, notebook }: Program, { line, cell }: { line: number; cell?: number }) {
  if (!notebook) return text.split('\n')[line - 1];
  return (JSON.parse(text).cells[cell!].source as string[])[line - 1];
}

describe('the measure', () => {
  const program = (file: string, leaky: boolean): Program => ({
    ...{ file, text: file, notebook: false, leaky, kind: 'shifted-wrong-way' },
    at: leaky ? [{ line: 3 }, { line: 4 }] : [],
  });
  const programs = [program('a', true), program('b', true), program('c', false), program('d', false)];
  const finding = (line: number, kind: Finding['kind'] = 'shifted-wrong-way'): Finding => ({ line, kind });

  it('counts leaks found, programs wrongly accused, and first lines', async () => {
    const found: Record<string, Finding[]> = {
      a: [finding(4), finding(9)],
      b: [finding(5)],
      c: [finding(1)],
    };
    const { overall, kinds, mistakes } = await measure((text) => found[text] ?? [], programs);
    expect(overall).toEqual({ leaky: 2, right: 2, recall: 1, precision: 2 / 3, firstLine: 1 / 2 });
    expect(kinds['shifted-wrong-way']).toEqual(overall);
    expect(mistakes.map(describeMistake)).toEqual([
      'b; shifted-wrong-way; line; shifted-wrong-way at line 5',
      'c; shifted-wrong-way; false alarm; shifted-wrong-way at line 1',
    ]);
  });

  it('tells what was missed, and what was found as another kind', async () => {
    const { overall, mistakes } = await measure(
      (text) => (text === 'a' ? [finding(3, 'fit-before-split')] : []),
      programs,
    );
    expect(overall.recall).toBe(1 / 2);
    expect(mistakes.map(describeMistake)).toEqual([
      'a; shifted-wrong-way; other kind; fit-before-split at line 3',
      'b; shifted-wrong-way; miss',
    ]);
  });
});
