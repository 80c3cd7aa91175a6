/**
 * `lis features`: the features of every arm as Parquet, for a ranker of the user's own, with a manifest that says what each
 * column is. Rows are those of the log in use, in order of time; the first ranker seed draws the folds and the placebo.
 */

import { join, resolve } from 'node:path';
import { Failure } from '../../common/failure.ts';
import type { Progress } from '../../common/progress.ts';
import type { Dataset, FeatureColumn } from '../../data/dataset.ts';
import type { Engine } from '../../data/engine.ts';
import type { OutputColumn } from '../../data/tables.ts';
import { asOfCounts } from '../../preference/features/counts.ts';
import { ofWholeLog } from '../../preference/features/some-rows.ts';
import type { PhiColumn, VectorColumn } from '../../preference/features/source.ts';
import { modelKindOf } from '../../preference/models.ts';
import { kindOf } from '../../preference/sources.ts';
import { sharedTrainings } from '../../preference/vectors/trained-vectors.ts';
import { givenOptions } from '../../specfile/given-options.ts';
import { isScoredHere } from '../../specfile/model-kinds.ts';
import type { FmOptions, Spec } from '../../specfile/schema.ts';
import { readSources } from '../../specfile/source-bases.ts';
import { withChosen } from '../arms/chosen-sources.ts';
import { baseBlock, rowParts, trainingRows } from '../arms/fields.ts';
import { hasProjection } from '../arms/planned.ts';
import { fieldForm, idRankerOf, rankerKey, rankersOf } from '../arms/rankers.ts';
import { sourceInputs } from '../arms/source-inputs.ts';
import { BaseCache } from '../base/cache/cache.ts';
import { keepLogs } from '../base/cache/program.ts';
import { type LoadedSpec, loadSpec, locate } from '../load-spec.ts';
import type { EvaluateRequest } from '../request.ts';
import { Clock } from '../tasks/clock.ts';
import { readsIdVectors, searchedIdRanker } from '../tasks/id-ranker.ts';
import { withPool } from '../tasks/pool.ts';
import { TOOL_VERSION } from '../version.ts';
import { exportInto } from './folder.ts';
import { freeName } from './free-name.ts';
import type { ExportedFile, FeatureManifest } from './manifest.ts';

/** Columns that every file begins with; `time` where the log has one. */
const KEY = ['row', 'user', 'item', 'time', 'label', 'part'];

/**
 * Writes `base.parquet`, one file per source and per model with vectors, and `manifest.json` into `folder`, which is made where it is absent.
 * @param folder absolute, or from the working folder
 * @param engine reads the data: DuckDB, unless another one is given
 * @returns what `manifest.json` holds
 * @throws Failure as `evaluate`; Cancelled
 */
export async function exportFeatures(
  request: EvaluateRequest,
  folder: string,
  engine: Engine,
): Promise<FeatureManifest> {
  const loaded = await loadSpec(request.specPath, request.specText);
  const spec = withChosen(loaded.spec, request.sources);
  const clock = new Clock(request.run);
  try {
    refuseTaken(spec);
    const reading = {
      ...request.run,
      onProgress: (p: Progress) => clock.report(p.phase, p.fraction, p.message),
    };
    const keep = keepLogs(request.run.cacheFolder);
    const data = await engine.load(spec, loaded.folder, reading, { keep });
    clock.rows = data.rows;
    return await exportInto(resolve(folder), (gathering) =>
      writeExport(data, spec, loaded, request, { engine, folder: gathering, clock }),
    );
  } catch (error) {
    throw locate(error, loaded, spec);
  }
}

/** Where files go, and what writes them. */
interface Target {
  engine: Engine;
  /** Absolute; it exists. */
  folder: string;
  clock: Clock;
}

async function writeExport(
  data: Dataset,
  spec: Spec,
  loaded: LoadedSpec,
  request: EvaluateRequest,
  into: Target,
): Promise<FeatureManifest> {
  const { clock } = into;
  const files = [await exportBase(data, spec, into)];
  const idRanker = await idRankerFor(data, spec, loaded, request, into);
  const [shared] = await sourceInputs(data, spec, [spec.seed], clock, idRanker);
  const input = shared && ofWholeLog(shared);
  const trained = sharedTrainings(spec.sources, readSources(spec));
  for (const source of spec.sources) {
    const pause = pauseOf(clock, source.name);
    const built = await kindOf(source).build({ ...input!, trained: trained.get(source) }, source, pause);
    const placebo = await built.placebo(spec.seed, pause);
    const arms = [...built.arms, { arm: 'placebo', columns: placebo }];
    files.push(await exportArms(data, into, { source: source.name }, arms));
  }
  for (const model of spec.models) {
    if (!isScoredHere(model)) continue;
    const { columns } = await modelKindOf(model).build(input!, model, pauseOf(clock, model.name));
    const arms = [{ arm: 'model', columns }];
    files.push(await exportArms(data, into, { model: model.name }, arms));
  }
  const scoresOnly = spec.models.filter((model) => !isScoredHere(model)).map(({ name }) => name);
  return {
    version: 1,
    tool: `lis-lens ${TOOL_VERSION}`,
    spec: { path: request.specPath, hash: loaded.hash },
    seed: spec.seed,
    folds: spec.folds,
    key: KEY.filter((name) => name !== 'time' || data.timeline !== undefined),
    files,
    ...(scoresOnly.length > 0 && { scoresOnly }),
  };
}

