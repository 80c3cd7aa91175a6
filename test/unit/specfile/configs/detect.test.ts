import { describe, expect, it } from 'vitest';
import { configKind } from '../../../../src/specfile/configs/detect.ts';
import { secondHere } from '../../../support/second.ts';

/** As the frameworks' users write them, in the formats' own terms. */
const RECBOLE = [
  'USER_ID_FIELD: user_id\nITEM_ID_FIELD: item_id\n',
  'epochs: 10\n\nload_col:\n    # what the model reads\n    inter: [user_id, item_id]\n',
  "load_col: {inter: ['user_id', 'item_id', 'rating']}\n",
  "eval_args:\n  split: {'RS': [0.8, 0.1, 0.1]}\n  order: RO\n",
  'eval_args:\r\n    split: {"LS": "valid_and_test"}\r\n    mode: full\r\n',
];
const FUXI = [
  'Base:\n  verbose: 1\n\nFM_test:\n    model: FM\n    dataset_id: tiny_csv\n',
  'base_config: ../model_zoo/DeepFM/config/\nbase_expid: DeepFM_default\ndataset_id: avazu_x4\n',
  'tiny_csv:\n    data_root: ../data\n    feature_cols:\n        [{name: userid, type: categorical}]\n    label_col: {name: clk, dtype: float}\n',
];
const OTHERS = [
  '',
  'services:\n  web:\n    image: nginx\n',
  'model: gpt\ndataset_id: squad\n',
  'on: push\njobs:\n  build:\n    steps:\n      - uses: actions/checkout@v4\n',
  'load_col: 3\n',
  'eval_args:\n  temperature: 0\n  split: test\n',
  '# USER_ID_FIELD is a key of RecBole\nname: notes\n',
  'text: |\n  feature_cols and label_col are explained here\n',
];

describe('configKind', () => {
  it.each(RECBOLE)('knows RecBole: %j', (text) => expect(configKind(text)).toBe('recbole'));
  it.each(FUXI)('knows FuxiCTR and BARS: %j', (text) => expect(configKind(text)).toBe('fuxictr'));
  it.each(OTHERS)('leaves other YAML alone: %j', (text) => expect(configKind(text)).toBeUndefined());

  it('looks at a prefix only', () => {
    const padding = '# a long preamble that goes on\n'.repeat(10_000);
    expect(configKind(`${padding}USER_ID_FIELD: user_id\n`)).toBeUndefined();
  });

  it('takes less than a millisecond on unrelated YAML of the longest prefix', () => {
    const deployment =
      'apiVersion: apps/v1\nmetadata:\n  labels: {app: web, model: small}\n  name: web\n---\n';
    const text = deployment.repeat(Math.ceil((256 * 1024) / deployment.length));
    const times = Array.from({ length: 21 }, () => {
      const started = performance.now();
      expect(configKind(text)).toBeUndefined();
      return performance.now() - started;
    });
    // What it takes when nothing comes between, on a machine as fast as a developer's.
    expect(Math.min(...times)).toBeLessThan(secondHere() / 1000);
  });
});
