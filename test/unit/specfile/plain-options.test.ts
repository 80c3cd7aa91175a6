import { expect, test } from 'vitest';
import { givenOptions } from '../../../src/specfile/given-options.ts';
import { plainOptions } from '../../../src/specfile/plain-options.ts';
import { parseSpec } from '../../../src/specfile/reading/parse.ts';

const LOG = 'version: 1\nlog: {path: log.csv, user: u, item: i, label: y, time: t}\n';

function optionsOf(text: string) {
  const { spec, value, problems } = parseSpec(LOG + text);
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  return plainOptions(spec!, (ranker) => givenOptions(value, ranker));
}

test('has the values of a spec by key, lists of parts by name, with the defaults', () => {
  const options = optionsOf(
    'sources:\n  - {name: co-click, build: co-click, window: 7}\n  - {name: ctr, columns: [a, b]}\nseeds: 5\n',
  );
  expect(options).toMatchObject({
    'log.path': ['log.csv'],
    'log.label': 'y',
    'split.evaluate': 0.2,
    'sources.co-click.build': 'co-click',
    'sources.co-click.window': 7,
    'sources.co-click.history': 50,
    'sources.ctr.columns.a.type': 'categorical',
    seeds: 5,
    minimumGain: 0.001,
    'ranker.kind': 'fm',
  });
  expect(Object.keys(options).filter((key) => /version|\.name$|sources.*kind/.test(key))).toEqual([]);
});

test('has the options of a ranker that the spec gives, and not what a search chooses', () => {
  expect(optionsOf('ranker: {kind: deepfm, hidden: [32, 16]}\n')).toMatchObject({
    'ranker.kind': 'deepfm',
    'ranker.hidden': [32, 16],
  });
  expect(optionsOf('ranker: deepfm\n')).not.toHaveProperty(['ranker.hidden']);
  expect(optionsOf('rankers: [fm, {kind: lr, l2: 0.01}]\n')).toMatchObject({
    'rankers.2.kind': 'lr',
    'rankers.2.l2': 0.01,
  });
});

test('holds no secret: of a command line a hash, of an address neither user nor token', () => {
  const options = optionsOf('ranker: {command: "train --token=hunter2"}\n');
  expect(options['ranker.command']).toMatch(/^command of hash [0-9a-f]{12}$/);
  const other = optionsOf('ranker: {command: "train --token=hunter3"}\n');
  expect(other['ranker.command']).not.toBe(options['ranker.command']);
  const { spec } = parseSpec(LOG.replace('log.csv', '"s3://key:secret@bucket/log.csv?sig=abc"'));
  const kept = plainOptions(spec!, () => new Set());
  expect(kept['log.path']).toEqual(['s3://bucket/log.csv']);
  expect(JSON.stringify([options, kept])).not.toMatch(/hunter|secret|abc/);
});
