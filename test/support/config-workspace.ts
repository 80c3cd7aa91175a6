/** The small workspace as a project of RecBole, of FuxiCTR, and of one's own trainer with a `lis:` block. */
import { smallLog } from './small-workspace.ts';

/** The log's rows: user_id, item_id, ts, click, position. */
function rows(count?: number): string[][] {
  return smallLog(count)
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','));
}

/** `dataset/shop/shop.inter` and `shop.item`. */
export function recboleData(count?: number): Record<string, string> {
  const header = 'user_id:token\titem_id:token\ttimestamp:float\tlabel:float\tposition:token';
  const items = Array.from({ length: 60 }, (_, item) => `i${item}\tg${item % 5}\tred shoe`);
  return {
    'dataset/shop/shop.inter': `${[header, ...rows(count).map((row) => row.join('\t'))].join('\n')}\n`,
    'dataset/shop/shop.item': `${['item_id:token\tgroup:token\ttitle:token_seq', ...items].join('\n')}\n`,
  };
}

export const RECBOLE = `# Trains LightGCN on the shop
model: LightGCN
dataset: shop
data_path: dataset/
USER_ID_FIELD: user_id
ITEM_ID_FIELD: item_id
LABEL_FIELD: label
TIME_FIELD: timestamp
load_col:
  inter: [user_id, item_id, label, timestamp, position]
  item: [item_id, group, title]
eval_args:
  split: {RS: [0.7, 0.1, 0.2]}
  order: TO
  group_by: none
val_interval: {position: "[0,8]"}
`;

/** The same evaluation, written by hand. */
export const RECBOLE_BY_HAND = `version: 1
log:
  path: dataset/shop/shop.inter
  user: user_id
  item: item_id
  label: label
  time: timestamp
  features: [position]
items: {path: dataset/shop/shop.item, key: item_id, features: [group]}
split: {evaluate: 20%, slices: 10}
sources:
  - {name: co-click, build: co-click}
`;

/** `data/train.csv`, `valid.csv` and `test.csv`, in order of time. */
export function fuxiData(count?: number): Record<string, string> {
  const all = rows(count);
  const part = (from: number, to: number): string => {
    const some = all.slice(Math.floor(all.length * from), Math.floor(all.length * to));
    return `${['user_id,item_id,time_stamp,click,position', ...some.map((row) => row.join(','))].join('\n')}\n`;
  };
  return {
    'data/train.csv': part(0, 0.7),
    'data/valid.csv': part(0.7, 0.8),
    'data/test.csv': part(0.8, 1),
  };
}

export const FUXI_MODEL = `Base:
  model_root: ./checkpoints/
  metrics: [AUC, logloss]

DeepFM_shop:
  model: DeepFM
  dataset_id: shop
  batch_size: 1000
`;

export const FUXI_DATASET = `shop:
  data_root: ./data/
  data_format: csv
  train_data: ./data/train.csv
  valid_data: ./data/valid.csv
  test_data: ./data/test.csv
  feature_cols:
    - {name: [user_id, item_id], active: True, dtype: str, type: categorical}
    - {name: position, active: True, dtype: str, type: categorical}
    - {name: weekday, active: True, dtype: str, type: categorical, preprocess: convert_weekday}
  label_col: {name: click, dtype: float}
`;

export const FUXI_BY_HAND = `version: 1
log:
  path: [data/train.csv, data/valid.csv, data/test.csv]
  user: user_id
  item: item_id
  label: click
  time: time_stamp
  features: [position]
split: {column: filename, train: train.csv, validate: valid.csv, evaluate: test.csv}
sources:
  - {name: co-click, build: co-click}
`;

/** A trainer's own config with the spec inside. */
export const BLOCK = `trainer:
  epochs: 10
  optimizer: adam

lis:
  version: 1
  log:
    path: data/clicks.csv
    user: user_id
    item: item_id
    label: click
    time: ts
    features: [position]
  sources:
    - {name: co-click, build: co-click, window: all}
`;
