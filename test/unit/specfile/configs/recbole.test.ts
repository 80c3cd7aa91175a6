import { describe, expect, it } from 'vitest';
import { adapted, noted, told } from './support.ts';

const INTER =
  'user_id:token\titem_id:token\trating:float\ttimestamp:float\n196\t242\t3\t881250949\n186\t302\t5\t891717742\n22\t377\t1\t878887116\n';
const ITEM =
  'item_id:token\tmovie_title:token_seq\trelease_year:float\tclass:token_seq\tmaker:token\n242\tKolya\t1996\tComedy\tx\n';
const USER = 'user_id:token\tage:token\tgender:token\tzip_code:token\n196\t49\tM\t55105\n';
const DATA = {
  'dataset/ml-100k/ml-100k.inter': INTER,
  'dataset/ml-100k/ml-100k.item': ITEM,
  'dataset/ml-100k/ml-100k.user': USER,
};

/** A context-aware config with a threshold. */
const CONTEXT = `# DeepFM on MovieLens
model: DeepFM
dataset: ml-100k
data_path: ./dataset/
field_separator: "\\t"
USER_ID_FIELD: user_id
ITEM_ID_FIELD: item_id
RATING_FIELD: rating
TIME_FIELD: timestamp
threshold: {rating: 4}
load_col:
  inter: [user_id, item_id, rating, timestamp]
  user: [user_id, age, gender]
  item: [item_id, release_year, class]
eval_args:
  split: {RS: [0.8, 0.1, 0.1]}
  order: TO
  group_by: none
`;

async function adaptedRun(text: string, files: Record<string, string> = DATA, path = 'config/run.yaml') {
  return adapted({ ...files, [path]: text }, path);
}

