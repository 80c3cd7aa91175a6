/** The additive model as the head of an arm. */
import { type Coefficients, pollOf, runAdditive, scoreRows } from '../../ranker/head/index.ts';
import type { HeadKindOf } from './kind.ts';
import type { ModelOf } from './model.ts';

/** How many trees take as long: on the rows to fit, for all penalties; and on all rows, for those that count. */
const AS_TREES = { tried: 20, fitted: 25 };

export const additive: HeadKindOf<'additive'> = {
  run(job, added, hooks) {
    const { score, columns, label, calibrations, rows, penalties: wanted, start } = job;
    const columnsOf = { shared: columns, own: added };
    const task = { ...columnsOf, base: score, label, calibrations, ...rows, penalties: wanted, start };
    const { scores, penalties, passes, start: found, model } = runAdditive(task, hooks);
    const rowsTrained = passes * (rows.fit.length + rows.validate.length);
    return {
      ...{ scores, penalties, rowsTrained },
      ...(job.own === undefined && { start: found }),
      ...(job.keeps && { model: kept(model) }),
    };
  },
  score({ values, slope, intercept }, columns, base, rows, hooks) {
    const read = values.map(([name]) => columns.find((column) => column.name === name)!);
    return scoreRows({ values: new Map(values), slope, intercept }, read, base, rows, pollOf(hooks));
  },
  beginsAtBase: true,
  visits({ fit, validate }, _trees, chooses) {
    return (chooses ? fit * AS_TREES.tried : 0) + (fit + validate) * AS_TREES.fitted;
  },
  scoring: () => 1,
};

function kept({ values, slope, intercept }: Coefficients): ModelOf<'additive'> {
  return { kind: 'additive', values: [...values], slope, intercept };
}
