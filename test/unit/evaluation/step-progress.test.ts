import { describe, expect, it } from 'vitest';
import { STEPS, type Step } from '../../../src/evaluation/cost/staged-work.ts';
import { StepProgress } from '../../../src/evaluation/tasks/step-progress.ts';

const secondsOf = (given: Partial<Record<Step, number>>): Record<Step, number> => ({
  ...(Object.fromEntries(STEPS.map((step) => [step, 0])) as Record<Step, number>),
  ...given,
});

/** A progress, what it has told, and its clock in seconds. */
function told(given: Partial<Record<Step, number>>) {
  const all: { share: number; left: number }[] = [];
  const clock = { seconds: 0 };
  const steps = new StepProgress(
    secondsOf(given),
    (share, _, left) => all.push({ share, left }),
    () => clock.seconds * 1000,
  );
  return { steps, all, clock, last: () => all.at(-1)! };
}

describe('StepProgress', () => {
  it('gives each step what it is expected to take of the time', () => {
    const { steps, all } = told({ search: 2, base: 3, heads: 5 });
    steps.of('search')(0.5, '');
    steps.of('search')(1, '');
    steps.of('base')(1, '');
    steps.of('heads')(0.2, '');
    steps.of('heads')(1, '');
    expect(all.map(({ share }) => Number(share.toFixed(6)))).toEqual([0.1, 0.2, 0.5, 0.6, 1]);
  });

  it('leaves the part of a step that never begins to those after it', () => {
    const { steps, last } = told({ search: 40, base: 40, heads: 5, curve: 5 });
    steps.of('curve')(1, '');
    expect(last().share).toBe(0.5);
    steps.of('heads')(0.5, '');
    expect(last().share).toBe(0.75);
  });

  it('never falls, whatever is told or expected on the way', () => {
    const { steps, all } = told({ search: 1, base: 9 });
    for (const share of [0.2, 0.1, 0.9, 0, 1.5]) steps.of('search')(share, '');
    steps.expect(secondsOf({ base: 100, heads: 1000 }));
    for (const share of [0, 0.5, 0.4]) steps.of('base')(share, '');
    steps.of('heads')(0, '');
    const shares = all.map(({ share }) => share);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(Math.max(...shares)).toBeLessThan(1);
  });

  it('says what is left by the pace of a step, and by what later ones are expected to take', () => {
    const { steps, last, clock } = told({ base: 10, heads: 27 });
    steps.of('base')(0, '');
    expect(last().left).toBeCloseTo(37);
    clock.seconds = 5;
    steps.of('base')(0.5, '');
    expect(last().left).toBeCloseTo(5 + 27);
    clock.seconds = 10;
    steps.of('base')(1, '');
    expect(last().left).toBeCloseTo(27); // not the moment that a share of the bar would make of it
  });

  it('leaves a pace that is told by little out of account', () => {
    const { steps, last, clock } = told({ heads: 10 });
    steps.of('heads')(0, '');
    clock.seconds = 1;
    steps.of('heads')(0.02, ''); // 49 s by its pace, 9.8 s as expected
    expect(last().left).toBeCloseTo(0.1 * 49 + 0.9 * 9.8);
    clock.seconds = 2;
    steps.of('heads')(0.2, '');
    expect(last().left).toBeCloseTo(8);
  });

  it('expects later steps to take longer where those before did, at most twice as long', () => {
    const { steps, last, clock } = told({ base: 10, heads: 20 });
    steps.of('base')(0, '');
    clock.seconds = 16;
    steps.of('base')(1, '');
    expect(last().left).toBeCloseTo(20 * 1.5);
    clock.seconds = 100;
    steps.of('base')(1, '');
    expect(last().left).toBeCloseTo(40);
  });

  it('takes what is learnt of steps to come, and leaves the one at work as it is', () => {
    const { steps, last } = told({ search: 10, base: 10, heads: 10 });
    steps.of('search')(0, '');
    steps.expect(secondsOf({ search: 1000, base: 30, heads: 20 }));
    steps.of('search')(0, '');
    expect(last().left).toBeCloseTo(60);
  });
});
