import { expect, it } from 'vitest';
import { plannedTrainings } from '../../../../src/evaluation/arms/trainings.ts';
import { NONE_GIVEN } from '../../../../src/evaluation/cost/given.ts';
import { rankerSeconds, stepSeconds } from '../../../../src/evaluation/cost/shares.ts';
import { stagedSeconds, sumOf } from '../../../../src/evaluation/cost/staged.ts';
import { SpecSchema } from '../../../../src/specfile/schema.ts';

function inputOf(more: object) {
  const spec = SpecSchema.parse({
    ...{ version: 1, sources: [{ name: 's', build: 'swing' }] },
    log: { path: 'a', user: 'u', item: 'i', label: 'y', time: 't' },
    ...more,
  });
  const runs = plannedTrainings(spec).map((training) => ({
    ...training,
    tasks: new Array<null>(15).fill(null),
  }));
  const size = { rows: 1e5, trainRows: 8e4, evalRows: 2e4 };
  return { spec, size, threads: 2, given: NONE_GIVEN, runs, fields: 12 };
}

it('a step that trains longer takes more, and the search is as it was', () => {
  const input = inputOf({ training: 'staged' });
  const [short, long] = [2, 20].map((epochs) => stepSeconds(input, 0, epochs));
  expect(long!.base).toBeGreaterThan(5 * short!.base);
  expect(long!.search).toBe(short!.search);
});

it('trainings of a ranker for each arm are the base of joint training, after a search', () => {
  const steps = stepSeconds(inputOf({ training: 'joint' }), 0);
  expect(Math.min(steps.search, steps.references, steps.base)).toBeGreaterThan(0);
  expect(steps.heads).toBe(0);
});

it('rankers share the time by what each is expected to take, and a program is guessed', () => {
  const [fm, deepfm] = rankerSeconds(inputOf({ training: 'staged', rankers: ['fm', 'deepfm'] }));
  expect(deepfm).toBeGreaterThan(fm!);
  const program = inputOf({ training: 'staged', ranker: { command: 'train' } });
  const steps = stepSeconds(program, 0);
  expect(steps.base).toBeCloseTo(4 * steps.heads);
  expect(rankerSeconds(program)).toEqual([sumOf(steps)]);
  const [builtIn, other] = rankerSeconds(
    inputOf({ training: 'joint', rankers: ['fm', { command: 'train' }] }),
  );
  expect(other).toBe(builtIn);
  expect(rankerSeconds(inputOf({ training: 'joint', ranker: { command: 'train' } }))).toEqual([1]);
});

it('the search before the features takes nothing of the time of training', () => {
  const input = inputOf({ rankers: ['fm', 'lr'], sources: [{ name: 's', build: 'id-embedding' }] });
  const { spec, size, threads, given } = input;
  const { ids, ...others } = stagedSeconds(spec, plannedTrainings(spec)[0], size, threads, given);
  expect(ids).toBeGreaterThan(0);
  expect(stepSeconds(input, 0)).toEqual({ ids: 0, ...others });
  expect(rankerSeconds(input)[0]).toBeCloseTo(sumOf({ ids: 0, ...others }));
});

it('an objective with a label of its own takes a search, a base and whole heads, but neither a curve nor drops', () => {
  const objectives = [
    { name: 'time', weight: 'w' },
    { name: 'sale', label: 'z' },
  ];
  const input = inputOf({ objectives });
  expect(input.runs.map(({ objective, first }) => [objective, first])).toEqual([
    [undefined, true],
    ['sale', false],
  ]);
  const [ofLog, ofSale] = input.runs.map((_, run) => stepSeconds(input, run));
  expect(ofSale!.base).toBe(ofLog!.base);
  expect(ofSale!.search).toBe(ofLog!.search);
  expect(ofSale!.curve).toBe(0);
  expect(ofSale!.heads).toBeLessThan(ofLog!.heads);
  expect(rankerSeconds(input)[1]).toBe(sumOf(ofSale!));
});

it('the label of the log that becomes known at another time is learned anew', () => {
  const planned = (labelTime?: string) => {
    const objective = {
      name: 'late',
      label: 'y',
      weight: 'w',
      ...(labelTime !== undefined && { labelTime }),
    };
    return inputOf({ objectives: [objective] }).runs.map((run) => run.objective);
  };
  expect(planned()).toEqual([undefined]);
  expect(planned('known')).toEqual([undefined, 'late']);
});
