import { expect, it } from 'vitest';
import { summariseSeeds } from '../../../src/report/arm.ts';
import { renderMarkdown } from '../../../src/report/exports/markdown.ts';
import { renderTable } from '../../../src/report/terminal/table.ts';
import { trainedColumns } from '../../../src/report/words/tables/arm-columns.ts';
import { sampleReport } from './sample.ts';

const [first, other] = sampleReport().arms.map(({ epochs: _, ...arm }) => arm);
const arms = (...lengths: { epochs?: number; trees?: number }[]) =>
  lengths.map((length, i) => ({ ...(i === 0 ? first! : other!), ...length }));
const shown = (...lengths: { epochs?: number; trees?: number }[]) => {
  const all = arms(...lengths);
  return trainedColumns(all).map(({ name, cell }) => [name, ...all.map(cell)]);
};

it('are epochs of whole rankers, trees of heads, and both where there are both', () => {
  expect(shown({ epochs: 1.5 }, { epochs: 2 })).toEqual([['epochs', '1.50', '2.00']]);
  expect(shown({ trees: 41.67 }, { trees: 0 })).toEqual([['trees', '42', '0']]);
  expect(shown({ trees: 41.67 }, {})).toEqual([['trees', '42', '–']]);
  expect(shown({ trees: 41.67 }, { epochs: 2 })).toEqual([
    ['epochs', '–', '2.00'],
    ['trees', '42', '–'],
  ]);
  expect(shown({}, {})).toEqual([['epochs', '–', '–']]);
});

it('are penalties of additive heads, as a range over seeds', () => {
  const additive = (...penalties: (number | null)[]) => ({
    perSeed: penalties.map((penalty, k) => ({ seed: k + 1, auc: 0.6, logLoss: 0.4, penalty })),
  });
  const additiveArms = [additive(30, 30, 30), additive(100, null, 10), additive(null)].map((more) => ({
    ...first!,
    ...more,
  }));
  const [column, ...more] = trainedColumns(additiveArms);
  expect(more).toEqual([]);
  expect(column!.name).toBe('penalty');
  expect(additiveArms.map(column!.cell)).toEqual(['30', '10–∞', '∞']);
  expect(additiveArms.map(column!.value)).toEqual([30, Number.MAX_VALUE, Number.MAX_VALUE]);
  expect(column!.cell(first!)).toBe('–');
});

it('stand in the table and in Markdown', () => {
  const report = { ...sampleReport(), arms: arms({ trees: 40 }, { trees: 55.33 }) };
  const lines = renderTable(report, { colour: false }).split('\n');
  expect(lines.find((line) => line.includes('SD of seeds'))).toMatch(/log loss {3}trees$/);
  expect(lines.find((line) => line.includes('leaked:co-click'))).toMatch(/55$/);
  expect(renderMarkdown(report)).toContain('| arm | AUC | SD of seeds | log loss | trees |');
});

it('have the mean over seeds, where all have a number', () => {
  const seed = (trees?: number) => ({
    seed: 1,
    auc: 0.6,
    logLoss: 0.4,
    ...(trees !== undefined && { trees }),
  });
  expect(summariseSeeds([seed(40), seed(51)]).trees).toBe(45.5);
  expect(summariseSeeds([seed(40), seed()])).not.toHaveProperty('trees');
});