describe('a RecBole config', () => {
  it('becomes a spec: fields, threshold, tables and the share of the split', async () => {
    const config = await adaptedRun(CONTEXT);
    expect(told(config)).toEqual([]);
    expect(config.spec).toMatchObject({
      log: {
        path: ['../dataset/ml-100k/ml-100k.inter'],
        user: 'user_id',
        item: 'item_id',
        label: 'rating >= 4',
        time: 'timestamp',
        features: [],
      },
      items: {
        path: ['../dataset/ml-100k/ml-100k.item'],
        key: 'item_id',
        features: [{ name: 'release_year', type: 'numeric' }],
      },
      users: { features: [{ name: 'age' }, { name: 'gender' }] },
      split: { evaluate: 0.1, slices: 10 },
      sources: [{ name: 'co-click', build: 'co-click' }],
    });
    expect(noted(config)).toEqual(['sequence-feature 14']);
    expect(config.text).toContain('threshold');
  });

  it('points every part of the spec at the line it came from', async () => {
    const config = await adaptedRun(CONTEXT);
    const line = (...path: (string | number)[]) => config.rangeOf(path, 'value').start.line + 1;
    expect(line('log', 'path')).toBe(4);
    expect(line('log', 'user')).toBe(6);
    expect(line('log', 'label')).toBe(10);
    expect(line('items', 'features', 0)).toBe(14);
    expect(line('users', 'key')).toBe(13);
    expect(line('split', 'evaluate')).toBe(16);
    expect(line('sources', 0)).toBe(2); // nothing of the config says it: the beginning
  });

  it('has the defaults where nothing is written: fields, path, and a random split', async () => {
    const config = await adaptedRun('load_col:\n  inter: [user_id, item_id]\ndataset: ml-100k\n');
    expect(config.spec).toMatchObject({
      log: { user: 'user_id', item: 'item_id', time: 'timestamp', label: 'rating >= 4', features: [] },
      split: { evaluate: 0.1 },
    });
    expect(noted(config)).toEqual(['inferred-threshold 1', 'random-order 1']);
    expect(config.spec?.items).toBeUndefined();
  });

  it('takes the label column over the ratings, and a rating of 0 and 1 as a label', async () => {
    const inter =
      'user_id:token\titem_id:token\tclick:float\ttimestamp:float\n1\t2\t1\t5\n1\t3\t0\t6\n2\t3\t0\t7\n';
    const files = { 'dataset/feed/feed.inter': inter };
    const labelled = await adaptedRun(
      'dataset: feed\nITEM_ID_FIELD: item_id\nLABEL_FIELD: click\neval_args: {order: TO, group_by: null}\n',
      files,
    );
    expect(labelled.spec?.log.label).toBe('click');
    expect(noted(labelled)).toEqual([]);
    const rated = await adaptedRun('dataset: feed\nITEM_ID_FIELD: item_id\nRATING_FIELD: click\n', files);
    expect(rated.spec?.log.label).toBe('click');
  });

  it('refuses data in which every row is a positive', async () => {
    const files = {
      'dataset/gowalla/gowalla.inter': 'user_id:token\titem_id:token\ttimestamp:float\n1\t2\t5\n',
    };
    expect(told(await adaptedRun('USER_ID_FIELD: user_id\ndataset: gowalla\n', files))).toEqual([
      expect.stringMatching(/^1:1 gowalla\.inter has no label and no ratings: every row is a positive/),
    ]);
    const constant = {
      'dataset/g/g.inter':
        'user_id:token\titem_id:token\trating:float\ttimestamp:float\n1\t2\t5\t1\n2\t2\t5\t2\n',
    };
    expect(
      told(await adaptedRun('USER_ID_FIELD: user_id\ndataset: g\nRATING_FIELD: rating\n', constant)),
    ).toEqual([expect.stringMatching(/^3:15 g\.inter has one and the same `rating`/)]);
  });

  it.each([
    ['{RS: [0.7, 0.1, 0.2]}', 'TO', 'none', 0.2, []],
    ['{RS: [8, 1, 1]}', 'TO', 'none', 0.1, []],
    ['{RS: [0.8, 0.2]}', 'TO', 'user', 0.2, ['split-per-user']],
    ['{RS: [0.8, 0.1, 0.1]}', 'RO', 'user', 0.1, ['random-order']],
    ['{LS: valid_and_test}', 'TO', 'user', 0.2, ['leave-one-out']],
    ['{TS: [0.8, 0.1, 0.1]}', 'TO', 'user', 0.1, ['validation-per-user']],
    ['{TS: [7, 1, 2]}', 'RO', 'none', 0.2, ['validation-per-user']],
    ['{"TS": [1, 0, 0]}', 'TO', 'user', 0.2, ['no-test-share']],
    ['{RS: [1, 0, 0]}', 'TO', 'none', 0.2, ['no-test-share']],
  ])(
    'evaluates the last share of a split %s by %s, grouped by %s',
    async (split, order, group, share, notes) => {
      const text = `dataset: ml-100k\nUSER_ID_FIELD: user_id\nthreshold: {rating: 4}\neval_args:\n  split: ${split}\n  order: ${order}\n  group_by: ${group}\n`;
      const config = await adaptedRun(text);
      expect(config.spec?.split).toMatchObject({ evaluate: share });
      expect(noted(config)).toEqual(notes.map((code) => `${code} 5`));
    },
  );

  it('reads the older spelling of a split', async () => {
    const text =
      'dataset: ml-100k\nUSER_ID_FIELD: user_id\nthreshold: {rating: 4}\neval_setting: TO_RS,full\nsplit_ratio: [0.6, 0.2, 0.2]\ngroup_by_user: False\n';
    expect((await adaptedRun(text)).spec?.split).toMatchObject({ evaluate: 0.2 });
  });

  it('takes ready-made parts as a split of their own, with or without time', async () => {
    const head = 'user_id:token\titem_id:token\tlabel:float\n1\t2\t1\n1\t3\t0\n';
    const files = Object.fromEntries(
      ['train', 'valid', 'test'].map((part) => [`dataset/mind/mind.${part}.inter`, head]),
    );
    const text = 'dataset: mind\nITEM_ID_FIELD: item_id\nbenchmark_filename: [train, valid, test]\n';
    const config = await adaptedRun(text, files);
    expect(config.spec).toMatchObject({
      log: {
        path: [
          '../dataset/mind/mind.train.inter',
          '../dataset/mind/mind.valid.inter',
          '../dataset/mind/mind.test.inter',
        ],
      },
      split: {
        column: 'filename',
        train: 'mind.train.inter',
        validate: 'mind.valid.inter',
        evaluate: 'mind.test.inter',
      },
      sources: [],
    });
    expect(config.rangeOf(['split', 'evaluate'], 'value').start.line).toBe(2);
    const { 'dataset/mind/mind.test.inter': _gone, ...two } = files;
    expect(told(await adaptedRun(text, two))).toEqual(['3:1 there is no mind.test.inter in dataset/mind']);
  });

  it('needs a time where there is no ready-made split', async () => {
    const files = { 'dataset/a/a.inter': 'user_id:token\titem_id:token\tlabel:float\n1\t2\t1\n' };
    expect(told(await adaptedRun('dataset: a\nUSER_ID_FIELD: user_id\nTIME_FIELD: ts\n', files))).toEqual([
      '3:13 a.inter has no column `ts` (TIME_FIELD); without time only a ready-made split can be evaluated (benchmark_filename)',
    ]);
  });

  it.each([
    ['TIME_FIELD: time\n', /^3:13 a\.inter has no column `time` \(TIME_FIELD\); did you mean `timestamp`\?$/],
    [
      'TIME_FIELD: timestam\n',
      /^3:13 a\.inter has no column `timestam` \(TIME_FIELD\); did you mean `timestamp`\?$/,
    ],
    [
      'RATING_FIELD: label\nTIME_FIELD: unix\n',
      /^4:13 a\.inter has no column `unix` \(TIME_FIELD\); did you mean/,
    ],
  ])('names the time that was meant where the config fails without it: %s', async (line, message) => {
    const files = {
      'dataset/a/a.inter': 'user_id:token\titem_id:token\tlabel:float\ttimestamp:float\n1\t2\t1\t5\n',
    };
    const config = await adaptedRun(`dataset: a\nUSER_ID_FIELD: user_id\n${line}`, files);
    expect(told(config)).toEqual([expect.stringMatching(message)]);
    expect(noted(config)).toEqual([]);
  });

  it('names the columns that are not there, and the nearest', async () => {
    const wrong = CONTEXT.replace('ITEM_ID_FIELD: item_id', 'ITEM_ID_FIELD: itemid').replace(
      '{rating: 4}',
      '{ratings: 4}',
    );
    expect(told(await adaptedRun(wrong))).toEqual([
      '7:16 no column `itemid` (ITEM_ID_FIELD) in ml-100k.inter; did you mean `item_id`?',
      '10:1 no column `ratings` (threshold) in ml-100k.inter; did you mean `rating`?',
    ]);
    const feature = await adaptedRun(
      CONTEXT.replace('user: [user_id, age, gender]', 'user: [user_id, ages]'),
    );
    expect(feature.spec?.users).toBeUndefined();
    expect(noted(feature)).toContain('no-column 13');
  });

  it('refuses a sequence as an id', async () => {
    const files = { 'dataset/a/a.inter': 'user_id:token\titem_id:token_seq\tlabel:float\ttimestamp:float\n' };
    expect(
      told(await adaptedRun('dataset: a\nUSER_ID_FIELD: user_id\nITEM_ID_FIELD: item_id\n', files)),
    ).toEqual([
      expect.stringMatching(
        /^3:16 ITEM_ID_FIELD: `item_id` is a token_seq in a\.inter, a list; an id is a token/,
      ),
    ]);
  });

  it('reads other separators, and says where the config says otherwise', async () => {
    const files = {
      'dataset/a/a.inter': 'user_id:token,item_id:token,label:float,timestamp:float\n1,2,1,5\n',
    };
    const text = 'dataset: a\nUSER_ID_FIELD: user_id\neval_args: {order: TO, group_by: null}\n';
    expect(noted(await adaptedRun(`${text}field_separator: ","\n`, files))).toEqual([]);
    expect(noted(await adaptedRun(`${text}field_separator: "\\t"\n`, files))).toEqual(['separator 4']);
  });

  it('says which options it does not apply', async () => {
    const text = `${CONTEXT}val_interval: {rating: "[3,inf)"}\nuser_inter_num_interval: "[5,inf)"\nitem_inter_num_interval: "[0,inf)"\nrm_dup_inter: first\n`;
    expect(noted(await adaptedRun(text))).toEqual([
      'sequence-feature 14',
      'not-applied 19',
      'not-applied 20',
      'not-applied 22',
    ]);
  });

  it('loads all columns with `load_col: null`, but those put aside', async () => {
    const text =
      'dataset: ml-100k\nthreshold: {rating: 4}\nUSER_ID_FIELD: user_id\nload_col: null\nunload_col: {user: [zip_code]}\n';
    const { spec } = await adaptedRun(text);
    expect(spec?.users?.features.map(({ name }) => name)).toEqual(['age', 'gender']);
    expect(spec?.items?.features.map(({ name }) => name)).toEqual(['release_year', 'maker']);
  });

  it('takes its own name for the dataset where it names none', async () => {
    const { spec } = await adaptedRun(
      'USER_ID_FIELD: user_id\nthreshold: {rating: 4}\n',
      DATA,
      'properties/dataset/ml-100k.yaml',
    );
    expect(spec?.log.path).toEqual(['../../dataset/ml-100k/ml-100k.inter']);
  });

  it('says that the data is absent, and where it was looked for', async () => {
    expect(told(await adaptedRun(CONTEXT, {}))).toEqual([
      expect.stringMatching(
        /^4:12 there is no dataset\/ml-100k\/ml-100k\.inter beside this config or in a folder above it/,
      ),
    ]);
    const bad = { 'dataset/ml-100k/ml-100k.inter': '196\t242\t3\n' };
    expect(told(await adaptedRun(CONTEXT, bad))).toEqual([
      expect.stringMatching(/^4:12 ml-100k\.inter: its first line is not a header of columns/),
    ]);
  });

  it('stands broken YAML, odd types and a bad threshold', async () => {
    expect(told(await adaptedRun('USER_ID_FIELD: [\ndataset: x\n'))).toEqual([
      expect.stringMatching(/broken YAML: /),
    ]);
    const odd = await adaptedRun(
      'USER_ID_FIELD: {a: 1}\nITEM_ID_FIELD: [x]\ndataset: ml-100k\nload_col: 5\neval_args: later\nthreshold: {rating: high}\n',
    );
    expect(told(odd)).toEqual(['6:1 threshold must be one field and a number, such as {rating: 4}']);
  });
});

