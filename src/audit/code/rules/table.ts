/** All rules, by code. */
import { FIT_BEFORE_SPLIT } from './fit-before-split.ts';
import { FUTURE } from './future.ts';
import { NEGATIVES } from './negatives.ts';
import { RANDOM_SPLIT } from './random-split.ts';
import type { Rule } from './rule.ts';
import { SELECTION } from './selection.ts';
import { TOGETHER } from './together.ts';
import { TRAINING_ROWS } from './training-rows.ts';

export const ALL_RULES: readonly Rule[] = [
  FIT_BEFORE_SPLIT,
  TOGETHER,
  RANDOM_SPLIT,
  NEGATIVES,
  FUTURE,
  TRAINING_ROWS,
  SELECTION,
];
