/**
 * `lis evaluate --dry-run`: what a run would do, from the spec and a look at the files. It trains nothing, and says only
 * what can be known without reading the rows.
 */
import type { Checked } from '../data/engine.ts';
import { FEATURES_TO_DROP } from '../evaluation/feature-diagnostics.ts';
import { isCommand, rankersOf } from '../evaluation/rankers.ts';
import { PROJECTION } from '../preference/projected.ts';
import { TIERS } from '../preference/vector-kernel.ts';
import { bytes, columns, count, duration } from '../report/format.ts';
import { commandText } from '../report/rankers.ts';
import type { Spec } from '../spec/schema.ts';
import type { CommandRanker } from '../spec/schema-ranker.ts';
import { baseOf, hasVectors, readSources } from '../spec/source-bases.ts';

type Source = Spec['sources'][number];
type Model = Spec['models'][number];

/** Arms of a source besides `base`, by what it is made of: what is sliced has an honest arm, what knows its users a cross-fitted one. */
export function plannedArms(made: Source, sources: readonly Source[]): string[] {
  const source = baseOf(made, sources);
  const built = 'build' in source;
  const has = (column: 'time' | 'user') =>
    built || (column in source && source[column as never] !== undefined);
  return [
    ...(has('time') ? ['honest'] : []),
    ...(built && source.build === 'co-click' ? ['fresh'] : []),
    ...(has('user') ? ['leaked'] : []),
    'leaked-total',
    'placebo',
  ];
}

/** Arms of a model: one that is trained on its vectors, or two that are read from its score files. */
export function plannedModelArms(model: Model): string[] {
  return 'embeddings' in model ? ['model'] : ['baseline', 'model'];
}

/** Arms of a model's probes, by the source that each is trained on: where the run holds it. */
export function plannedProbes(model: Model, { sources }: Pick<Spec, 'sources'>): string[] {
  const wanted = 'embeddings' in model ? (model.probe ?? []).map(({ source }) => source) : [];
  return wanted.filter((source) => sources.some(({ name }) => name === source));
}

/** Features that a source adds to a row, at most: a tier of cosines that no row has is left out. */
function plannedFeatures(source: Source, sources: readonly Source[]): number {
  if ('of' in source) {
    const base = baseOf(source, sources);
    const fixed = 'embeddings' in base && base.time === undefined;
    return source.levels * (fixed ? 3 : 2);
  }
  if ('columns' in source) return source.columns.length;
  if (hasVectors(source)) return vectorFeatures(source);
  if ('ids' in source) return source.ids.length * (source.time === undefined ? 3 : 2);
  return 'use' in source ? source.use.length : 4;
}

function vectorFeatures({ use }: { use: readonly string[] }): number {
  return use.reduce((sum, one) => sum + (one === 'tiers' ? TIERS : 1), 0);
}

/** User, item, the spec's features, and the four as-of counts. */
function baseFields({ log, items, users }: Spec): number {
  const counts = (log.counts ?? log.time !== undefined) ? 4 : 0;
  return 2 + log.features.length + (items?.features.length ?? 0) + (users?.features.length ?? 0) + counts;
}

/** `python train.py: 15 runs, one after another, each at most 1 h` */
export function programPlan({ command, timeout, parallel }: CommandRanker, spec: Spec): string {
  const known = readSources(spec);
  const ofSources = spec.sources.reduce((sum, source) => sum + plannedArms(source, known).length, 0);
  const withVectors = spec.models.filter((model) => 'embeddings' in model); // files of scores need no ranker
  const ofModels = withVectors.reduce((sum, model) => sum + 1 + plannedProbes(model, spec).length, 0);
  const runs = (1 + ofSources + ofModels) * spec.seeds;
  const how = parallel === 1 ? 'one after another' : `${parallel} at a time`;
  return `${commandText(command)}: ${count(runs)} ${runs === 1 ? 'run' : 'runs'}, ${how}, each at most ${duration(timeout)}`;
}

/** Bytes a row holds whatever its features: user and item code, label, part, time, slice. */
const ROW_BYTES = 4 + 4 + 1 + 1 + 8 + 2;
/** Bytes of an encoded field of a row. */
const FIELD_BYTES = 4;

export function describePlan(name: string, spec: Spec, checked: Checked): string {
  const known = readSources(spec);
  const sources = spec.sources.map((source) => ({
    name: source.name,
    source,
    arms: plannedArms(source, known),
    features: plannedFeatures(source, known),
  }));
  const vectors = spec.models.flatMap((model) =>
    'embeddings' in model
      ? [
          { name: model.name, arms: plannedModelArms(model), features: vectorFeatures(model) },
          ...plannedProbes(model, spec).map((source) => ({
            name: `${model.name}:${source}`,
            arms: ['probe'],
            features: vectorFeatures(model),
          })),
        ]
      : [],
  );
  const read = spec.models.flatMap((model) =>
    'predictions' in model ? plannedModelArms(model).map((arm) => `${arm}:${model.name}`) : [],
  );
  const arms = [...sources, ...vectors];
  const all = 1 + arms.reduce((sum, { arms: own }) => sum + own.length, 0);
  const base = baseFields(spec);
  const rankers = rankersOf(spec);
  const [first] = rankers;
  const builtIn = rankers.filter((one) => !isCommand(one)).length;
  const added = arms.reduce((sum, { arms: own, features }) => sum + own.length * features, 0);
  const encoded = checked.rows * (ROW_BYTES + FIELD_BYTES * (base + added));
  const dropped = sources.reduce((sum, { source, features }) => {
    const projected = Number('embeddings' in source && source.use.includes(PROJECTION));
    return sum + Math.min(features - projected, FEATURES_TO_DROP) + projected;
  }, 0);
  const rows = [
    ['arm', 'fields'],
    ['base', String(base)],
    ...arms.flatMap(({ name: of, arms: own, features }) =>
      own.map((arm) => [`${arm}:${of}`, String(base + features)]),
    ),
    ...read.map((id) => [id, 'scores']),
  ];
  const facts = columns(
    [
      ['rows', count(checked.rows)],
      ['arms', String(all)],
      ['seeds', String(spec.seeds)],
      ...(builtIn > 0 ? [['rankers to train', `${all * spec.seeds * builtIn}`]] : []),
      // Only the first ranker, and none that is a program, is trained without single features.
      ...(isCommand(first) ? [] : [['and without one feature each, at most', `${dropped * spec.seeds}`]]),
      ['encoded rows, at least', bytes(encoded)],
      ...(read.length > 0 ? [['arms read from score files', String(read.length)]] : []),
    ],
    3,
  );
  return `${[
    `${name}: would train ${all} arms × ${spec.seeds} ${spec.seeds === 1 ? 'seed' : 'seeds'}; nothing was trained`,
    '',
    ...facts.map((line) => `  ${line}`),
    ...rankers.filter(isCommand).map((program) => `  ${programPlan(program, spec)}`),
    '',
    ...columns(rows).map((line) => `  ${line}`),
  ].join('\n')}\n`;
}