describe('an MMRec config', () => {
  const inter = 'userID\titemID\trating\ttimestamp\tx_label\n1\t2\t5\t881250949\t0\n2\t3\t1\t891717742\t2\n';
  const files = { 'data/baby/baby.inter': inter };
  const DATASET =
    'USER_ID_FIELD: userID\nITEM_ID_FIELD: itemID\nTIME_FIELD: timestamp\ninter_file_name: \'baby.inter\'\nfield_separator: "\\t"\n';
  const path = 'src/configs/dataset/baby.yaml';

  it('finds its file by name, in data/, and says that its split is another', async () => {
    const config = await adaptedRun(DATASET, files, path);
    expect(told(config)).toEqual([]);
    expect(config.spec?.log).toMatchObject({
      path: ['../../../data/baby/baby.inter'],
      user: 'userID',
      item: 'itemID',
      time: 'timestamp',
      label: 'rating >= 4',
    });
    expect(config.spec?.split).toMatchObject({ evaluate: 0.2 });
    expect(noted(config)).toEqual(['inferred-threshold 1', 'split-by-column 1']);
    expect(config.notes[1]?.message).toMatch(/^MMRec splits by the column x_label; here the last 20%/);
  });

  it('has the keys of overall.yaml where it has none, and marks its file', async () => {
    const overall =
      "data_path: 'store/'\ninter_splitting_label: 'part'\nUSER_ID_FIELD: user_id:token\nTIME_FIELD: time:float\n";
    const layered = { 'src/configs/overall.yaml': overall, 'store/baby/baby.inter': inter };
    const config = await adaptedRun(DATASET, layered, path);
    expect(config.spec?.log).toMatchObject({ path: ['../../../store/baby/baby.inter'], user: 'userID' });
    expect(config.notes.map(({ message }) => message).at(-1)).toMatch(/^MMRec splits by the column part/);
    expect(told(await adaptedRun(DATASET, { 'src/configs/overall.yaml': overall }, path))).toEqual([
      expect.stringMatching(
        /^1:1 there is no store\/baby\/baby\.inter .*\(data_path, dataset and inter_file_name\).* \(overall\.yaml, line 1\)$/,
      ),
    ]);
    const typed = await adaptedRun(DATASET.replace('TIME_FIELD: timestamp\n', ''), layered, path);
    expect(told(typed)).toEqual([
      '1:1 baby.inter has no column `time` (TIME_FIELD); did you mean `timestamp`? (overall.yaml, line 4)',
    ]);
  });
});
