import { describe, expect, it } from 'vitest';
import { type ScoredColumn, scoreKind } from '../../../src/specfile/names/score-names.ts';

const column = (name: string, over: Partial<ScoredColumn> = {}): ScoredColumn => ({
  name,
  family: 'float',
  nulls: 0,
  distinct: 5000,
  min: '0.01',
  max: '0.9',
  ...over,
});

describe('scoreKind', () => {
  it.each([
    'pctr',
    'pCTR',
    'p_ctr',
    'pcvr',
    'pClick',
    'p_click',
    'eCTR',
    'pctr_v2',
    'model_pctr',
    'predicted_ctr',
    'ctr_pred',
    'pred_click',
    'click_prob',
    'clickProbability',
    'estimated_cvr',
    'conversion_probability',
    'y_hat',
    'yhat',
    'y_pred',
  ])('%s with values from 0 to 1 is a probability', (name) => {
    expect(scoreKind(column(name))).toBe('probability');
  });

  it.each([
    'score',
    'ctr_score',
    'prediction',
    'pred',
    'logit',
    'model_score',
    'rank_score',
    'rankingScore',
    'lgbm_score_1',
    'probability',
    'final_score',
  ])('%s may be a score', (name) => {
    expect(scoreKind(column(name))).toBe('score');
  });

  it.each([
    'quality_score',
    'propensity_score',
    'user_score',
    'credit_score',
    'imdb_score',
    'item_ctr',
    'ctr',
    'ctr_7d',
    'p',
    'y',
    'price',
    'rank',
    'rank_position',
    'model',
    'expected_delivery_days',
    'price_prediction',
    'scored_at',
    'raw_value',
    '_',
  ])('%s is not a score', (name) => {
    expect(scoreKind(column(name))).toBeUndefined();
  });

  it('a probability lies from 0 to 1; of another scale it may be a score', () => {
    expect(scoreKind(column('pctr', { min: '-3.2', max: '1.5' }))).toBe('score');
    expect(scoreKind(column('pctr', { min: '0', max: '1' }))).toBe('probability');
    expect(scoreKind(column('pctr', { min: '0', max: 'Infinity' }))).toBe('score');
  });

  it('a score is a number with many values in most rows', () => {
    expect(scoreKind(column('pctr', { family: 'text' }))).toBeUndefined();
    expect(scoreKind(column('pctr', { family: 'boolean', distinct: 2 }))).toBeUndefined();
    expect(scoreKind(column('pctr', { distinct: 20 }))).toBeUndefined();
    expect(scoreKind(column('pctr', { distinct: 21 }))).toBe('probability');
    expect(scoreKind(column('pctr', { nulls: 0.51 }))).toBeUndefined();
    expect(scoreKind(column('score', { family: 'integer', distinct: 100, max: '100' }))).toBeUndefined();
    expect(scoreKind(column('score', { whole: true, distinct: 100, max: '100' }))).toBeUndefined();
    expect(scoreKind(column('score', { family: 'integer', distinct: 101, max: '1000' }))).toBe('score');
  });
});
