/** Features that are built part by part: heads score each part, and in the end single features are described on all of them. */
import type { LogRows } from '../../common/some-rows.ts';
import { ofSomeRows, type PickedRows, pickRows } from '../../preference/features/some-rows.ts';
import type { FieldBlock } from '../../ranker/ranker.ts';
import type { Arm } from '../arms/arms.ts';
import { type BuiltModel, type ModelFacts, modelBuilders } from '../arms/model-arms.ts';
import { type BuiltFeatures, keptOrBuilt, type SourceFacts } from '../arms/preference-arms.ts';
import type { BaseCache } from '../base/cache/cache.ts';
import type { ShareReport } from '../tasks/clock.ts';
import type { FeatureResult, FeatureTask } from '../tasks/feature-task.ts';
import { MODEL, type ModelResult, type ModelTask } from '../tasks/model-task.ts';
import type { PooledRun } from '../tasks/pool.ts';
import type { Part } from './scored.ts';

/** What heads were fitted on: the arms, and what they were built by. */
export interface FirstBuilt {
  arms: readonly Arm[];
  built: readonly BuiltFeatures[];
  models: readonly BuiltModel[];
}

/** What was built of some rows. */
export interface Piece<Result> {
  rows: LogRows;
  result: Result;
}

export class BuiltParts {
  readonly #first: FirstBuilt;
  readonly #context: PooledRun;
  readonly #cache: BaseCache;
  readonly #report: ShareReport;
  readonly #breathe: () => Promise<void>;
  /** Of each source and seed. */
  readonly #features: readonly Grown<BuiltFeatures, FeatureResult>[];
  readonly #models: readonly Grown<BuiltModel, ModelResult>[];

