/**
 * A training config as a spec. The adapter of its framework drafts the spec; here the draft becomes the text that
 * `lis init` would write, goes through the one parser, and every path of the spec keeps the place in the config that it came
 * from: whatever fails later points at the config's own line.
 */
import { basename, dirname } from 'node:path';
import { type ParsedSpec, parseSpec } from '../parse.ts';
import type { SourceRange } from '../positions.ts';
import { pathText, type SpecPath, type SpecProblem } from '../problem.ts';
import { type ConfigKind, configKind } from './detect.ts';
import { type ConfigNote, type Draft, Findings } from './draft.ts';
import type { ConfigFiles } from './files.ts';
import { adaptFuxi, hasData } from './fuxictr.ts';
import { datasetsOf } from './fuxictr-datasets.ts';
import { adaptRecbole } from './recbole.ts';
import { ConfigText, type Place } from './text.ts';
import { type Choice, writeDraft } from './write.ts';

export const KIND_NAMES: Record<ConfigKind, string> = { recbole: 'RecBole', fuxictr: 'FuxiCTR' };

/** A dataset that the config names, and where. */
export interface ConfigDataset {
  id: string;
  range: SourceRange;
  /** True for the one that is evaluated. */
  chosen: boolean;
}

/**
 * Parsed like a spec, with its ranges in the config. What stands in another file (a dataset config) is marked where this one
 * names the dataset, and said with its line.
 */
export interface AdaptedConfig extends ParsedSpec {
  kind: ConfigKind;
  /** What each part of the spec is, and why. */
  choices: Choice[];
  /** What the evaluation does otherwise than the config. */
  notes: ConfigNote[];
  /** The commented spec; absent where none could be made. */
  text?: string;
  /** A FuxiCTR config may name several; otherwise empty. */
  datasets: ConfigDataset[];
  /** ` (dataset_config.yaml, line 5)` where a path of the spec came from another file; else nothing. */
  elsewhere(path: SpecPath): string;
}

export interface AdaptOptions {
  /** Folder that the spec's paths start from; the config's by default. */
  folder?: string | undefined;
  /** The dataset to take, of several; the first whose data is there by default. */
  dataset?: string | undefined;
}

/**
 * @param path absolute path of the config.
 * @returns undefined for a text that is no training config.
 */
export async function adaptConfig(
  text: string,
  path: string,
  files: ConfigFiles,
  options: AdaptOptions = {},
): Promise<AdaptedConfig | undefined> {
  const kind = configKind(text);
  if (kind === undefined) return undefined;
  const config = new ConfigText(path, text);
  const findings = new Findings();
  let datasets: ConfigDataset[] = [];
  let draft: Draft | undefined;
  if (config.broken !== undefined) {
    const { code, message, range } = config.broken;
    findings.fail(code, message, { file: path, range });
  } else if (kind === 'recbole') draft = await adaptRecbole(config, files, findings);
  else [draft, datasets] = await adaptDataset(config, files, findings, options.dataset);
  return assemble(kind, config, draft, findings, datasets, options.folder ?? dirname(path));
}

async function adaptDataset(
  config: ConfigText,
  files: ConfigFiles,
  findings: Findings,
  wanted: string | undefined,
): Promise<[Draft | undefined, ConfigDataset[]]> {
  const missing = new Findings();
  const named = await datasetsOf(config, files, missing);
  let chosen = named.find(({ id }) => id === wanted);
  if (wanted !== undefined && chosen === undefined) {
    const ids = named.map(({ id }) => id).join(', ');
    findings.fail('no-dataset', `the config names no dataset \`${wanted}\`; it has ${ids}`, config.place([]));
  }
  for (const dataset of wanted === undefined ? named : []) {
    if (dataset.found !== undefined && (await hasData(dataset.found, files))) chosen ??= dataset;
  }
  chosen ??= wanted === undefined ? (named.find(({ found }) => found !== undefined) ?? named[0]) : undefined;
  findings.notes.push(...missing.notes);
  // An id that is described nowhere matters only where it is the one to evaluate.
  findings.problems.push(...missing.problems.filter(({ place }) => place === chosen?.label));
  const datasets = named.map(({ id, label }) => ({ id, range: label.range, chosen: id === chosen?.id }));
  if (named.length > 1 && chosen !== undefined) {
    const others = named.filter(({ id }) => id !== chosen?.id).map(({ id }) => id);
    const shown = `${others.slice(0, 5).join(', ')}${others.length > 5 ? ', …' : ''}`;
    findings.note(
      'other-datasets',
      `of ${named.length} datasets \`${chosen.id}\` is evaluated, the first whose data is there; not ${shown}`,
      chosen.label,
    );
  }
  if (named.length === 0) findings.fail('no-dataset', 'the config names no dataset_id', config.place([]));
  const draft = chosen?.found && (await adaptFuxi(chosen.found, files, findings));
  return [draft, datasets];
}

function assemble(
  kind: ConfigKind,
  config: ConfigText,
  draft: Draft | undefined,
  findings: Findings,
  datasets: ConfigDataset[],
  folder: string,
): AdaptedConfig {
  const anchor = datasets.find(({ chosen }) => chosen)?.range ?? config.place([]).range;
  const heading = `${basename(config.path)}, a ${KIND_NAMES[kind]} config`;
  const usable = findings.problems.length === 0 ? draft : undefined;
  const written = usable && writeDraft(usable, folder, heading, findings.notes);
  const parsed = parseSpec(written?.text ?? '');
  const placeOf = (path: SpecPath): Place => {
    for (let length = path.length; length > 0; length--) {
      const place = written?.places.get(pathText(path.slice(0, length)));
      if (place !== undefined) return place;
    }
    return { file: config.path, range: anchor };
  };
  const here = ({ file, range }: Place): SourceRange => (file === config.path ? range : anchor);
  const suffix = ({ file, range }: Place): string =>
    file === config.path ? '' : ` (${basename(file)}, line ${range.start.line + 1})`;
  const problems = findings.problems.map(({ code, message, place }): SpecProblem => {
    return { severity: 'error', code, message: `${message}${suffix(place)}`, range: here(place), path: [] };
  });
  if (written !== undefined) {
    for (const { severity, code, message, path } of parsed.problems) {
      const place = placeOf(path);
      problems.push({ severity, code, message: `${message}${suffix(place)}`, range: here(place), path });
    }
  }
  return {
    ...(parsed.spec !== undefined && { spec: parsed.spec }),
    problems,
    value: written === undefined ? undefined : parsed.value,
    embedded: false,
    rangeOf: (path) => here(placeOf(path)),
    rangeWithin: (path) => here(placeOf(path)),
    textOf: (range) => config.textOf(range),
    rangeFrom: (start, end) => config.rangeFrom(start, end),
    placeAt: () => undefined, // what stands in a config is not the spec's text
    has: (path) => written !== undefined && parsed.has(path),
    kind,
    choices: written?.choices ?? [],
    notes: findings.notes,
    ...(written !== undefined && { text: written.text }),
    datasets,
    elsewhere: (path) => suffix(placeOf(path)),
  };
}
