import { describe, expect, it } from 'vitest';
import { adapted, noted, told } from './support.ts';

const HEADER = 'userid,adgroup_id,time_stamp,clk,cate_id,price,hist\n';
const DATA = {
  'data/taobao/train.csv': `${HEADER}1,2,1494000000,0,5,9.9,1^2\n`,
  'data/taobao/valid.csv': HEADER,
  'data/taobao/test.csv': HEADER,
};
const DATASET = `taobao_x1:
  data_root: ../data/
  data_format: csv
  train_data: ./data/taobao/train.csv
  valid_data: ./data/taobao/valid.csv
  test_data: ./data/taobao/test.csv
  min_categr_count: 10
  feature_cols:
    - name: [userid, adgroup_id, cate_id]
      active: True
      dtype: str
      type: categorical
    - {name: price, active: True, dtype: float, type: numeric}
    - {name: hist, active: True, dtype: str, type: sequence, splitter: ^, max_len: 50}
    - {name: weekday, active: True, dtype: str, type: categorical, preprocess: convert_weekday}
  label_col: {name: clk, dtype: float}
`;
const MODEL = `Base:
  model_root: ./checkpoints/
  verbose: 1

DIN_taobao_x1:
  model: DIN
  dataset_id: taobao_x1
  embedding_dim: 16
`;
const PROJECT = { ...DATA, 'config/model_config.yaml': MODEL, 'config/dataset_config.yaml': DATASET };

