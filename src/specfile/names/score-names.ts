/**
 * Columns that look like what a ranker said of each row: `pctr`, `p_click` and `predicted_ctr` are probabilities, `score`, `model_score` and
 * `logit` may be. A name is one when every word of it is of the kinds below: `quality_score` and `propensity_score` say something else.
 */
import { snake } from './column-names.ts';

/** `probability`: a ranker's without doubt, by its name and its values. `score`: perhaps, or a rating, or of another scale. */
export type ScoreKind = 'probability' | 'score';

/** What is predicted. */
const OUTCOMES = set('ctr cvr ctcvr click clicked clk like conversion conv convert purchase buy y');
/** That it is predicted. */
const PREDICTED = set(
  'p pred preds predict predicted prediction predictions prob probs proba probability est estimated estimate expected hat',
);
const SCORES = set('score scores logit logits');
/** By whom or what, and when: words that change nothing. */
const PLAIN = set(
  'model models ranker ranking rank rerank reranker ranked ml prod production serving served online logged final raw value baseline ' +
    'lr fm deepfm dnn dcn gbdt lgb lgbm lightgbm xgb xgboost v1 v2 v3',
);
/** Both in one word: `pctr`, `eCTR`, `yhat`. */
const FUSED = /^[pe](ctr|cvr|ctcvr|clk|click|like|buy)$|^yhat$/;

/** Missing in more rows than this, a score is no base: see `no-score`. */
const MOST_MISSING = 0.5;
/** With no more values than this a column holds classes or ratings. */
const FEW = 20;
const FEW_WHOLE = 100;

function set(words: string): ReadonlySet<string> {
  return new Set(words.split(' '));
}

export interface ScoredColumn {
  name: string;
  family: string;
  whole?: boolean | undefined;
  /** Share of nulls. */
  nulls: number;
  distinct: number;
  min?: string | undefined;
  max?: string | undefined;
}

/** @returns undefined for a column that does not look like the score of a ranker */
export function scoreKind(column: ScoredColumn): ScoreKind | undefined {
  const { name, family, whole, distinct, nulls, min, max } = column;
  if (!['integer', 'float', 'decimal'].includes(family) || nulls > MOST_MISSING) return undefined;
  if (distinct <= (family === 'integer' || whole === true ? FEW_WHOLE : FEW)) return undefined;
  const words = snake(name)
    .split('_')
    .filter((word) => !PLAIN.has(word) && !/^\d+$/.test(word));
  const together = words.join('');
  if (together.length < 2) return undefined;
  const fused = FUSED.test(together) || words.some((word) => FUSED.test(word));
  const predicted = fused || words.some((word) => PREDICTED.has(word));
  const known = (word: string): boolean =>
    [OUTCOMES, PREDICTED, SCORES].some((kind) => kind.has(word)) || FUSED.test(word);
  if (!predicted && !words.some((word) => SCORES.has(word))) return undefined;
  if (!FUSED.test(together) && !words.every(known)) return undefined;
  const sure = fused || (predicted && words.some((word) => OUTCOMES.has(word)));
  return sure && Number(min) >= 0 && Number(max) <= 1 ? 'probability' : 'score';
}
