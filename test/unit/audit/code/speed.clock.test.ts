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

/** Processor time: other programs that run meanwhile count little. */
function seconds(run: () => void): number {
  const start = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e6;
}

/** How long it takes while nothing gets in its way. */
const least = (values: number[]): number => Math.min(...values);

it('takes a twentieth of a second for 2,000 lines, on a machine several times slower than a developer’s a few of them', () => {
  for (let i = 0; i < 6; i++) auditPython(program(2000, `warm${i}`));
  const texts = Array.from({ length: 9 }, (_, i) => program(2000, `x${i}`));
  expect(least(texts.map((text) => seconds(() => auditPython(text))))).toBeLessThan(0.25);
});

it('takes less after an edit of one line than for a new text', () => {
  const texts = Array.from({ length: 9 }, (_, i) => program(2000, `y${i}`));
  const fresh = texts.map((text) => seconds(() => auditPython(text)));
  const edited = texts.map((text, i) => {
    auditPython(`${text}\n`);
    return seconds(() => auditPython(`${text.replace('print(', `print(${i}, `)}\n`));
  });
  expect(least(edited)).toBeLessThan(least(fresh));
});

it('ends in time for 20,000 lines', () => {
  expect(seconds(() => auditPython(program(20_000, 'z')))).toBeLessThan(20);
});