describe('a FuxiCTR config', () => {
  it('becomes a spec: the dataset of its folder, roles by name, and the files as the split', async () => {
    const config = await adapted(PROJECT, 'config/model_config.yaml');
    expect(told(config)).toEqual([]);
    expect(config.spec).toMatchObject({
      log: {
        path: ['../data/taobao/train.csv', '../data/taobao/valid.csv', '../data/taobao/test.csv'],
        user: 'userid',
        item: 'adgroup_id',
        label: 'clk',
        time: 'time_stamp',
        features: [
          { name: 'cate_id', type: 'categorical' },
          { name: 'price', type: 'numeric' },
        ],
      },
      split: { column: 'filename', train: 'train.csv', validate: 'valid.csv', evaluate: 'test.csv' },
      sources: [{ build: 'co-click' }],
    });
    expect(config.notes.map(({ code, message }) => `${code}: ${message}`)).toEqual([
      "no-column: `weekday` is made by FuxiCTR's preprocessing (convert_weekday); it is left out",
      'sequence-feature: `hist` is of type sequence; features are single values, so it is left out',
    ]);
    expect(config.choices.find(({ key }) => key === 'user')?.why).toBe('by its name');
  });

  it('marks what the dataset config says where this one names the dataset, and says its line', async () => {
    const config = await adapted(PROJECT, 'config/model_config.yaml');
    expect(config.rangeOf(['log', 'label'], 'value').start.line).toBe(6);
    expect(config.elsewhere(['log', 'label'])).toBe(' (dataset_config.yaml, line 16)');
    const datasetConfig = await adapted(PROJECT, 'config/dataset_config.yaml');
    expect(datasetConfig.rangeOf(['log', 'label'], 'value').start.line).toBe(15);
    expect(datasetConfig.rangeOf(['log', 'features', 1], 'value').start.line).toBe(12);
    expect(datasetConfig.elsewhere(['log', 'label'])).toBe('');
    expect(datasetConfig.spec).toEqual(config.spec);
  });

  it.each([
    ['dataset_config/taobao.yaml', 'model_config.yaml'],
    ['config/dataset_config.yaml', 'run.yaml'],
    ['config/dataset_config.yaml', 'config/model_config/din.yaml'],
    ['data_config/all.yml', 'experiments/din.yaml'],
  ])('finds the dataset in %s from %s', async (dataset, model) => {
    const config = await adapted({ ...DATA, [dataset]: DATASET, [model]: MODEL }, model);
    expect(told(config)).toEqual([]);
    expect(config.spec?.log.user).toBe('userid');
  });

  it('reads a tuner config of BARS, with its dataset inside or in its base config', async () => {
    const indented = DATASET.replace(/^/gm, '  ').trimEnd();
    const inline = `base_config: ./base/\nbase_expid: DIN_default\ndataset_id: taobao_x1\ndataset_config:\n${indented}\ntuner_space:\n  embedding_dim: [8, 16]\n`;
    expect((await adapted({ ...DATA, 'tune.yaml': inline }, 'tune.yaml')).spec?.log.item).toBe('adgroup_id');
    const outside = 'base_config: ./base/\nbase_expid: DIN_default\ndataset_id: taobao_x1\n';
    const files = { ...DATA, 'tune.yaml': outside, 'base/dataset_config.yaml': DATASET };
    expect((await adapted(files, 'tune.yaml')).spec?.log.item).toBe('adgroup_id');
  });

  it('says that a dataset is not described, with the nearest name', async () => {
    const wrong = { ...PROJECT, 'config/model_config.yaml': MODEL.replace('taobao_x1\n', 'taobao_x2\n') };
    expect(told(await adapted(wrong, 'config/model_config.yaml'))).toEqual([
      '7:15 dataset_id `taobao_x2` is in none of dataset_config.yaml; did you mean `taobao_x1`?',
    ]);
    expect(told(await adapted({ 'a/model_config.yaml': MODEL }, 'a/model_config.yaml'))).toEqual([
      expect.stringMatching(/^7:15 dataset_id `taobao_x1`: there is no dataset_config\.yaml/),
    ]);
    const broken = { ...PROJECT, 'config/dataset_config.yaml': 'taobao_x1: [\n' };
    const config = await adapted(broken, 'config/model_config.yaml');
    expect(told(config)).toHaveLength(1);
    expect(config.notes[0]?.message).toMatch(
      /^dataset_config\.yaml cannot be read, in line \d+: broken YAML/,
    );
  });

  it('evaluates the first of several datasets whose data is there, or the one asked for', async () => {
    const two = `${DATASET.replaceAll('taobao', 'gone')}\n${DATASET}`;
    const files = { ...DATA, 'dataset_config.yaml': two };
    const config = await adapted(files, 'dataset_config.yaml');
    expect(config.datasets.map(({ id, chosen }) => [id, chosen])).toEqual([
      ['gone_x1', false],
      ['taobao_x1', true],
    ]);
    expect(noted(config)[0]).toBe('other-datasets 18');
    expect(told(await adapted(files, 'dataset_config.yaml', { dataset: 'gone_x1' }))).toEqual([
      expect.stringMatching(/^4:15 train_data: there is no \.\/data\/gone\/train\.csv beside the config/),
    ]);
    expect(told(await adapted(files, 'dataset_config.yaml', { dataset: 'other' }))).toEqual([
      expect.stringMatching(/the config names no dataset `other`; it has gone_x1, taobao_x1/),
    ]);
  });

  it('does not trouble about a dataset that is not the one to evaluate', async () => {
    const files = {
      ...PROJECT,
      'config/model_config.yaml': `${MODEL}\nFM_other:\n  model: FM\n  dataset_id: other\n`,
    };
    const config = await adapted(files, 'config/model_config.yaml');
    expect(told(config)).toEqual([]);
    expect(noted(config)).toContain('other-datasets 7');
  });

  it('needs a user and an item by name', async () => {
    const criteo = `criteo:\n  data_format: csv\n  train_data: c/train.csv\n  test_data: c/test.csv\n  feature_cols:\n    - {name: [I1, I2], active: True, dtype: float, type: numeric}\n    - {name: [C1, C2], active: True, dtype: str, type: categorical}\n  label_col: {name: Label, dtype: float}\n`;
    const files = {
      'c/train.csv': 'Label,I1,I2,C1,C2\n',
      'c/test.csv': 'Label,I1,I2,C1,C2\n',
      'dataset_config.yaml': criteo,
    };
    expect(told(await adapted(files, 'dataset_config.yaml'))).toEqual([
      expect.stringMatching(/^5:3 no column is named like a user id.*write a lis\.yaml that names it/),
      expect.stringMatching(/^5:3 no column is named like an item id/),
    ]);
  });

  it('has no source without time: the base alone', async () => {
    const files = { ...PROJECT, 'data/taobao/train.csv': HEADER.replace('time_stamp', 'place') };
    const config = await adapted(files, 'config/dataset_config.yaml');
    expect(config.spec).toMatchObject({ sources: [], log: { user: 'userid' } });
    expect(config.spec?.log.time).toBeUndefined();
    expect(noted(config)).toContain('no-time 8');
  });

  it('takes Parquet with a damaged footer by its feature list', async () => {
    const parquet = DATASET.replaceAll('.csv', '.parquet').replace(
      'data_format: csv',
      'data_format: parquet',
    );
    const files = {
      'data/taobao/train.parquet': 'PAR1',
      'data/taobao/valid.parquet': '',
      'data/taobao/test.parquet': '',
      'dataset_config.yaml': parquet,
    };
    const config = await adapted(files, 'dataset_config.yaml');
    expect(config.spec?.log.features.map(({ name }) => name)).toEqual(['cate_id', 'price']);
    expect(config.spec?.log.time).toBeUndefined();
  });

  it.each([
    ['data_format: csv', 'data_format: h5', /^3:16 data_format h5 cannot be read; convert/],
    ['train.csv', 'train.h5', /^4:15 train_data: train\.h5 cannot be read/],
    ['  train_data: ./data/taobao/train.csv\n', '', /^1:1 dataset `taobao_x1` has no train_data/],
    [
      './data/taobao/test.csv',
      './data/taobao/tests.csv',
      /^6:14 test_data: there is no \.\/data\/taobao\/tests\.csv/,
    ],
    ['label_col: {name: clk, dtype: float}', 'label_col: {dtype: float}', /the dataset names no label_col/],
    ['name: clk', 'name: click', /^16:21 no column `click` \(label_col\) in train_data/],
    ['./data/taobao/test.csv', './data/taobao/train.csv', /^6:14 test_data and train_data are the same file/],
    [
      './data/taobao/train.csv',
      'data/{{ part }}.csv',
      /^4:15 train_data: data\/\{\{ part \}\}\.csv names a variable, whose value only the program/,
    ],
    [
      './data/taobao/valid.csv',
      './data/v*.csv',
      /^5:15 valid_data: no file matches \.\/data\/v\*\.csv beside/,
    ],
    [
      './data/taobao/valid.csv',
      './empty',
      /^5:15 valid_data: the folder \.\/empty holds no \.csv files; correct the path, or data_format/,
    ],
  ])('with `%s` as `%s` it says so', async (from, to, problem) => {
    const files = { ...DATA, 'empty/read.me': '-', 'dataset_config.yaml': DATASET.replace(from, to) };
    expect(told(await adapted(files, 'dataset_config.yaml'))).toEqual([expect.stringMatching(problem)]);
  });

  it.each([
    [
      './data/taobao/test.csv',
      'valid-is-test',
      /^valid_data is test_data: the stop of the training would be/,
    ],
    ['data/taobao/train.csv', 'valid-is-train', /^valid_data is train_data: rows that train cannot say/],
  ])('takes valid_data of %s for none, with a note', async (valid, code, message) => {
    const files = { ...DATA, 'dataset_config.yaml': DATASET.replace('./data/taobao/valid.csv', valid) };
    const config = await adapted(files, 'dataset_config.yaml');
    expect(told(config)).toEqual([]);
    expect(config.spec).toMatchObject({
      log: { path: ['data/taobao/train.csv', 'data/taobao/test.csv'] },
      split: { column: 'filename', train: 'train.csv', evaluate: 'test.csv' },
    });
    expect(config.spec?.split).not.toHaveProperty('validate');
    expect(noted(config)).toContain(`${code} 5`);
    expect(config.notes.find((note) => note.code === code)?.message).toMatch(message);
  });

  it.each([
    ['./data/{}/part_0.csv', 'data/{}/part_0.csv'],
    ['./data/{}', 'data/{}/*.csv'],
    ['./data/{}/', 'data/{}/*.csv'],
    ['data/{}/part_*.csv', 'data/{}/part_*.csv'],
    ['data/{}_*.csv', 'data/{}_*.csv'],
  ])('reads files of one name, folders and globs such as %s', async (written, expected) => {
    const data = Object.fromEntries(
      ['train', 'valid', 'test'].flatMap((part) => [
        [`data/${part}/part_0.csv`, HEADER],
        [`data/${part}/part_1.csv`, HEADER],
        [`data/${part}_0.csv`, HEADER],
        [`data/${part}_1.csv`, HEADER],
      ]),
    );
    const text = DATASET.replaceAll(/\.\/data\/taobao\/(\w+)\.csv/g, (_, part) =>
      written.replace('{}', part),
    );
    const config = await adapted(
      { ...data, 'config/dataset_config.yaml': text },
      'config/dataset_config.yaml',
    );
    const [train, validate, evaluate] = ['train', 'valid', 'test'].map(
      (part) => `../${expected.replace('{}', part)}`,
    );
    expect(told(config)).toEqual([]);
    expect(config.spec?.log).toMatchObject({ path: [train, validate, evaluate], time: 'time_stamp' });
    expect(config.spec?.split).toMatchObject({ column: 'filename', train, validate, evaluate });
  });

  it('evaluates valid_data, or a cut in time, where there is no test_data', async () => {
    const noTest = DATASET.replace('  test_data: ./data/taobao/test.csv\n', '');
    const valid = await adapted({ ...DATA, 'dataset_config.yaml': noTest }, 'dataset_config.yaml');
    expect(valid.spec?.split).toMatchObject({ train: 'train.csv', evaluate: 'valid.csv' });
    expect(valid.spec?.split).not.toHaveProperty('validate');
    const alone = noTest.replace('  valid_data: ./data/taobao/valid.csv\n', '');
    const cut = await adapted({ ...DATA, 'dataset_config.yaml': alone }, 'dataset_config.yaml');
    expect(cut.spec?.split).toMatchObject({ evaluate: 0.2 });
    expect(noted(cut)).toContain('no-test-data 4');
    const timeless = {
      'data/taobao/train.csv': HEADER.replace('time_stamp', 'x'),
      'dataset_config.yaml': alone,
    };
    expect(told(await adapted(timeless, 'dataset_config.yaml'))).toEqual([
      expect.stringMatching(/^4:15 there is neither test_data nor valid_data, and no column of time/),
    ]);
  });

  it('writes paths from the folder that the spec goes to', async () => {
    const config = await adapted(PROJECT, 'config/model_config.yaml', { folder: '/project' });
    expect(config.text).toContain('data/taobao/train.csv');
    expect(config.text).not.toContain('../data');
  });
});
