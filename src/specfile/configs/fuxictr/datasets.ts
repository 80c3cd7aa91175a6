/**
 * Which dataset a FuxiCTR or BARS config speaks of, and where that dataset is described: in the file itself, or in a
 * dataset config beside it, which FuxiCTR finds by folder and this file by the same rules and a few folders more.
 */
import { dirname, join, relative, resolve } from 'node:path';
import { nearestOrAll } from '../../reading/wording.ts';
import type { Findings } from '../draft.ts';
import type { ConfigFiles } from '../files.ts';
import { ConfigText, type Place } from '../text.ts';

/** A dataset's description. */
export interface DatasetPlace {
  id: string;
  config: ConfigText;
  /** Of the mapping with `feature_cols` in that file. */
  path: readonly (string | number)[];
  /** Where the evaluated config names the dataset. */
  label: Place;
}

/** A dataset that a config names, found or not. */
export interface NamedDataset {
  id: string;
  label: Place;
  found?: DatasetPlace | undefined;
}

const DATASET_CONFIG = /^data(?:set)?s?_?configs?(?:\.ya?ml)?$/i;

/** The datasets that the config describes or whose ids it names, each once, in the order of the text. */
export async function datasetsOf(
  config: ConfigText,
  files: ConfigFiles,
  findings: Findings,
): Promise<NamedDataset[]> {
  const ownDatasets = described(config);
  const named = namedIds(config);
  if (named.length === 0) return ownDatasets.map((found) => ({ id: found.id, label: found.label, found }));
  const missing = named.filter(({ id }) => ownDatasets.every((dataset) => dataset.id !== id));
  const others =
    missing.length === 0
      ? undefined
      : await search(
          config,
          missing.map(({ id }) => id),
          files,
          findings,
        );
  return named.map(({ id, label }) => {
    const found = ownDatasets.find((dataset) => dataset.id === id) ?? others?.found.get(id);
    if (found === undefined && others !== undefined) explainMissing(id, label, others, config, findings);
    return { id, label, ...(found !== undefined && { found: { ...found, label } }) };
  });
}

/** Mappings with `feature_cols`: the file itself, its top-level entries, or those of an inline `dataset_config`. */
function described(config: ConfigText): DatasetPlace[] {
  if (config.has(['feature_cols'])) {
    const id = config.text(['dataset_id']) ?? 'dataset';
    return [{ id, config, path: [], label: config.place(['feature_cols'], 'key') }];
  }
  const under = (path: readonly string[]): DatasetPlace[] =>
    config.keys(path).flatMap((id) => {
      const at = [...path, id];
      if (!config.has([...at, 'feature_cols'])) return [];
      return [{ id, config, path: at, label: config.place(at, 'key') }];
    });
  return [...under([]), ...under(['dataset_config'])];
}

/** `dataset_id` of every experiment; that of `Base` holds where an experiment names none. */
function namedIds(config: ConfigText): { id: string; label: Place }[] {
  const found = new Map<string, Place>();
  const paths = [['dataset_id'], ...config.keys([]).map((experiment) => [experiment, 'dataset_id'])];
  for (const path of paths) {
    const id = config.text(path);
    if (id !== undefined && !found.has(id)) found.set(id, config.place(path));
  }
  return [...found].map(([id, label]) => ({ id, label }));
}

interface Search {
  found: Map<string, DatasetPlace>;
  /** Files that were looked into, and the ids they describe. */
  looked: string[];
  ids: string[];
}

async function search(
  config: ConfigText,
  wanted: readonly string[],
  files: ConfigFiles,
  findings: Findings,
): Promise<Search> {
  const result: Search = { found: new Map(), looked: [], ids: [] };
  for (const folder of foldersToSearch(config)) {
    for (const path of await datasetConfigs(folder, files)) {
      if (result.looked.includes(path) || path === config.path) continue;
      const text = await files.read(path);
      if (text === undefined) continue;
      result.looked.push(path);
      const other = new ConfigText(path, text);
      if (other.broken !== undefined) {
        const name = relative(dirname(config.path), path);
        findings.note(
          'broken-config',
          `${name} cannot be read, in line ${other.broken.range.start.line + 1}: ${other.broken.message}`,
          config.place([]),
        );
      }
      for (const dataset of described(other)) {
        result.ids.push(dataset.id);
        if (!result.found.has(dataset.id)) result.found.set(dataset.id, dataset);
      }
    }
    if (wanted.every((id) => result.found.has(id))) break;
  }
  return result;
}

/** FuxiCTR takes the folder of the config; BARS names another one in `base_config`; projects keep data configs apart. */
function foldersToSearch(config: ConfigText): string[] {
  const here = dirname(config.path);
  const above = dirname(here);
  const base = config.text(['base_config']);
  const folders = [here, ...(base === undefined ? [] : [resolve(here, base), resolve(above, base)])];
  return [
    ...folders,
    above,
    join(here, 'config'),
    join(above, 'config'),
    join(above, 'data'),
    dirname(above),
  ];
}

/** `dataset_config.yaml`, and every YAML in a folder of that name. */
async function datasetConfigs(folder: string, files: ConfigFiles): Promise<string[]> {
  const names = (await files.list(folder)).filter((name) => DATASET_CONFIG.test(name)).sort();
  const paths: string[] = [];
  for (const name of names) {
    const path = join(folder, name);
    if (/\.ya?ml$/i.test(name)) paths.push(path);
    else {
      const inside = (await files.list(path)).filter((file) => /\.ya?ml$/i.test(file)).sort();
      paths.push(...inside.map((file) => join(path, file)));
    }
  }
  return paths;
}

function explainMissing(
  id: string,
  label: Place,
  { looked, ids }: Search,
  config: ConfigText,
  findings: Findings,
): void {
  const where = looked.map((path) => relative(dirname(config.path), path).replaceAll('\\', '/'));
  const message =
    looked.length === 0
      ? `dataset_id \`${id}\`: there is no dataset_config.yaml (or folder dataset_config) beside this config, in its config folder, or above`
      : `dataset_id \`${id}\` is in none of ${where.join(', ')}; ${nearestOrAll(id, ids)}`;
  findings.fail('no-dataset', message, label);
}
