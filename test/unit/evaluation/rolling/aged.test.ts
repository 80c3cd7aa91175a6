import { expect, it } from 'vitest';
import { aged } from '../../../../src/evaluation/rolling/spans.ts';
import { type SessionSpec, session } from '../../../../src/preference/pairs/session.ts';
import { testDataset } from '../../../support/dataset.ts';
import { sourceInput } from '../../../support/preference.ts';
import { slowHistory } from '../../../support/slow-features.ts';
import { slowAgainst } from '../../../support/slow-pairs.ts';
import { slowSession } from '../../../support/slow-session.ts';

const spec: SessionSpec = {
  ...{ name: 's', kind: 'session', build: 'session', window: 2, history: 50, gap: 30 },
  use: ['max', 'sum', 'mean', 'count'],
};
const rows = Array.from({ length: 400 }, (_, r) => ({
  ...{ user: (r * 7) % 11, item: (r * r + r) % 23, time: r * 120e6, label: r % 4 ? 1 : 0 },
}));
const data = testDataset(rows, { slices: 8 });
const everyone = Uint8Array.from({ length: data.users }, (_, user) => user);

it.each([1, 2, 3])('data that is %i slices old ends so many slices before the row', async (lag) => {
  const input = aged(sourceInput(data, everyone, data.users), lag);
  const { arms } = await session.build(input, spec, async () => {});
  const { columns } = arms.find(({ arm }) => arm === 'honest')!;
  let edges = 0;
  for (let row = 0; row < data.rows; row++) {
    const last = data.timeline.slice[row]! - lag;
    const pairs = slowSession(data, spec, last, (user) => user !== data.user[row]);
    const want = slowAgainst(pairs, data.item[row]!, slowHistory(data, row, 50), false);
    for (const [f, column] of columns.entries()) {
      const got = column.type === 'numeric' ? column.values[row]! : 0;
      if (Number.isNaN(want[f]!)) expect(got).toBeNaN();
      else expect(got).toBeCloseTo(want[f]!, 5);
    }
    if (want[3] > 0) edges++;
  }
  expect(edges).toBeGreaterThan(50);
});
