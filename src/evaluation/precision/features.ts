/** Features of more users, built part by part: heads score them, and in the end single features are described on all of them. */
import type { LogRows } from '../../common/some-rows.ts';
import { ofSomeRows } from '../../preference/features/some-rows.ts';
import type { FieldBlock } from '../../ranker/ranker.ts';
import type { Arm } from '../arms/arms.ts';
import { type BuiltModel, modelBuilders } from '../arms/model-arms.ts';
import { type BuiltFeatures, keptOrBuilt } from '../arms/preference-arms.ts';
import type { BaseCache } from '../base/cache/cache.ts';
import type { Part } from '../head/score-rows.ts';
import type { ShareReport } from '../tasks/clock.ts';
import type { FeatureResult, FeatureTask } from '../tasks/feature-task.ts';
import { MODEL, type ModelResult, type ModelTask } from '../tasks/model-task.ts';
import type { PooledRun } from '../tasks/pool.ts';

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

export class BuiltUsers {
  readonly #first: FirstBuilt;
  readonly #context: PooledRun;
  readonly #cache: BaseCache;
  readonly #report: ShareReport;
  /** Of each source and seed. */
  readonly #features: readonly Grown<BuiltFeatures, FeatureResult>[];
  readonly #models: readonly Grown<BuiltModel, ModelResult>[];

  /** @param cache of features */
  constructor(first: FirstBuilt, context: PooledRun, cache: BaseCache, report: ShareReport) {
    this.#first = first;
    this.#context = context;
    this.#cache = cache;
    this.#report = report;
    this.#features = first.built.flatMap((of) =>
      of.results.map((result) => ({ of, pieces: [{ rows: of.rows, result }] })),
    );
    this.#models = first.models.map((of) => ({ of, pieces: [{ rows: of.rows, result: of.result }] }));
  }

  /** The users whose features heads were fitted beside. @param rows ascending */
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
    const built = await keptOrBuilt(
      sources.map(({ of, pieces }) => this.#taskOf(of, pieces[0]!.result, rows)),
      this.#cache,
      this.#context,
      this.#report,
    );
    for (const [t, { pieces }] of sources.entries()) pieces.push({ rows, result: built[t]![0]! });
    const models = this.#models.filter(isPartly);
    const tasks = models.map(({ of: { task, input }, pieces }): ModelTask => {
      const { keeps: _, ...rest } = task;
      const { features, edges } = pieces[0]!.result;
      const later = { rows, edges: { [MODEL]: edges! } };
      return { ...rest, ...NO_ROWS, input: { ...ofSomeRows(input, rows), features }, later };
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

  #taskOf({ task, input }: BuiltFeatures, first: FeatureResult, rows: Uint32Array): FeatureTask {
    const edges = Object.fromEntries(first.blocks.map((block) => [block.arm, block.edges!]));
    // The result of the first seed alone tells the names.
    const features = this.ofSource(first.source)[0]!.result.diagnostics!.map(({ name }) => name);
    const { keeps: _, ...rest } = task;
    return { ...rest, ...NO_ROWS, input: { ...ofSomeRows(input, rows), features }, later: { rows, edges } };
  }

  /** The blocks of an arm that hold rows which were just built. */
  #armOf(arm: Arm, rows: Uint32Array): Pick<Arm, 'blocks' | 'rows'> {
    if (arm.arm === 'probe') return arm;
    const latest =
      arm.arm === 'model'
        ? this.#models.filter(isPartly).filter(({ of }) => of.result.model === arm.model)
        : this.#features.filter(isPartly).filter(({ of }) => of.results[0]!.source === arm.source);
    const blocks = latest.flatMap(({ pieces }) => blocksOf(pieces.at(-1)!.result, arm.arm));
    return blocks.length === 0 ? arm : { blocks, rows: blocks.map(() => rows) };
  }
}

/** What was built by one task on some rows, then on others. */
interface Grown<Of, Result> {
  of: Of;
  pieces: Piece<Result>[];
}

/** Whether what was built is of some rows alone. */
const isPartly = ({ of }: { of: { rows: LogRows } }): boolean => of.rows !== undefined;

const blocksOf = (result: FeatureResult | ModelResult, kind: Arm['arm']): FieldBlock[] =>
  'block' in result
    ? [result.block]
    : result.blocks.filter(({ arm }) => arm === kind).map(({ block }) => block);

/** Bins are there, and nothing is described yet. */
const NO_ROWS = { training: new Uint32Array(0), evaluate: new Uint32Array(0) };

const isFirst = ({ source, diagnostics }: FeatureResult, name: string): boolean =>
  source === name && diagnostics !== undefined;
