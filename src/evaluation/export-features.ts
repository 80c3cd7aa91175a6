/**
 * `lis features`: the features of every arm as Parquet, for a ranker of the user's own, with a manifest that says what each
 * column is. Rows are those of the log in use, in order of time; the first ranker seed draws the folds and the placebo.
 */
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Dataset, FeatureColumn } from '../data/dataset.ts';
import { createDuckDbEngine } from '../data/duckdb/engine.ts';
import { type OutputColumn, writeParquet } from '../data/duckdb/write-parquet.ts';
import type { Engine } from '../data/engine.ts';
import { asOfCounts } from '../preference/counts.ts';
import type { PhiColumn } from '../preference/source.ts';
import { Failure } from '../report/failure.ts';
import type { Spec } from '../spec/schema.ts';
import { buildSource } from './builders.ts';
import { chosenParts } from './chosen-sources.ts';
import { Clock } from './clock.ts';
import { loadSpec, locate } from './load-spec.ts';
import type { EvaluateRequest } from './request.ts';
import { sourceInputs } from './source-inputs.ts';
import { TOOL_VERSION } from './version.ts';

export interface ExportedFile {
  /** Name inside the folder. */
  file: string;
  /** Absent for the base. */
  source?: string;
  rows: number;
  /** `taken`: the name that the column would have, were it not another column's. */
  columns: { name: string; arm: string; feature: string; taken?: string }[];
}

export interface FeatureManifest {
  version: 1;
  tool: string;
  spec: { path: string; hash: string };
  /** Of the folds and the placebo. */
  seed: number;
  folds: number;
  /** Columns that name a row in every file. `part`: 0 fit, 1 validate, 2 evaluate. */
  key: string[];
  files: ExportedFile[];
}

/** Columns that every file begins with; `time` where the log has one. */
const KEY = ['row', 'user', 'item', 'time', 'label', 'part'];

/**
 * Writes `base.parquet`, one file per source, and `manifest.json` into `folder`, which is made where it is absent.
 * @throws Failure as `evaluate`; Cancelled
 */
export async function exportFeatures(
  request: EvaluateRequest,
  folder: string,
  engine: Engine = createDuckDbEngine(),
): Promise<FeatureManifest> {
  const loaded = await loadSpec(request.specPath, request.specText);
  const spec: Spec = { ...loaded.spec, ...chosenParts(loaded.spec, request.sources) };
  const clock = new Clock(request.run);
  try {
    refuseBase(spec);
    const data = await engine.load(spec, loaded.folder, {
      ...request.run,
      onProgress: (p) => clock.report(p.phase, p.fraction, p.message),
    });
    clock.rows = data.rows;
    await mkdir(folder, { recursive: true });
    const files = [await exportBase(data, spec, folder, clock)];
    const [input] = await sourceInputs(data, spec, [spec.seed], clock);
    for (const source of spec.sources) {
      const pause = async (fraction: number): Promise<void> => {
        clock.report('features', fraction, `building the features of ${source.name}`);
        await clock.breathe();
      };
      const built = await buildSource(input!, source, pause);
      const placebo = await built.placebo(spec.seed, pause);
      const arms = [...built.arms, { arm: 'placebo', columns: placebo }];
      const columns = arms.flatMap(({ arm, columns: own }) =>
        own.map((column) => ({ arm, feature: column.name, output: output(`${arm}_${column.name}`, column) })),
      );
      files.push(await exportFile(data, folder, `${source.name}.parquet`, columns, clock, source.name));
    }
    const manifest: FeatureManifest = {
      version: 1,
      tool: `lis-lens ${TOOL_VERSION}`,
      spec: { path: request.specPath, hash: loaded.hash },
      seed: spec.seed,
      folds: spec.folds,
      key: KEY.filter((name) => name !== 'time' || data.timeline !== undefined),
      files,
    };
    const path = join(folder, 'manifest.json');
    await writeFile(`${path}.tmp`, `${JSON.stringify(manifest, null, 2)}\n`);
    await rename(`${path}.tmp`, path);
    return manifest;
  } catch (error) {
    throw locate(error, loaded, spec);
  }
}

/** Files are named after sources, and one name is taken. Case does not tell files apart everywhere. */
function refuseBase({ sources }: Spec): void {
  const taken = sources.find(({ name }) => name.toLowerCase() === 'base');
  if (taken === undefined) return;
  const message = `the features of source \`${taken.name}\` would replace base.parquet; give the source another name.`;
  throw new Failure('usage', 'source-name-taken', message, { specPath: ['sources'] });
}

function exportBase(data: Dataset, spec: Spec, folder: string, clock: Clock): Promise<ExportedFile> {
  const counts =
    data.timeline !== undefined && spec.log.counts !== false ? asOfCounts(data, data.timeline) : [];
  const columns = [...data.features, ...counts].map((column) => ({
    arm: 'base',
    feature: column.name,
    output: output(`base_${column.name.replaceAll(' ', '_')}`, column),
  }));
  return exportFile(data, folder, 'base.parquet', columns, clock);
}

async function exportFile(
  data: Dataset,
  folder: string,
  file: string,
  columns: readonly Exported[],
  clock: Clock,
  source?: string,
): Promise<ExportedFile> {
  const keys = keyColumns(data);
  const own = distinctNames(columns, keys);
  const all = [...keys, ...own.map((column) => column.output)];
  await writeParquet(join(folder, file), data.rows, all, () => clock.breathe());
  return {
    file,
    ...(source !== undefined && { source }),
    rows: data.rows,
    columns: own.map(({ arm, feature, output: { name }, taken }) => ({
      name,
      arm,
      feature,
      ...(taken !== undefined && { taken }),
    })),
  };
}

interface Exported {
  arm: string;
  feature: string;
  output: OutputColumn;
}

/** Readers of Parquet take names that differ in case alone for one, so the second of such a name ends in _2, and so on. */
export function distinctNames(
  columns: readonly Exported[],
  keys: readonly { name: string }[],
): (Exported & { taken?: string })[] {
  const used = new Set(keys.map(({ name }) => name.toLowerCase()));
  return columns.map((column) => {
    const { name: wanted } = column.output;
    let name = wanted;
    for (let k = 2; used.has(name.toLowerCase()); k++) name = `${wanted}_${k}`;
    used.add(name.toLowerCase());
    return name === wanted ? column : { ...column, output: { ...column.output, name }, taken: wanted };
  });
}

function keyColumns(data: Dataset): OutputColumn[] {
  const row = Uint32Array.from({ length: data.rows }, (_, i) => i);
  return [
    { name: 'row', kind: 'integer', values: row },
    { name: 'user', kind: 'name', values: data.user, names: data.userNames },
    { name: 'item', kind: 'name', values: data.item, names: data.itemNames },
    ...(data.timeline === undefined
      ? []
      : [{ name: 'time', kind: 'time' as const, values: data.timeline.time }]),
    { name: 'label', kind: 'integer', values: data.label },
    { name: 'part', kind: 'integer', values: data.part },
  ];
}

/** Categorical features are written as their codes: 0 is missing, and equal codes are equal values. */
function output(name: string, column: FeatureColumn | PhiColumn): OutputColumn {
  return column.type === 'categorical'
    ? { name, kind: 'integer', values: column.codes }
    : { name, kind: 'number', values: column.values };
}
