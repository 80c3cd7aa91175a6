/** What differs between kinds of models that are scored here: a new one is a file that exports this, and a line in ../models.ts. */
import type { Pause, PhiColumn, SourceInput } from './source.ts';

export interface ModelKindOf<Spec> {
  /** What a model gave as features. They are the same for every seed: it is frozen, and no user is left out of it. @throws Failure */
  build(input: SourceInput, spec: Spec, pause: Pause): Promise<ModelFeatures>;
  /** As that of a kind of sources. */
  atOnce?(spec: Spec): boolean;
  /** Features that it adds to a row, at most. */
  features(spec: Spec): number;
  /** Bytes that are held while these are built, at most. */
  bytes(spec: Spec, input: SourceInput): number;
}

export interface ModelFeatures {
  columns: readonly PhiColumn[];
  /** 1 per row of the log in which a feature has a value. */
  touched: Uint8Array;
}
