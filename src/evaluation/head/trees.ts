/** Boosted trees as the head of an arm. */
import { headOptions, pollOf, runHead, scoreRowsByTrees } from '../../ranker/head/index.ts';
import type { HeadKindOf } from './kind.ts';
import type { HeadCounts } from './rows.ts';

const rowsOf = ({ fit, validate }: HeadCounts): number => fit + validate;

/** Trees of a head on so many rows, where it would have `wanted` of them if it could. */
const grown = (rows: HeadCounts, wanted: number): number => Math.min(headOptions(rowsOf(rows)).trees, wanted);

export const trees: HeadKindOf<'trees'> = {
  run({ score, columns, label, calibrations, rows, trees: wanted, seed, keeps }, added, hooks) {
    const all = rows.fit.length + rows.validate.length;
    const shared = { base: score, label, calibrations, ...rows, options: headOptions(all), seed, keeps };
    const task = { ...shared, columns: [...columns, ...added], trees: wanted };
    const { scores, trees: count, validationLoss, model } = runHead(task, hooks);
    // A tree visits each row; those that chose how many there are to be were grown on the rows to fit.
    const rowsTrained = Math.max(0, validationLoss.length - 1) * rows.fit.length + count * all;
    return { scores, trees: count, rowsTrained, ...(model && { model: { kind: 'trees', ...model } }) };
  },
  score(model, columns, base, rows, hooks) {
    return scoreRowsByTrees(model, columns, base, rows, pollOf(hooks));
  },
  beginsAtBase: false,
  /** Until the number of trees is chosen, and again with as many. A head whose number is given grows them once. */
  visits(rows, wanted, chooses) {
    const final = grown(rows, wanted);
    const tried = grown(rows, final + headOptions(rowsOf(rows)).patience);
    return (chooses ? rows.fit * tried : 0) + rowsOf(rows) * final;
  },
  scoring: grown,
};