  /** @param cache of features */
  constructor(
    first: FirstBuilt,
    context: PooledRun,
    cache: BaseCache,
    report: ShareReport,
    breathe: () => Promise<void>,
  ) {
    this.#first = first;
    this.#context = context;
    this.#cache = cache;
    this.#report = report;
    this.#breathe = breathe;
    this.#features = first.built.flatMap((source) =>
      source.results.map((result) => ({ by: source, pieces: [{ rows: source.rows, result }] })),
    );
    this.#models = first.models.map((model) => ({
      by: model,
      pieces: [{ rows: model.rows, result: model.result }],
    }));
  }

  /** The part whose features were built with those of the rows that heads were fitted on. @param rows ascending */
  first(rows: Uint32Array): Part {
    return { rows, arms: new Map(this.#first.arms.map((arm) => [arm.id, arm])) };
  }

  /**
   * Builds the features of further rows of all sources and models.
   * @param rows ascending, on shared memory; none of them has been built
   * @throws Failure, Cancelled
   */
  async more(rows: Uint32Array): Promise<Part> {
    const sources = this.#features.filter(isPartly);
    const models = this.#models.filter(isPartly);
    // What all of them share of the log.
    const log = [...sources, ...models][0]?.by.task.input;
    const some = log && (await pickRows(log, rows, this.#breathe));
    const built = await keptOrBuilt(
      sources.map(({ by, pieces }) => this.#taskOf(by, pieces[0]!.result, some!)),
      this.#cache,
      this.#context,
      this.#report,
    );
    for (const [t, { pieces }] of sources.entries()) pieces.push({ rows, result: built[t]![0]! });
    const tasks = models.map(({ by: { task }, pieces }): ModelTask => {
      const { keeps: _, input, ...rest } = task;
      const { features, edges } = pieces[0]!.result;
      const later = { rows, edges: { [MODEL]: edges! } };
      return { ...rest, ...NO_ROWS, input: { ...ofSomeRows(input, some!), features }, later };
    });
    const found = await modelBuilders(tasks, this.#context, this.#report);
    for (const [m, { pieces }] of models.entries()) pieces.push({ rows, result: found[m]! });
    return { rows, arms: new Map(this.#first.arms.map((arm) => [arm.id, this.#armOf(arm, rows)])) };
  }

  /** What was built of a source with the first seed. */
  ofSource(name: string): readonly Piece<FeatureResult>[] {
    return this.#features.find(({ pieces: [first] }) => isFirst(first!.result, name))!.pieces;
  }

  /** What was built of a model; nothing of one that is not scored here. */
  ofModel(name: string): readonly Piece<ModelResult>[] {
    return this.#models.find(({ pieces: [first] }) => first!.result.model === name)?.pieces ?? [];
  }

  /** Marks the rows that the data of a source or model reaches. @param rows of the last part */
  markTouched(sources: readonly SourceFacts[], models: readonly ModelFacts[], rows: Uint32Array): void {
    const mark = (touched: Uint8Array, last: Piece<{ touched?: Uint8Array | undefined }> | undefined) => {
      if (last?.rows !== rows) return; // built at once
      for (const [i, row] of rows.entries()) touched[row] = last.result.touched![i]!;
    };
    for (const { name, touched } of sources) mark(touched, this.ofSource(name).at(-1));
    for (const { name, touched } of models) if (touched) mark(touched, this.ofModel(name).at(-1));
  }

  /** Leaves of the parts after the first what single features are described by: all heads have scored them. */
  forget(): void {
    for (const { pieces } of this.#features.filter(isPartly)) {
      for (const piece of pieces.slice(1)) {
        const { result } = piece;
        const isHeadline = result.phi === undefined ? () => false : headlineOf(result);
        piece.result = { ...result, blocks: result.blocks.filter(({ arm }) => isHeadline(arm)) };
      }
    }
  }

  #taskOf({ task }: BuiltFeatures, first: FeatureResult, some: PickedRows): FeatureTask {
    const { rows } = some;
    const edges = Object.fromEntries(first.blocks.map((block) => [block.arm, block.edges!]));
    // The result of the first seed alone tells the names.
    const features = this.ofSource(first.source)[0]!.result.phi!.map(({ name }) => name);
    const { keeps: _, input, ...rest } = task;
    return {
      ...rest,
      ...NO_ROWS,
      input: { ...ofSomeRows(input, some!), features },
      later: { rows, edges },
    };
  }

  /** The blocks of an arm that hold rows which were just built. */
  #armOf(arm: Arm, rows: Uint32Array): Pick<Arm, 'blocks' | 'rows'> {
    if (arm.arm === 'probe') return arm;
    const latest =
      arm.arm === 'model'
        ? this.#models.filter(isPartly).filter(({ by }) => by.result.model === arm.model)
        : this.#features.filter(isPartly).filter(({ by }) => by.results[0]!.source === arm.source);
    const blocks = latest.flatMap(({ pieces }) => blocksOf(pieces.at(-1)!.result, arm.arm));
    return blocks.length === 0 ? arm : { blocks, rows: blocks.map(() => rows) };
  }
}

/** What was built by one task on some rows, then on others. */
interface Grown<By, Result> {
  by: By;
  pieces: Piece<Result>[];
}

/** Which arm a source's features are described on. */
function headlineOf({ blocks }: FeatureResult): (arm: string) => boolean {
  const headline = blocks.some(({ arm }) => arm === 'leaked') ? 'leaked' : 'leaked-total';
  return (arm) => arm === headline;
}

/** Whether what was built is of some rows alone. */
const isPartly = ({ by }: { by: { rows: LogRows } }): boolean => by.rows !== undefined;

const blocksOf = (result: FeatureResult | ModelResult, kind: Arm['arm']): FieldBlock[] =>
  'block' in result
    ? [result.block]
    : result.blocks.filter(({ arm }) => arm === kind).map(({ block }) => block);

/** Bins are there, and nothing is described yet. */
const NO_ROWS = { training: new Uint32Array(0), evaluate: new Uint32Array(0) };

const isFirst = ({ source, phi }: FeatureResult, name: string): boolean =>
  source === name && phi !== undefined;
