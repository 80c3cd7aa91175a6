/** What differs between the kinds of models, for all that read a spec or a report. Plain data: the editor and the panel read it, too. */
import type { ModelReport } from './schema.ts';

interface Traits {
  /**
   * `here`: what the model gave becomes features, which the spec's ranker reads, and its AIS is over the base. `elsewhere`: another ranker has
   * scored the rows with it and without it. Its AIS is over these baseline scores; the LIS is of another ranker, so that no share of it is known.
   */
  scored: 'here' | 'elsewhere';
  /** Where its numbers come from, as reports say it. */
  origin: string;
}

export const MODEL_TRAITS = {
  embeddings: { scored: 'here', origin: 'its vectors (embeddings)' },
  predictions: { scored: 'elsewhere', origin: 'its scores beside those without it (predictions)' },
} as const satisfies Record<ModelReport['kind'], Traits>;

/** Whether the spec's ranker reads what the model gave. */
export const isScoredHere = ({ kind }: Pick<ModelReport, 'kind'>): boolean =>
  MODEL_TRAITS[kind].scored === 'here';
