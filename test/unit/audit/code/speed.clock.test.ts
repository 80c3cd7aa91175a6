import { expect, it } from 'vitest';
import { auditPython } from '../../../../src/audit/code/index.ts';
import { FIT_TWINS } from './fit-before-split.twins.ts';
import { OTHER_TWINS } from './other.twins.ts';
import { IMPORTS } from './twins.ts';

/** A program of about so many lines, made of functions with leaks and repairs in them. `salt` makes it another text. */
function program(lines: number, salt: string): string {
  const parts = [IMPORTS];
  let count = 0;
  for (let i = 0; count < lines; i++) {
    const twins = [...FIT_TWINS, ...OTHER_TWINS];
    const { wrong, right } = twins[i % twins.length]!;
    const body = (i % 2 === 0 ? wrong : right).replace(/^(?=.)/gm, '    ');
    parts.push(`def part_${salt}_${i}():\n${body}`);
    count += body.split('\n').length;
  }
  return parts.join('\n');
}

function seconds(run: () => void): number {
  const start = performance.now();
  run();
  return (performance.now() - start) / 1000;
}

const median = (values: number[]): number => values.sort((a, b) => a - b)[values.length >> 1]!;

it('takes a twentieth of a second for 2,000 lines, on a machine several times slower than a developer’s a few of them', () => {
  for (let i = 0; i < 6; i++) auditPython(program(2000, `warm${i}`));
  const taken = Array.from({ length: 7 }, (_, i) => program(2000, `x${i}`)).map((text) =>
    seconds(() => auditPython(text)),
  );
  expect(median(taken)).toBeLessThan(0.25);
});

it('takes less after an edit of one line than for a new text', () => {
  const texts = Array.from({ length: 7 }, (_, i) => program(2000, `y${i}`));
  const fresh = texts.map((text) => seconds(() => auditPython(text)));
  const edited = texts.map((text, i) => {
    auditPython(text);
    return seconds(() => auditPython(text.replace('print(', `print(${i}, `)));
  });
  expect(median(edited)).toBeLessThan(median(fresh));
});

it('ends in time for 20,000 lines', () => {
  expect(seconds(() => auditPython(program(20_000, 'z')))).toBeLessThan(10);
});
