/** Training configs on the command line: the same numbers as a spec written by hand, and every fault on the config's line. */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeForFrameworks } from '../../../examples/feed/frameworks.ts';
import { writeFeed } from '../../../examples/feed/generate.ts';
import { simulate } from '../../../examples/feed/impressions.ts';
import { readReport } from '../../../src/report/kept/store.ts';
import type { Report } from '../../../src/report/schema.ts';
import {
  BLOCK,
  FUXI_BY_HAND,
  FUXI_DATASET,
  FUXI_MODEL,
  fuxiData,
  RECBOLE,
  RECBOLE_BY_HAND,
  recboleData,
} from '../../support/config-workspace.ts';
import { smallLog, smallSpec } from '../../support/small-workspace.ts';
import { createProject, type Project } from './project.ts';

let project: Project;
beforeAll(() => {
  project = createProject();
  project.write({
    ...recboleData(),
    ...fuxiData(),
    'data/clicks.csv': smallLog(),
    'train.yaml': RECBOLE,
    'recbole.lis.yaml': RECBOLE_BY_HAND,
    'config/model_config.yaml': FUXI_MODEL,
    'config/dataset_config.yaml': FUXI_DATASET,
    'fuxi.lis.yaml': FUXI_BY_HAND,
    'trainer.yaml': BLOCK,
    'clicks.lis.yaml': smallSpec(),
    'named.yaml': '# lis: clicks.lis.yaml\nepochs: 3\n',
  });
});
afterAll(() => project.remove());

/** The numbers of a run, without where they came from. */
async function numbers(spec: string): Promise<Pick<Report, 'data' | 'arms' | 'sources' | 'verdicts'>> {
  const file = join(project.folder, 'out', `${spec.replaceAll('/', '-')}.json`);
  const outcome = await project.lis(['evaluate', spec, '--seeds', '2', '--quiet', '--report', file]);
  expect(outcome).toMatchObject({ code: 0, stderr: '' });
  const { data, arms, sources, verdicts } = await readReport(file);
  return { data, arms, sources, verdicts };
}

