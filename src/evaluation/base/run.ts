/** What scoring the base needs, whether its scores are trained or logged. */
import type { LogRows } from '../../common/some-rows.ts';
import type { Dataset } from '../../data/dataset.ts';
import type { AnyBlock, RowParts } from '../../ranker/ranker.ts';
import type { SpecContext } from '../load-spec.ts';
import type { BlockPlan } from './blocks.ts';
import type { BaseCache } from './cache/cache.ts';
import type { KeptSearch } from './search/searched.ts';

export interface BaseRun {
  data: Dataset;
  parts: RowParts;
  base: AnyBlock;
  seeds: readonly number[];
  /** Names of the options that the spec gives to the ranker. */
  given: ReadonlySet<string>;
  /** Key of the spec that gives the ranker's options, for messages; see `rankerKey`. */
  key: string;
  /** Key of the spec that names the ranker's program, for messages; of no other ranker. */
  specPath: readonly (string | number)[];
  /** By seed, the rows whose base scores are read; all where absent. */
  scored?: readonly LogRows[] | undefined;
  /** What was searched before any features were built, of this ranker or of what stands for it; see `../tasks/id-ranker.ts`. */
  found?: KeptSearch | undefined;
  /** The trainings, where they are not those of one cut; see \`./plan.ts\`. */
  plan?: BlockPlan | undefined;
  context: SpecContext;
  /** What earlier runs have kept. */
  cache: BaseCache;
  /** Lets messages in; throws to cancel. */
  breathe: () => Promise<void>;
  /** @param fraction 0..1 of this stage */
  onProgress: (fraction: number, message: string) => void;
}
