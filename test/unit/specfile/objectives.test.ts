import { expect, it } from 'vitest';
import { specHash } from '../../../src/specfile/hash.ts';
import { parseSpec } from '../../../src/specfile/reading/parse.ts';
import { HEAD, LOG, marked, told } from './support.ts';

const objectives = (...list: string[]): string =>
  `${HEAD}objectives:\n${list.map((o) => `  - ${o}\n`).join('')}`;

it('are a label, a weight, or both', () => {
  const text = objectives(
    '{name: time, weight: w}',
    '{name: sale, label: z = 1}',
    '{name: value, label: z, weight: v}',
  );
  const { spec, problems } = parseSpec(text);
  expect(problems).toEqual([]);
  expect(spec!.objectives).toEqual([
    { name: 'time', weight: 'w' },
    { name: 'sale', label: 'z = 1' },
    { name: 'value', label: 'z', weight: 'v' },
  ]);
});

it('that are the label of the log, or share a name, are marked', () => {
  expect(told(objectives('{name: a}', '{name: b, label: y}'))).toEqual([
    '4:12 error objective `a` is the label of the log itself; name another `label`, or a `weight`',
    '5:12 error objective `b` is the label of the log itself; name another `label`, or a `weight`',
  ]);
  const twice = objectives('{name: a, weight: w}', '{name: a, weight: v}');
  expect(told(twice)).toEqual([
    '5:12 error two objectives are called `a`; line 4 has the name already, and reports need it to be unique',
  ]);
  expect(marked(twice)).toEqual(['a']);
});

it('have a wrong expression marked in it', () => {
  const text = objectives('{name: sale, label: z >= }');
  expect(marked(text)).toEqual([expect.any(String)]);
  expect(told(text)[0]).toMatch(/^4:\d+ error `objectives\[0\]\.label`: /);
});

it('make a feature of their label an error, and one of a weight a warning', () => {
  const log = LOG.replace('time: t', 'time: t, features: [z, w]');
  const text = `version: 1\n${log}objectives: [{name: sale, label: z, weight: w}]\n`;
  expect(told(text).map((line) => line.replace(/^\S+ /, ''))).toEqual([
    'error the label of objective `sale` is made of `z`; as a feature it gives the answer away',
    'warning `w` weighs positives, so it is known after the label; as a feature it may give the answer away',
  ]);
});

it('are part of the identity of a spec, which without them is what it was', () => {
  const [bare, some] = [HEAD, objectives('{name: time, weight: w}')].map((text) => parseSpec(text).spec!);
  expect(specHash(some!)).not.toBe(specHash(bare!));
  expect(specHash({ ...some!, objectives: [] })).toBe(specHash(bare!));
});

it('have a time of their label where it arrives late, and so does the log', () => {
  const late = `version: 1\n${LOG.replace('time: t', 'time: t, labelTime: k')}`;
  const text = `${late}objectives: [{name: sale, label: z, labelTime: z_at}]\n`;
  expect(told(text)).toEqual([]);
  expect(parseSpec(text).spec).toMatchObject({
    log: { labelTime: 'k' },
    objectives: [{ labelTime: 'z_at' }],
  });
  const alone = told(objectives('{name: time, weight: w, labelTime: k}'));
  expect(alone).toEqual([
    '4:40 error `labelTime` belongs to a `label` of the objective’s; that of the label of the log stands in `log.labelTime`',
  ]);
  const timeless = `version: 1\n${LOG.replace('time: t', 'labelTime: k')}split: {column: part, train: a, evaluate: b}\n`;
  expect(told(timeless)[0]).toMatch(/error labels are known before or after a row’s time/);
  const feature = `version: 1\n${LOG.replace('time: t', 'time: t, labelTime: k, features: [k]')}`;
  expect(told(feature)[0]).toMatch(/error `k` says when a label became known/);
});
