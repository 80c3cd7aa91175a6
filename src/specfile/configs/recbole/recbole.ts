/**
 * RecBole configs: the fields that its data options name, over the atomic files of the dataset. Keys that are not written
 * have RecBole's own defaults.
 */
import { basename, dirname, join } from 'node:path';
import type { Chosen, Draft, DraftTable, Findings } from '../draft.ts';
import type { ConfigFiles } from '../files.ts';
import { locateFile } from '../locate.ts';
import { ConfigText } from '../text.ts';
import { featuresOf } from './features.ts';
import { checkSeparator, idField, readAtomic, timeField } from './fields.ts';
import { chooseLabel } from './label.ts';
import { benchmarkParts, noteUntranslated, timeSplit } from './split.ts';

const DEFAULT_DATA_PATH = 'dataset/';
/** MMRec names the file of the rows, and has the folder of its datasets elsewhere. */
const MMREC_DATA_PATH = 'data/';

/** RecBole and MMRec lay the configs of a dataset and a model over one of all: `overall.yaml` beside them or one folder above. */
export async function layered(path: string, text: string, files: ConfigFiles): Promise<ConfigText> {
  for (const folder of [dirname(path), dirname(dirname(path))]) {
    const overall = join(folder, 'overall.yaml');
    const below = overall === path ? undefined : await files.read(overall);
    if (below !== undefined) return new ConfigText(path, text, new ConfigText(overall, below));
  }
  return new ConfigText(path, text);
}

export async function adaptRecbole(
  config: ConfigText,
  files: ConfigFiles,
  findings: Findings,
): Promise<Draft | undefined> {
  const dataset = datasetOf(config);
  const parts = benchmarkParts(config, dataset.value);
  const log = await findLog(
    config,
    dataset,
    parts.map(({ value }) => value),
    files,
    findings,
  );
  if (log === undefined) return undefined;
  const inter = await readAtomic(log.value[0]!, log.from, files, findings);
  if (inter === undefined) return undefined;
  checkSeparator(config, inter, findings);

  const user = idField(config, 'USER_ID_FIELD', inter, findings);
  const item = idField(config, 'ITEM_ID_FIELD', inter, findings);
  const time = timeField(config, inter, parts.length === 0, findings);
  const label = chooseLabel(config, inter, findings);
  if (user === undefined || item === undefined || label === undefined) return undefined;
  const split = parts.length > 0 ? benchmarkSplit(parts) : time && timeSplit(config, time, findings);
  const taken = new Set([
    user.value,
    item.value,
    ...label.columns,
    ...(time === undefined ? [] : [time.value]),
  ]);
  const features = featuresOf(config, 'inter', inter, taken, findings);
  const items = await tableOf('item', item, config, dataset, dirname(inter.path), files, findings);
  const users = await tableOf('user', user, config, dataset, dirname(inter.path), files, findings);
  noteUntranslated(config, findings);
  if (split === undefined) return undefined;
  return { log, user, item, label, time, features, items, users, split };
}

/** The `.item` or `.user` file, where the config loads columns of it. */
async function tableOf(
  suffix: 'item' | 'user',
  key: Chosen,
  config: ConfigText,
  dataset: Chosen,
  folder: string,
  files: ConfigFiles,
  findings: Findings,
): Promise<DraftTable | undefined> {
  const written = config.has(['load_col', suffix]);
  const everything = config.has(['load_col']) && config.at(['load_col']) === null;
  if (!written && !everything) return undefined;
  const name = `${dataset.value}.${suffix}`;
  const from = config.place(written ? ['load_col', suffix] : ['load_col'], 'key');
  if (!(await files.exists(join(folder, name)))) {
    const message = `load_col names columns of ${name}, and there is no such file; they are left out`;
    if (written) findings.note('no-table', message, from);
    return undefined;
  }
  const table = await readAtomic(join(folder, name), from, files, findings);
  if (table === undefined) return undefined;
  if (!table.fields.some((field) => field.name === key.value)) {
    const message = `${name} has no column \`${key.value}\`, so that it cannot be joined; it is left out`;
    findings.note('no-key', message, from);
    return undefined;
  }
  const features = featuresOf(config, suffix, table, new Set([key.value]), findings);
  if (features.length === 0) return undefined;
  return { path: table.path, key: key.value, features, why: `load_col.${suffix}`, from };
}

/** `dataset`; RecBole's command line often gives it, and its dataset configs are called like their dataset. */
function datasetOf(config: ConfigText): Chosen {
  const value = config.text(['dataset']);
  if (value !== undefined) return { value, why: 'dataset', from: config.place(['dataset']) };
  const name = basename(config.path).replace(/\.ya?ml$/i, '');
  return { value: name, why: 'the name of this config; it names no dataset', from: config.place([]) };
}

async function findLog(
  config: ConfigText,
  dataset: Chosen,
  parts: readonly string[],
  files: ConfigFiles,
  findings: Findings,
): Promise<Chosen<string[]> | undefined> {
  const file = config.text(['inter_file_name']);
  const root = config.text(['data_path']) ?? (file === undefined ? DEFAULT_DATA_PATH : MMREC_DATA_PATH);
  const names = parts.length > 0 ? parts : [file ?? `${dataset.value}.inter`];
  const first = join(root, dataset.value, names[0]!);
  const why = file === undefined ? 'data_path and dataset' : 'data_path, dataset and inter_file_name';
  const found = await locateFile(config.path, [first], files);
  const key = ['data_path', 'inter_file_name'].find((option) => config.has([option]));
  const from = key === undefined ? dataset.from : config.place([key]);
  if (found === undefined) {
    const message = `there is no ${first.replaceAll('\\', '/')} beside this config or in a folder above it (${why}); download the dataset, or correct the path`;
    return findings.fail('missing-data', message, from);
  }
  const paths = names.map((name) => join(dirname(found), name));
  for (const path of paths) {
    if (await files.exists(path)) continue;
    const place = config.place(['benchmark_filename']);
    return findings.fail('missing-data', `there is no ${basename(path)} in ${dirname(first)}`, place);
  }
  return { value: paths, why, from };
}

function benchmarkSplit(parts: readonly Chosen[]): Draft['split'] {
  const [train, second, third] = parts as [Chosen, Chosen, Chosen | undefined];
  return third === undefined
    ? { train, evaluate: second, why: 'benchmark_filename' }
    : { train, validate: second, evaluate: third, why: 'benchmark_filename' };
}
