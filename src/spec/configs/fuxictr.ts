/**
 * FuxiCTR and BARS configs: an experiment names a dataset, and the dataset's config names files and columns. FuxiCTR knows
 * features and a label, not users and times: those are told by their names, and the reason is stated.
 */
import { basename, extname } from 'node:path';
import { delimiterOf, splitRecord } from './delimited.ts';
import type { Chosen, Draft, DraftSplit, Findings } from './draft.ts';
import { type ConfigFiles, HEAD_BYTES } from './files.ts';
import { chooseColumns, columnsOf } from './fuxictr-columns.ts';
import type { DatasetPlace } from './fuxictr-datasets.ts';
import { locateFile } from './locate.ts';
import type { Place } from './text.ts';

const PARTS = [
  ['train', 'train_data'],
  ['validate', 'valid_data'],
  ['evaluate', 'test_data'],
] as const;

/** A file of the dataset, and where the config names it. */
interface DataFile {
  path: string;
  key: string;
  from: Place;
}

export async function adaptFuxi(
  dataset: DatasetPlace,
  files: ConfigFiles,
  findings: Findings,
): Promise<Draft | undefined> {
  const data = await dataFiles(dataset, files, findings);
  if (data === undefined) return undefined;
  const header = await headerOf(data.train.path, files);
  const columns = columnsOf(dataset, header, findings);
  const chosen = chooseColumns(dataset, columns, header, findings);
  if (chosen === undefined) return undefined;
  const split = splitOf(data, chosen.time, dataset, findings);
  if (split === undefined) return undefined;
  const present = [data.train, data.validate, data.evaluate].filter((file) => file !== undefined);
  const log = {
    value: present.map(({ path }) => path),
    why: present.map(({ key }) => key).join(', '),
    from: data.train.from,
  };
  return { log, ...chosen, split };
}

/** Whether the training data of a dataset is there: of several datasets the first such one is evaluated. */
export async function hasData(dataset: DatasetPlace, files: ConfigFiles): Promise<boolean> {
  const { config, path } = dataset;
  const train = config.text([...path, 'train_data']);
  return train !== undefined && (await locateFile(config.path, [train], files)) !== undefined;
}

interface Parts {
  train: DataFile;
  validate?: DataFile | undefined;
  evaluate?: DataFile | undefined;
}

async function dataFiles(
  { config, path, id, label }: DatasetPlace,
  files: ConfigFiles,
  findings: Findings,
): Promise<Parts | undefined> {
  const format = config.text([...path, 'data_format'])?.toLowerCase();
  if (format !== undefined && !['csv', 'parquet'].includes(format)) {
    const message = `data_format ${format} cannot be read; convert the files to Parquet or CSV`;
    return findings.fail('unreadable-format', message, config.place([...path, 'data_format']));
  }
  const found: Partial<Record<(typeof PARTS)[number][0], DataFile>> = {};
  for (const [part, key] of PARTS) {
    const written = config.text([...path, key]);
    if (written === undefined) continue;
    const from = config.place([...path, key]);
    if (['.h5', '.hdf5', '.npz'].includes(extname(written).toLowerCase())) {
      const message = `${key}: ${basename(written)} cannot be read; convert it to Parquet or CSV`;
      return findings.fail('unreadable-format', message, from);
    }
    const file = await locateFile(config.path, [written], files);
    if (file === undefined) {
      const message = `${key}: there is no ${written} beside the config or in a folder above it; download the dataset, or correct the path`;
      return findings.fail('missing-data', message, from);
    }
    found[part] = { path: file, key, from };
  }
  const { train } = found;
  if (train === undefined) return findings.fail('no-data', `dataset \`${id}\` has no train_data`, label);
  return { ...found, train };
}

/** Column names of a text file; undefined for formats that only the data engine can open. */
async function headerOf(path: string, files: ConfigFiles): Promise<string[] | undefined> {
  if (!/\.(csv|tsv)$/i.test(path)) return undefined;
  const line = (await files.read(path, HEAD_BYTES))?.replace(/^\ufeff/, '').split(/\r?\n/, 1)[0];
  if (line === undefined || line === '') return undefined;
  return splitRecord(line, /\.tsv$/i.test(path) ? '\t' : delimiterOf(line)).map((name) => name.trim());
}

/** One file a part is a ready-made split, which needs no time. */
function splitOf(
  { train, validate, evaluate }: Parts,
  time: Chosen | undefined,
  { config, path }: DatasetPlace,
  findings: Findings,
): DraftSplit | undefined {
  const tested = evaluate ?? validate;
  if (tested === undefined) {
    if (time === undefined) {
      const message =
        'there is neither test_data nor valid_data, and no column of time to cut train_data by; name one of the files';
      return findings.fail('no-split', message, config.place([...path, 'train_data']));
    }
    const message = `there is no test_data; the last 20% of train_data by ${time.value} are evaluated`;
    findings.note('no-test-data', message, train.from);
    return { evaluate: '20%', why: 'there is no test_data', from: train.from };
  }
  if (evaluate === undefined)
    findings.note('no-test-data', 'there is no test_data; valid_data is evaluated', tested.from);
  const names = [train, validate, evaluate].flatMap((file) => (file === undefined ? [] : [file]));
  for (const [i, file] of names.entries()) {
    const same = names.slice(0, i).find((other) => basename(other.path) === basename(file.path));
    if (same === undefined) continue;
    const message = `${file.key} and ${same.key} are both called ${basename(file.path)}; the parts of a split are told by their file names: rename one`;
    return findings.fail('same-file-names', message, file.from);
  }
  const named = (file: DataFile): Chosen => ({ value: basename(file.path), why: file.key, from: file.from });
  return {
    train: named(train),
    ...(evaluate !== undefined && validate !== undefined && { validate: named(validate) }),
    evaluate: named(tested),
    why: 'one file a part',
  };
}
