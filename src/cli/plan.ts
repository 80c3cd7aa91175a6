/**
 * `lis evaluate --dry-run`: what a run would do, from the spec and a look at the files. It trains nothing, and says only
 * what can be known without reading the rows.
 */

import { bytes, columns, count, duration, roughDuration } from '../common/format.ts';
import type { Checked } from '../data/engine.ts';
import {
  baseFields,
  plannedArms,
  plannedDrops,
  plannedFeatures,
  plannedModelArms,
  plannedProbes,
} from '../evaluation/arms/planned.ts';
import { inTwoStages, rankersOf } from '../evaluation/arms/rankers.ts';
import { MOST_TRAININGS } from '../evaluation/base/blocks.ts';
import { expectedCostHere, sizeBeforehand } from '../evaluation/cost/expected.ts';
import { type Given, NONE_GIVEN } from '../evaluation/cost/given.ts';
import { modelKindOf } from '../preference/models.ts';
import { commandText } from '../report/words/rankers.ts';
import { isScoredHere } from '../specfile/model-kinds.ts';
import { isCommand } from '../specfile/ranker-kinds.ts';
import type { Spec } from '../specfile/schema.ts';
import type { CommandRanker } from '../specfile/schema-ranker.ts';
import { readSources } from '../specfile/source-bases.ts';
import { trainingFacts } from './plan-trainings.ts';

/** `python train.py: 15 runs, one after another, each at most 1 h`; in two stages `at most 18 runs`: the rows decide. */
export function programPlan(ranker: CommandRanker, spec: Spec): string {
  const { command, timeout, parallel } = ranker;
  const staged = inTwoStages(spec, ranker);
  const runs = staged ? MOST_TRAININGS * spec.seeds : runsOfArms(spec);
  const how = parallel === 1 ? 'one after another' : `${parallel} at a time`;
  return `${commandText(command)}: ${staged ? 'at most ' : ''}${count(runs)} ${runs === 1 ? 'run' : 'runs'}, ${how}, each at most ${duration(timeout)}`;
}

/** Once for each arm and seed. */
function runsOfArms(spec: Spec): number {
  const known = readSources(spec);
  const ofSources = spec.sources.reduce((sum, source) => sum + plannedArms(source, known).length, 0);
  const trained = spec.models.filter(isScoredHere);
  const ofModels = trained.reduce((sum, model) => sum + 1 + plannedProbes(model, spec).length, 0);
  return (1 + ofSources + ofModels) * spec.seeds;
}

/** What a run may use; bytes of memory. */
export interface Machine {
  threads: number;
  memory?: number | undefined;
}

/** What a run is expected to take, by the cost model; of programs of the user's own it knows nothing. */
export function timePlan(
  spec: Spec,
  { rows }: Pick<Checked, 'rows'>,
  { threads, memory }: Machine,
  given: Given = NONE_GIVEN,
): string {
  const expected = expectedCostHere(spec, sizeBeforehand(spec, rows), threads, given, memory);
  const { seconds, mostSeconds, bytes: peak } = expected;
  const rankers = rankersOf(spec);
  const besides = rankers.some(isCommand) ? ', besides your own program' : '';
  const keeps = rankers.some((ranker) => inTwoStages(spec, ranker));
  const less = keeps ? '; less with what earlier runs have kept in .lis/cache' : '';
  return `about ${roughDuration(seconds)} on ${threads} ${threads === 1 ? 'thread' : 'threads'}, ${roughDuration(mostSeconds)} if no training stops early; about ${bytes(peak)} of memory${besides}${less}`;
}

export function describePlan(
  name: string,
  spec: Spec,
  checked: Checked,
  machine: Machine,
  given: Given = NONE_GIVEN,
): string {
  const known = readSources(spec);
  const sources = spec.sources.map((source) => ({
    name: source.name,
    source,
    arms: plannedArms(source, known),
    features: plannedFeatures(source, known),
  }));
  const models = spec.models.filter(isScoredHere).flatMap((model) => {
    const features = modelKindOf(model).features(model);
    const ofProbe = (source: string) => ({ name: `${model.name}:${source}`, arms: ['probe'], features });
    return [
      { name: model.name, arms: plannedModelArms(model), features },
      ...plannedProbes(model, spec).map(ofProbe),
    ];
  });
  const read = spec.models
    .filter((model) => !isScoredHere(model))
    .flatMap((model) => plannedModelArms(model).map((arm) => `${arm}:${model.name}`));
  const arms = [...sources, ...models];
  const all = 1 + arms.reduce((sum, { arms: ids }) => sum + ids.length, 0);
  const base = baseFields(spec);
  const rankers = rankersOf(spec);
  const [first] = rankers;
  const ofHead = inTwoStages(spec, first);
  const dropped = spec.sources.reduce((sum, source) => sum + plannedDrops(source, known, ofHead), 0);
  const rows = [
    ['arm', 'fields'],
    ['base', String(base)],
    ...arms.flatMap(({ name: subject, arms: ids, features }) =>
      ids.map((arm) => [`${arm}:${subject}`, String(base + features)]),
    ),
    ...read.map((id) => [id, 'scores']),
  ];
  const facts = columns(
    [
      ['rows', count(checked.rows)],
      ['arms', String(all)],
      ['seeds', String(spec.seeds)],
      ...(spec.precision === undefined ? [] : [['half-width wanted', `±${spec.precision}`]]),
      ...trainingFacts(spec, all, given),
      // Only the first ranker, and none that is a program, is trained without single features; heads always are.
      ...(isCommand(first) && !ofHead
        ? []
        : [['and without one feature each, at most', `${dropped * spec.seeds}`]]),
      ...(read.length > 0 ? [['arms read from score files', String(read.length)]] : []),
    ],
    3,
  );
  return `${[
    `${name}: would train ${all} arms × ${spec.seeds} ${spec.seeds === 1 ? 'seed' : 'seeds'}; nothing was trained`,
    '',
    ...facts.map((line) => `  ${line}`),
    `  A run takes ${timePlan(spec, checked, machine, given)}.`,
    ...(spec.precision === undefined
      ? []
      : ['  That is with all evaluation users; it takes less where fewer make the intervals as narrow.']),
    ...rankers.filter(isCommand).map((program) => `  ${programPlan(program, spec)}`),
    '',
    ...columns(rows).map((line) => `  ${line}`),
  ].join('\n')}\n`;
}