describe('training configs', () => {
  it('of RecBole give the numbers of the spec written by hand', async () => {
    expect(await numbers('train.yaml')).toEqual(await numbers('recbole.lis.yaml'));
  });

  it('of FuxiCTR give the numbers of the spec written by hand, from either file', async () => {
    const byHand = await numbers('fuxi.lis.yaml');
    expect(await numbers('config/model_config.yaml')).toEqual(byHand);
    expect(await numbers('config/dataset_config.yaml')).toEqual(byHand);
  });

  it('say how they were read before they run, and what is done otherwise in the report as well', async () => {
    const outcome = await project.built(['evaluate', 'train.yaml', '--seeds', '1']);
    expect(outcome.code).toBe(0);
    expect(outcome.stderr).toMatch(/^train\.yaml: read as a RecBole config\n/);
    expect(outcome.stderr).toMatch(/ user +user_id +USER_ID_FIELD\n/);
    expect(outcome.stderr).toMatch(/ split +the last 20% by time +the last part of eval_args\.split\n/);
    expect(outcome.stderr).toMatch(/ note +val_interval is not applied: rows outside/);
    const runs = readdirSync(join(project.folder, '.lis', 'runs'));
    expect(runs).toEqual([expect.stringMatching(/-train\.json$/)]);
    const { spec, warnings } = await readReport(join(project.folder, '.lis', 'runs', runs[0]!));
    expect(spec.path).toBe(join(project.folder, 'train.yaml'));
    expect(warnings.slice(0, 2).map(({ code }) => code)).toEqual([
      'config-sequence-feature',
      'config-not-applied',
    ]);
  });

  it('print nothing but the report on stdout with --format json', async () => {
    const { stdout } = await project.lis(['evaluate', 'train.yaml', '--seeds', '1', '--format', 'json']);
    expect(JSON.parse(stdout)).toMatchObject({ version: 1 });
  });

  it('are checked, and planned', async () => {
    const check = await project.lis(['check', 'config/model_config.yaml']);
    expect(check).toMatchObject({ code: 0, stderr: '' });
    expect(check.stdout).toMatch(
      /^config\/model_config\.yaml: read as a FuxiCTR config\n[\s\S]*no problems\n/,
    );
    expect(Math.max(...check.stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(110);
    const plan = await project.lis(['evaluate', 'train.yaml', '--dry-run']);
    expect(plan.stdout).toMatch(/train\.yaml: would train 6 arms × 3 seeds/);
  });

  it('become specs with lis init, which check accepts', async () => {
    const init = await project.built(['init', 'config/dataset_config.yaml', '--out', 'made.lis.yaml']);
    expect(init).toMatchObject({ code: 0, stderr: '' });
    const text = readFileSync(join(project.folder, 'made.lis.yaml'), 'utf8');
    expect(text).toMatch(/^# Written from dataset_config\.yaml, a FuxiCTR config\./);
    expect(text).toContain('path: [data/train.csv, data/valid.csv, data/test.csv]');
    expect((await project.lis(['check', 'made.lis.yaml'])).code).toBe(0);
    const again = await project.lis(['init', 'config/dataset_config.yaml', '--out', 'made.lis.yaml']);
    expect(again).toMatchObject({ code: 2 });
    const other = await project.lis(['init', 'config/dataset_config.yaml', '--dataset', 'mall', '--force']);
    expect(other.stderr).toMatch(/the config names no dataset `mall`; it has shop/);
    const data = await project.lis(['init', 'data/clicks.csv', '--dataset', 'mall', '--force']);
    expect(data.stderr).toMatch(/--dataset chooses among the datasets of a FuxiCTR config/);
  });

  it.each([
    ['train.yaml', RECBOLE.replace('user_id\nITEM', 'userid\nITEM'), /wrong\.yaml:5:16: no column `userid`/],
    [
      'train.yaml',
      RECBOLE.replace('dataset: shop', 'dataset: gone'),
      /wrong\.yaml:4:12: there is no dataset\/gone\/gone\.inter/,
    ],
    ['train.yaml', 'ITEM_ID_FIELD: [\n', /wrong\.yaml:2:1: broken YAML/],
    [
      'model',
      FUXI_MODEL.replace('dataset_id: shop', 'dataset_id: shops'),
      /wrong\.yaml:7:15: dataset_id `shops` is in none of config\/dataset_config\.yaml/,
    ],
    ['other', 'services: {}\n', /wrong\.yaml:1:1: the spec has no `version`/],
  ])('with a fault say so on their own line (%s)', async (_kind, text, message) => {
    project.write({ 'wrong.yaml': text });
    for (const command of ['evaluate', 'check']) {
      const outcome = await project.lis([command, 'wrong.yaml']);
      expect(outcome.code).toBe(2);
      expect(outcome.stderr).toMatch(message);
    }
  });

  it('say the line of the dataset config where the data is what is wrong', async () => {
    const label = FUXI_DATASET.replace('name: click', 'name: position');
    const features = label.replace(
      '    - {name: position, active: True, dtype: str, type: categorical}\n',
      '',
    );
    project.write({ 'odd/dataset_config.yaml': features, 'odd/model_config.yaml': FUXI_MODEL });
    const outcome = await project.lis(['check', 'odd/model_config.yaml']);
    expect(outcome.code).toBe(3);
    expect(outcome.stderr).toMatch(/odd\/model_config\.yaml:7:15: log\.label `position` yields text/);
    expect(outcome.stderr).toMatch(/\(dataset_config\.yaml, line 10\)/);
  });

  it('may hold a spec of their own, or name one', async () => {
    const block = await numbers('trainer.yaml');
    const whole = await numbers('clicks.lis.yaml');
    expect(block.arms[0]).toEqual(whole.arms[0]);
    const named = await project.lis(['check', 'named.yaml']);
    expect(named.stderr).toBe('lis: named.yaml names clicks.lis.yaml, which is used\n');
    expect(named.stdout).toMatch(/^clicks\.lis\.yaml: no problems/);
  });

  it('that are no training configs are not taken for one', async () => {
    project.write({ 'compose.yaml': 'services: {}\n' });
    const outcome = await project.lis(['init', 'compose.yaml', '--out', 'x.lis.yaml']);
    expect(outcome).toMatchObject({ code: 2 });
    expect(outcome.stderr).toMatch(/compose\.yaml: this YAML is no RecBole or FuxiCTR config/);
  });
});

describe('the example configs', () => {
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'lis-feed-'));
    await writeFeed(simulate(20_000, 1), join(folder, 'data'));
    await writeForFrameworks(join(folder, 'data'));
    cpSync('examples/feed/configs', join(folder, 'configs'), { recursive: true });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each([
    [
      'recbole.yaml',
      `version: 1
log: {path: data/recbole/feed/feed.inter, user: user_id, item: item_id, label: click, time: timestamp, features: [hour, position]}
items: {path: data/recbole/feed/feed.item, key: item_id, features: [category]}
users: {path: data/recbole/feed/feed.user, key: user_id, features: [{name: age, type: numeric}, region]}
split: {evaluate: 20%, slices: 10}
sources: [{name: co-click, build: co-click}]
`,
    ],
    [
      'model_config.yaml',
      `version: 1
log:
  path: [data/fuxictr/train.csv, data/fuxictr/valid.csv, data/fuxictr/test.csv]
  user: user_id
  item: item_id
  label: click
  time: time_stamp
  features: [hour, position, category, region, {name: age, type: numeric}]
split: {column: filename, train: train.csv, validate: valid.csv, evaluate: test.csv}
sources: [{name: co-click, build: co-click}]
`,
    ],
  ])('%s gives the numbers of a spec written by hand', async (config, byHand) => {
    writeFileSync(join(folder, 'by-hand.lis.yaml'), byHand);
    const run = async (spec: string): Promise<Pick<Report, 'data' | 'arms' | 'sources'>> => {
      const { code, stdout } = await project.lis([
        'evaluate',
        join(folder, spec),
        '--seeds',
        '1',
        '--quiet',
        '--format',
        'json',
      ]);
      expect(code).toBe(0);
      const { data, arms, sources } = JSON.parse(stdout) as Report;
      return { data, arms, sources };
    };
    expect(await run(join('configs', config))).toEqual(await run('by-hand.lis.yaml'));
  });
});
