/** What the sources and models of a run share: positives, histories, and for every ranker seed a draw of the user folds. */

import { Failure } from '../../common/failure.ts';
import { idKeys } from '../../common/hash.ts';
import { changed, only } from '../../data/changed.ts';
import type { Dataset } from '../../data/dataset.ts';
import { hashedFolds } from '../../preference/features/folds.ts';
import { positives } from '../../preference/features/positives.ts';
import type { LogInput } from '../../preference/features/some-rows.ts';
import { isScoredHere } from '../../specfile/model-kinds.ts';
import type { FmOptions, SourceSpec, Spec } from '../../specfile/schema.ts';
import { fmOptions } from '../../specfile/schema-ranker.ts';
import { baseOf, hasIdVectors, readSources } from '../../specfile/source-bases.ts';
import type { Clock } from '../tasks/clock.ts';

/**
 * What sources share, by seed. Only columns of the log can do without time.
 * @param idRanker whose item vectors `id-embedding` reads
 */
export async function sourceInputs(
  data: Dataset,
  spec: Spec,
  seeds: readonly number[],
  clock: Clock,
  idRanker: FmOptions,
): Promise<LogInput[]> {
  refuseLeaveUserOut(spec);
  const { timeline } = data;
  const withVectors = spec.models.findIndex(isScoredHere);
  if (spec.sources.length === 0 && withVectors < 0) return [];
  if (timeline === undefined) refuseWithoutTime(spec, withVectors);
  const shared = timeline === undefined ? undefined : { timeline, positives: positives(data, timeline) };
  await clock.breathe();
  const keys = idKeys(data);
  // Each task's thread gets a copy of what is no shared memory: a million names are 100 MB, and features read their keys alone.
  const nameless = changed(data, { userNames: [], itemNames: [] });
  const inputs: LogInput[] = [];
  for (const seed of seeds) {
    const userFold = await hashedFolds(data.userNames, { folds: spec.folds, seed }, () => clock.breathe());
    const leaveUserOut = spec.selfEvidence === 'leave-user-out';
    inputs.push({
      leaveUserOut,
      data: nameless,
      idKeys: keys,
      ...shared,
      userFold,
      folds: spec.folds,
      seed: spec.seed,
      idRanker: { options: idRanker, seed },
      sources: readSources(spec),
    } as LogInput);
  }
  return inputs;
}

/** Options of a machine that trains nothing: of sources that read no vectors of the ranker. */
const UNREAD = fmOptions.parse({});

/** Of the log what sources may read, whichever they are. */
const COLUMNS = ['rows', 'user', 'users', 'item', 'items', 'label', 'labelTime', 'part', 'timeline'] as const;

/**
 * What the features of some sources are made of, and nothing else: those of others can change without theirs.
 * @param sources that are built together
 */
export function inputOf<Input extends LogInput>(sources: readonly SourceSpec[], input: Input): Input {
  const all = input.sources ?? [];
  const read = new Set([...sources, ...sources.map((source) => baseOf(source, all))]);
  const names = new Set(Array.from(read, ({ name }) => name));
  const ofThese = <T>(tables: Readonly<Record<string, T>> | undefined): Record<string, T> =>
    Object.fromEntries(Object.entries(tables ?? {}).filter(([name]) => names.has(name)));
  const { pairs, sourceColumns, vectors, clusters } = input.data;
  const data = changed(only(input.data, COLUMNS) as Dataset, {
    ...{ userNames: [], itemNames: [] },
    pairs: ofThese(pairs),
    sourceColumns: ofThese(sourceColumns),
    vectors: ofThese(vectors),
    clusters: ofThese(clusters),
    ...{ features: [], inputs: [], warnings: [] },
  });
  const { idRanker } = input;
  const readRanker =
    idRanker !== undefined && !hasIdVectors([...read]) ? { ...idRanker, options: UNREAD } : idRanker;
  return { ...input, data, sources: [...read], idRanker: readRanker };
}

function refuseWithoutTime({ sources }: Spec, model: number): void {
  const source = sources.findIndex((candidate) => candidate.kind !== 'columns');
  if (source < 0 && model < 0) return;
  throw new Failure(
    'usage',
    'source-without-time',
    source < 0
      ? 'the vectors of a model need `log.time`: histories are undefined without it.'
      : 'a built source needs `log.time`: slices and histories are undefined without it.',
    { specPath: source < 0 ? ['models', model] : ['sources', source] },
  );
}

function refuseLeaveUserOut(spec: Spec): void {
  const other = spec.sources.findIndex((source) => source.kind !== 'co-click');
  if (spec.selfEvidence !== 'leave-user-out' || other < 0) return;
  throw new Failure(
    'usage',
    'leave-user-out-source',
    '`selfEvidence: leave-user-out` is a diagnostic for co-click sources alone; use cross-fit here.',
    { specPath: ['sources', other] },
  );
}
