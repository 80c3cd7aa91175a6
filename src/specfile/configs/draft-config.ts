/**
 * A training config as a drafted spec: which framework's it is, the adapter's draft as text, and what there is to say. The
 * editor loads this file with the first training config that is opened.
 */
import { basename, dirname } from 'node:path';
import type { SourceRange } from '../reading/positions.ts';
import { type ConfigKind, configKind } from './detect.ts';
import { type ConfigNote, type ConfigProblem, type Draft, Findings } from './draft.ts';
import type { ConfigFiles } from './files.ts';
import { datasetsOf } from './fuxictr/datasets.ts';
import { adaptFuxi, hasData } from './fuxictr/fuxictr.ts';
import { adaptRecbole, layered } from './recbole/recbole.ts';
import { ConfigText } from './text.ts';
import { type WrittenDraft, writeDraft } from './write.ts';

const KIND_NAMES: Record<ConfigKind, string> = { recbole: 'RecBole', fuxictr: 'FuxiCTR' };

/** A dataset that the config names, and where. */
export interface ConfigDataset {
  id: string;
  range: SourceRange;
  /** True for the one that is evaluated. */
  chosen: boolean;
}

export interface DraftedConfig {
  /** Absolute. */
  path: string;
  /** The config's own text. */
  source: string;
  kind: ConfigKind;
  /** `RecBole`. */
  framework: string;
  /** What stands for the whole: the dataset's name, or the beginning. */
  anchor: SourceRange;
  /** A FuxiCTR config may name several; otherwise empty. */
  datasets: ConfigDataset[];
  /** What the evaluation does otherwise than the config. */
  notes: ConfigNote[];
  /** What keeps it from being a spec. */
  problems: ConfigProblem[];
  /** Absent where there are problems. */
  written?: WrittenDraft | undefined;
}

export interface DraftOptions {
  /** Folder that the spec's paths start from; the config's by default. */
  folder?: string | undefined;
  /** The dataset to take, of several; the first whose data is there by default. */
  dataset?: string | undefined;
}

/**
 * @param path absolute path of the config.
 * @returns undefined for a text that is no training config.
 */
export async function draftConfig(
  text: string,
  path: string,
  files: ConfigFiles,
  options: DraftOptions = {},
): Promise<DraftedConfig | undefined> {
  const kind = configKind(text);
  if (kind === undefined) return undefined;
  const config = kind === 'recbole' ? await layered(path, text, files) : new ConfigText(path, text);
  const findings = new Findings();
  let datasets: ConfigDataset[] = [];
  let draft: Draft | undefined;
  if (config.broken !== undefined) {
    const { code, message, range } = config.broken;
    findings.fail(code, message, { file: path, range });
  } else if (kind === 'recbole') draft = await adaptRecbole(config, files, findings);
  else [draft, datasets] = await adaptDataset(config, files, findings, options.dataset);
  const { notes, problems } = findings;
  const framework = KIND_NAMES[kind];
  const usable = problems.length === 0 ? draft : undefined;
  const heading = `${basename(path)}, a ${framework} config`;
  const written = usable && writeDraft(usable, options.folder ?? dirname(path), heading, notes);
  const anchor = datasets.find(({ chosen }) => chosen)?.range ?? config.place([]).range;
  return { path, source: text, kind, framework, anchor, datasets, notes, problems, written };
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