/** The ranker whose vectors `id-embedding` reads, by the recipe that an evaluation finds: features are the same in both. */
async function idRankerFor(
  data: Dataset,
  spec: Spec,
  { path, hash, parsed }: LoadedSpec,
  { run }: EvaluateRequest,
  { engine, clock }: Target,
): Promise<FmOptions> {
  if (!readsIdVectors(spec)) return idRankerOf(rankersOf(spec)[0]);
  const given = (ranker: number) => givenOptions(parsed.value, ranker);
  const breathe = () => clock.breathe();
  const parts = rowParts(data.part);
  const base = await baseBlock(data, spec, trainingRows(parts), fieldForm(spec, 'base'), breathe);
  const { options } = await withPool(run.signal, (pool) =>
    searchedIdRanker(spec, {
      ...{
        base,
        data,
        parts,
        seeds: [spec.seed],
        given: given(0),
        key: rankerKey(spec, 0, given(0)),
        breathe,
      },
      ...{
        context: { ...run, pool, spec: { path, hash }, given, engine },
        cache: new BaseCache(run.cacheFolder, breathe),
      },
      onProgress: (share, message) => clock.report('features', share, message),
    }),
  );
  return options;
}

function pauseOf(clock: Clock, name: string): (fraction: number) => Promise<void> {
  return async (fraction) => {
    clock.report('features', fraction, `building the features of ${name}`);
    await clock.breathe();
  };
}

/** What the arms of one source or model are made of, in a file of its name; vectors of a projection once, in a file beside it. */
async function exportArms(
  data: Dataset,
  into: Target,
  subject: Pick<ExportedFile, 'source' | 'model'>,
  arms: readonly { arm: string; columns: readonly PhiColumn[] }[],
): Promise<ExportedFile> {
  const name = `${subject.source ?? subject.model}`;
  const columns = arms.flatMap(({ arm, columns: armColumns }) =>
    armColumns.map((column) => ({
      ...{ arm, feature: column.name, output: output(`${arm}_${column.name}`, column) },
      ...(column.type === 'vector' && { vectors: vectorsFile(name) }),
    })),
  );
  const projected = arms
    .flatMap(({ columns: armColumns }) => armColumns)
    .find((column) => column.type === 'vector');
  if (projected?.type === 'vector') await exportVectors(vectorsFile(name), projected, into);
  return exportFile(data, into, `${name}.parquet`, columns, subject);
}

/** Files are named after sources and models, and some names are taken. Case does not tell files apart everywhere. */
function refuseTaken(spec: Spec): void {
  const all = [...spec.sources, ...spec.models];
  const projected = all.filter((part) => hasProjection(part));
  const files = ['base', ...projected.map(({ name }) => `${name}.vectors`)].map((name) => name.toLowerCase());
  const written = { sources: spec.sources, models: spec.models.filter(isScoredHere) };
  for (const list of ['sources', 'models'] as const) {
    const taken = written[list].find(({ name }) => files.includes(name.toLowerCase()));
    if (taken === undefined) continue;
    const what = list === 'sources' ? 'source' : 'model';
    const file = `${taken.name.toLowerCase()}.parquet`;
    const message = `the features of ${what} \`${taken.name}\` would replace ${file}; give the ${what} another name.`;
    throw new Failure('usage', `${what}-name-taken`, message, { specPath: [list] });
  }
}

function exportBase(data: Dataset, spec: Spec, into: Target): Promise<ExportedFile> {
  const counts =
    data.timeline !== undefined && spec.log.counts !== false ? asOfCounts(data, data.timeline) : [];
  const columns = [...data.features, ...counts].map((column) => ({
    arm: 'base',
    feature: column.name,
    output: output(`base_${column.name.replaceAll(' ', '_')}`, column),
  }));
  return exportFile(data, into, 'base.parquet', columns);
}

async function exportFile(
  data: Dataset,
  { engine, folder, clock }: Target,
  file: string,
  columns: readonly Exported[],
  subject: Pick<ExportedFile, 'source' | 'model'> = {},
): Promise<ExportedFile> {
  const keys = keyColumns(data);
  const names = distinctNames(columns, keys);
  const all = [...keys, ...names.map((column) => column.output)];
  await engine.writeParquet(join(folder, file), data.rows, all, () => clock.breathe());
  return {
    file,
    ...subject,
    rows: data.rows,
    columns: names.map(({ arm, feature, output: { name }, taken, vectors }) => ({
      name,
      arm,
      feature,
      ...(taken !== undefined && { taken }),
      ...(vectors !== undefined && { vectors }),
    })),
  };
}

/** Each vector once, beside the number that stands for it: rows of the log are many, and arms have the same vectors. */
async function exportVectors(
  file: string,
  { values, dimension }: VectorColumn,
  { engine, folder, clock }: Target,
): Promise<void> {
  const rows = values.length / dimension;
  const number = Uint32Array.from({ length: rows }, (_, i) => i + 1);
  const columns: OutputColumn[] = [
    { name: 'number', kind: 'integer', values: number },
    { name: 'vector', kind: 'vector', values, dimension },
  ];
  await engine.writeParquet(join(folder, file), rows, columns, () => clock.breathe());
}

const vectorsFile = (source: string): string => `${source}.vectors.parquet`;

interface Exported {
  arm: string;
  feature: string;
  vectors?: string;
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
    const name = freeName(wanted, used);
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

/** Categorical features and vectors are written as their codes: 0 is missing, and equal codes are equal values. */
function output(name: string, column: FeatureColumn | PhiColumn): OutputColumn {
  return column.type === 'numeric'
    ? { name, kind: 'number', values: column.values }
    : { name, kind: 'integer', values: column.codes };
}
