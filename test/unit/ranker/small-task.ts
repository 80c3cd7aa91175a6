/** A small learnable ranking task: the label depends on the product of hidden user and item sides, and on the item. */
import type { FieldBlock, RankTask } from '../../../src/ranker/index.ts';
import { fieldBlock } from '../../../src/ranker/index.ts';
import { flatCodes } from '../../support/codes.ts';
import { random } from '../../support/random.ts';
import { OPTIONS, sigmoid } from './slow-ranker.ts';

const USERS = 40;
const ITEMS = 30;

const range = (from: number, to: number): Uint32Array =>
  Uint32Array.from({ length: to - from }, (_, i) => from + i);

/** `rows` rows: 70 % fit, 10 % validate, 20 % evaluate. */
export function smallTask(rows: number, options: Partial<RankTask['options']> = {}): RankTask {
  const next = random(21);
  const user = Uint32Array.from({ length: rows }, () => Math.floor(next() * USERS));
  const item = Uint32Array.from({ length: rows }, () => Math.floor(next() * ITEMS));
  const label = Uint8Array.from(user, (u, row) => {
    const i = item[row]!;
    const logit = (u % 2 === i % 2 ? 1.5 : -1.5) + (i % 3) - 1;
    return next() < sigmoid(logit) ? 1 : 0;
  });
  return {
    arm: 'base',
    options: {
      ...OPTIONS,
      ...{ learningRate: 0.1, l2: 1e-4, l2Factors: 1e-3, initialScale: 0.1 },
      ...options,
    } as RankTask['options'],
    seed: 1,
    blocks: [
      fieldBlock([
        { name: 'user', codes: user, cardinality: USERS },
        { name: 'item', codes: item, cardinality: ITEMS },
      ]),
    ],
    label,
    parts: {
      fit: range(0, Math.floor(rows * 0.7)),
      validate: range(Math.floor(rows * 0.7), Math.floor(rows * 0.8)),
      evaluate: range(Math.floor(rows * 0.8), rows),
    },
  };
}

/** A second block whose field knows the parity of user and item: what an arm would add. */
export function extraBlock(task: RankTask): FieldBlock {
  const [block] = task.blocks;
  const codes = flatCodes(block!);
  const matches = Uint32Array.from(task.label, (_, row) => {
    return codes[2 * row]! % 2 === codes[2 * row + 1]! % 2 ? 1 : 2;
  });
  return fieldBlock([{ name: 'phi:match', codes: matches, cardinality: 3 }]);
}
