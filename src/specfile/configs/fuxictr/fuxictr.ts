/**
 * FuxiCTR and BARS configs: an experiment names a dataset, and the dataset's config names files and columns. FuxiCTR knows
 * features and a label, not users and times: those are told by their names, and the reason is stated.
 */
import { basename, extname } from 'node:path';
import { isGlob } from '../../../common/glob.ts';
import { delimiterOf, splitRecord } from '../delimited.ts';
import type { Chosen, Draft, DraftSplit, Findings } from '../draft.ts';
import { type ConfigFiles, HEAD_BYTES } from '../files.ts';
import { type LocatedFiles, locateFiles } from '../locate.ts';
import { parquetHeader } from '../parquet-header.ts';
import type { Place } from '../text.ts';
import { chooseColumns, columnsOf } from './columns.ts';
import type { DatasetPlace } from './datasets.ts';

const PARTS = [
  ['train', 'train_data'],
  ['validate', 'valid_data'],
  ['evaluate', 'test_data'],
] as const;

/** Files of one part of the dataset, and where the config names them. */
interface DataFiles extends LocatedFiles {
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
  const header = await headerOf(data.train.files[0]!, files);
  const columns = columnsOf(dataset, header, findings);
  const chosen = chooseColumns(dataset, columns, header, findings);
  if (chosen === undefined) return undefined;
  const split = splitOf(data, chosen.time, dataset, findings);
  if (split === undefined) return undefined;
  const present = [data.train, data.validate, data.evaluate].filter((file) => file !== undefined);
  const log = {
    value: present.map(({ pattern }) => pattern),
    why: present.map(({ key }) => key).join(', '),
    from: data.train.from,
  };
  return { log, ...chosen, split };
}

/** Whether the training data of a dataset is there: of several datasets the first such one is evaluated. */
export async function hasData(dataset: DatasetPlace, files: ConfigFiles): Promise<boolean> {
  const { config, path } = dataset;
  const train = config.text([...path, 'train_data']);
  if (train === undefined) return false;
  const found = await locateFiles(config.path, train, formatOf(dataset), files);
  return found !== undefined && found.files.length > 0;
}

/** What the files of a folder end in. FuxiCTR reads CSV where nothing is said. */
function formatOf({ config, path }: DatasetPlace): string {
  return config.text([...path, 'data_format'])?.toLowerCase() ?? 'csv';
}

interface Parts {
  train: DataFiles;
  validate?: DataFiles | undefined;
  evaluate?: DataFiles | undefined;
}

async function dataFiles(
  dataset: DatasetPlace,
  files: ConfigFiles,
  findings: Findings,
): Promise<Parts | undefined> {
  const { config, path, id, label } = dataset;
  const format = formatOf(dataset);
  if (!['csv', 'parquet'].includes(format)) {
    const message = `data_format ${format} cannot be read; convert the files to Parquet or CSV`;
    return findings.fail('unreadable-format', message, config.place([...path, 'data_format']));
  }
  const found: Partial<Record<(typeof PARTS)[number][0], DataFiles>> = {};
  for (const [part, key] of PARTS) {
    const written = config.text([...path, key]);
    if (written === undefined) continue;
    const from = config.place([...path, key]);
    const fail = (code: string, message: string) => findings.fail(code, `${key}: ${message}`, from);
    if (['.h5', '.hdf5', '.npz'].includes(extname(written).toLowerCase()))
      return fail('unreadable-format', `${basename(written)} cannot be read; convert it to Parquet or CSV`);
    if (/\$\{|\{\{/.test(written))
      return fail(
        'variable-path',
        `${written} names a variable, whose value only the program that starts the training knows; write the path out`,
      );
    const located = await locateFiles(config.path, written, format, files);
    if (located === undefined) {
      const what = isGlob(written) ? `no file matches ${written}` : `there is no ${written}`;
      return fail(
        'missing-data',
        `${what} beside the config or in a folder above it; download the dataset, or correct the path`,
      );
    }
    if (located.files.length === 0)
      return fail(
        'missing-data',
        `the folder ${written} holds no .${format} files; correct the path, or data_format`,
      );
    found[part] = { ...located, key, from };
  }
  const { train } = found;
  if (train === undefined) return findings.fail('no-data', `dataset \`${id}\` has no train_data`, label);
  return withoutDoubles({ ...found, train }, findings);
}

/** A published config often stops the training on its test data: then nothing is left to judge a model by. */
function withoutDoubles({ train, validate, evaluate }: Parts, findings: Findings): Parts | undefined {
  const shared = (a: DataFiles, b: DataFiles | undefined) => b?.files.some((path) => a.files.includes(path));
  if (evaluate !== undefined && shared(train, evaluate)) {
    const message =
      'test_data and train_data are the same file; name the rows that are evaluated in a file of their own';
    return findings.fail('test-is-train', message, evaluate.from);
  }
  if (validate === undefined) return { train, evaluate };
  const same = [evaluate, train].find((other) => shared(validate, other));
  if (same === undefined) return { train, validate, evaluate };
  const why =
    same === train
      ? 'rows that train cannot say when to stop'
      : 'the stop of the training would be chosen by the rows under evaluation';
  const message = `valid_data is ${same.key}: ${why}, so that it is not used, as if there were no valid_data`;
  findings.note(same === train ? 'valid-is-train' : 'valid-is-test', message, validate.from);
  return { train, evaluate };
}

/** Column names of a file; undefined where it is damaged. */
async function headerOf(path: string, files: ConfigFiles): Promise<string[] | undefined> {
  if (/\.parquet$/i.test(path)) return parquetHeader(path, files);
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
  const parts = [train, validate, evaluate].flatMap((part) => part ?? []);
  // Base names tell the files apart where they differ; paths do always.
  const names = parts.flatMap(({ files }) => files.map((path) => basename(path)));
  const byName = names.length === parts.length && new Set(names).size === names.length;
  const named = ({ pattern, key, from }: DataFiles): Chosen => ({
    value: byName ? basename(pattern) : pattern,
    why: key,
    from,
  });
  return {
    train: named(train),
    ...(evaluate !== undefined && validate !== undefined && { validate: named(validate) }),
    evaluate: named(tested),
    why: byName ? 'one file a part' : 'the files of each part',
  };
}
