/** What differs between kinds of sources, in one place a kind: a new one is a file that exports this, and a line in ../sources.ts. */
import type { SourceSpec } from '../../specfile/sources/index.ts';
import type { PairWalk } from '../pairs/pair-walk.ts';
import type { SourceArmKind, SourceBuilder, SourceInput } from './source.ts';

export interface SourceKindOf<Spec> {
  build: SourceBuilder<Spec>;
  /**
   * Whether features are built of all rows, where not all are read: those of some take as long, since what takes time is learned first or nothing
   * does; or which features there are depends on all rows.
   */
  atOnce?(spec: Spec): boolean;
  /** The arms that it brings besides its placebo, in the order of the report. */
  arms(spec: Spec): readonly SourceArmKind[];
  /** Features that it adds to a row, at most. @param base the source that it is made of; itself where it is made of none */
  features(spec: Spec, base: SourceSpec): number;
  /**
   * Bytes that are held while its features are built, at most, the vectors that are trained for it aside.
   * @param column bytes of a feature, in all its arms
   */
  bytes(spec: Spec, input: SourceInput, column: number): number;
}

/** A kind whose data is pairs of items. */
export interface PairKindOf<Spec> extends SourceKindOf<Spec> {
  /** The pairs of its honest windows, at their beginning. @throws Failure */
  walk(input: SourceInput, spec: Spec): PairWalk;
}

/** Arms of what is built from the log: its time and its users are known. */
export const BUILT_ARMS = ['honest', 'leaked', 'leaked-total'] as const satisfies readonly SourceArmKind[];

/** Arms of what stands in a file: what has times is sliced, what has users is cross-fitted. */
export function declaredArms({ time, user }: { time?: unknown; user?: unknown }): SourceArmKind[] {
  return [
    ...(time === undefined ? [] : ['honest' as const]),
    ...(user === undefined ? [] : ['leaked' as const]),
    'leaked-total',
  ];
}
