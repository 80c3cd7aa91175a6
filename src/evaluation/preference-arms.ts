/** From the sources of a spec to the arms they bring: positives, histories and folds once, features source by source. */
import type { Dataset } from '../data/dataset.ts';
import { coClickFeatures, FEATURES } from '../preference/co-click.ts';
import { userFolds } from '../preference/folds.ts';
import { historyEnds } from '../preference/history.ts';
import { positives } from '../preference/positives.ts';
import { Failure } from '../report/failure.ts';
import type { CoClickSpec, Spec } from '../spec/schema.ts';
import { type Arm, SOURCE_ARMS } from './arms.ts';
import { preferenceBlock } from './fields.ts';

/** What the report says about a source besides its arms. */
export interface SourceFacts {
  name: string;
  kind: string;
  /** Share of evaluation rows with an edge between candidate and history, cross-fitted. */
  coverage: number;
}

export interface SourceArms {
  arms: Arm[];
  sources: SourceFacts[];
}

/**
 * @param pause called often with the fraction done and the source at work; may yield, and throws to cancel.
 * @throws Failure `usage` for a source that needs time where there is none.
 */
export async function sourceArms(
  data: Dataset,
  spec: Spec,
  rows: { training: Uint32Array; evaluate: Uint32Array },
  pause: (fraction: number, source: string) => Promise<void>,
): Promise<SourceArms> {
  const result: SourceArms = { arms: [], sources: [] };
  if (spec.sources.length === 0) return result;
  const { timeline } = data;
  if (timeline === undefined) {
    throw new Failure(
      'usage',
      'source-without-time',
      'a built source needs `log.time`: slices and histories are undefined without it.',
      {
        specPath: ['sources', 0],
      },
    );
  }
  const begin = () => pause(0, spec.sources[0]!.name);
  const shared = positives(data, timeline);
  await begin();
  const ends = historyEnds(data, timeline, shared);
  const userFold = await foldsOf(data.userNames, spec, begin);
  const input = { data, timeline, positives: shared, historyEnds: ends, userFold, folds: spec.folds };
  const bins = 'bins' in spec.ranker ? spec.ranker.bins : 32;
  for (const [index, source] of spec.sources.entries()) {
    if (!isCoClick(source)) throw new Error(`no engine for source ${source.name}`);
    const at = (fraction: number) => pause((index + fraction) / spec.sources.length, source.name);
    const features = await coClickFeatures(input, source, at);
    for (const [arm, which] of SOURCE_ARMS) {
      const values = features[which];
      const block = await preferenceBlock(values, FEATURES, source.use, rows.training, bins, () => at(1));
      result.arms.push({ id: `${arm}:${source.name}`, arm, source: source.name, block });
    }
    result.sources.push({
      name: source.name,
      kind: source.build,
      coverage: touched(features.leaked, rows.evaluate),
    });
  }
  return result;
}

/** Users hashed between two pauses: some 0.1 s. */
const FOLD_USERS = 65_536;

/** Folds of all users, piece by piece: a fold depends on its user's name alone. */
async function foldsOf(
  names: readonly string[],
  { folds, seed }: Pick<Spec, 'folds' | 'seed'>,
  breathe: () => Promise<void>,
): Promise<Uint8Array> {
  const all = new Uint8Array(names.length);
  for (let from = 0; from < names.length; from += FOLD_USERS) {
    await breathe();
    all.set(userFolds(names.slice(from, from + FOLD_USERS), folds, seed), from);
  }
  return all;
}

function isCoClick(source: Spec['sources'][number]): source is CoClickSpec {
  return 'build' in source && source.build === 'co-click';
}

/** Share of `rows` whose count feature is above 0. */
function touched(features: Float32Array, rows: Uint32Array): number {
  const count = FEATURES.indexOf('count');
  let touchedRows = 0;
  for (const row of rows) if (features[row * FEATURES.length + count]! > 0) touchedRows++;
  return touchedRows / rows.length;
}
