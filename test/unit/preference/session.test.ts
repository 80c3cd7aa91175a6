import { describe, expect, it } from 'vitest';
import { idKeys } from '../../../src/common/hash.ts';
import { historyEnds } from '../../../src/preference/features/history.ts';
import { PlaceboPermuter } from '../../../src/preference/features/placebo.ts';
import { positives } from '../../../src/preference/features/positives.ts';
import type { SourceInput } from '../../../src/preference/features/source.ts';
import { type SessionSpec, session as sessionKind } from '../../../src/preference/pairs/session.ts';
import { type TestRow, type TimedDataset, testDataset } from '../../support/dataset.ts';
import { slowHistory } from '../../support/slow-features.ts';
import { slowAgainst } from '../../support/slow-pairs.ts';
import { slowSession } from '../../support/slow-session.ts';

const spec = (options: Partial<SessionSpec> = {}): SessionSpec => ({
  name: 's',
  kind: 'session',
  build: 'session',
  window: 10,
  history: 50,
  gap: 30,
  use: ['max', 'sum', 'mean', 'count'],
  ...options,
});

const MINUTE = 60e6;

/** Rows as [user, item, minute], all positive, in one slice; the candidate's row last. */
const log = (...rows: [user: string, item: string, minute: number][]) =>
  testDataset(
    rows.map(([user, item, minute]) => ({ user, item, time: minute * MINUTE, label: 1 })),
    { slices: 1 },
  );

function inputOf(data: TimedDataset): SourceInput {
  const p = positives(data, data.timeline);
  return {
    data,
    timeline: data.timeline,
    positives: p,
    historyEnds: historyEnds(data, data.timeline, p),
    userFold: Uint8Array.from({ length: data.users }, (_, user) => user),
    folds: data.users,
    idKeys: idKeys(data),
    seed: 1,
  };
}

const goOn = async () => {};

/** Leaked features of the last row; every user has a fold of their own. */
async function last(data: TimedDataset, options: Partial<SessionSpec> = {}): Promise<number[]> {
  const { arms } = await sessionKind.build(inputOf(data), spec(options), goOn);
  const { columns } = arms.find((each) => each.arm === 'leaked')!;
  return columns.map((column) => (column.type === 'numeric' ? column.values[data.rows - 1]! : Number.NaN));
}

describe('transitions', () => {
  // p: a, b, c within a session, then d alone: a → b, a → c, b → c, so N_p = 3 and each weighs 1/3.
  // q: a, c, so N_q = 1 and a → c weighs 1.
  const clicks: [string, string, number][] = [
    ['p', 'a', 0],
    ['p', 'b', 10],
    ['p', 'c', 40],
    ['p', 'd', 71],
    ['q', 'a', 5],
    ['q', 'c', 6],
  ];

  it('weigh 1 over the number that the user has', async () => {
    const data = log(...clicks, ['u', 'a', 500], ['u', 'b', 501], ['u', 'c', 999]);
    // History {b, a}: a → c weighs 1/3 + 1, b → c weighs 1/3.
    expect(await last(data)).toEqual([4 / 3, 5 / 3, 5 / 6, 2].map(Math.fround));
  });

  it('go one way: what was clicked later leads nowhere', async () => {
    const data = log(...clicks, ['u', 'c', 500], ['u', 'a', 999]);
    expect(await last(data)).toEqual([0, 0, 0, 0]);
  });

  it('end with the session: d came 31 minutes after c', async () => {
    const d = log(...clicks, ['u', 'c', 500], ['u', 'd', 999]);
    expect(await last(d)).toEqual(Array(4).fill(Number.NaN));
    // A gap of 31 minutes makes it one session: six transitions, of which c → d weighs 1/6.
    expect((await last(d, { gap: 31 }))[0]).toBe(Math.fround(1 / 6));
  });

  it('count once, however often they were made', async () => {
    const data = log(
      ['p', 'a', 0],
      ['p', 'b', 1],
      ['p', 'a', 2],
      ['p', 'b', 3],
      ['u', 'a', 500],
      ['u', 'b', 999],
    );
    // a → b and b → a: two, each 1/2.
    expect(await last(data)).toEqual([0.5, 0.5, 0.5, 1]);
  });

  it('need a later time: clicks of the same time follow neither way', async () => {
    const data = log(['p', 'a', 0], ['p', 'b', 0], ['p', 'c', 1], ['u', 'a', 500], ['u', 'b', 999]);
    // a → c and b → c only; b follows nothing, though it is in a pair.
    expect(await last(data)).toEqual([0, 0, 0, 0]);
  });
});

describe('the placebo', () => {
  const rows: TestRow[] = Array.from({ length: 300 }, (_, r) => ({
    user: (r * 7) % 11,
    item: (r * r + r) % 23,
    time: r * 2 * MINUTE,
    label: r % 4 ? 1 : 0,
  }));
  const data = testDataset(rows, { slices: 5 });

  it('reads the pair of the items in whose places candidate and history stand', async () => {
    const source = await sessionKind.build(inputOf(data), spec(), goOn);
    const columns = await source.placebo(3, goOn);
    const permuter = new PlaceboPermuter({ data, timeline: data.timeline }, 3);
    let edges = 0;
    for (let s = 0; s < data.timeline.slices; s++) {
      const place = permuter.permutation(s);
      for (let row = 0; row < data.rows; row++) {
        if (data.timeline.slice[row] !== s) continue;
        const pairs = slowSession(data, spec(), s, (user) => user !== data.user[row]);
        const history = slowHistory(data, row, 50).map((item) => place[item]!);
        const want = slowAgainst(pairs, place[data.item[row]!]!, history, false);
        const got = columns.map((column) => (column.type === 'numeric' ? column.values[row]! : 0));
        for (const [f, value] of want.entries()) {
          if (Number.isNaN(value)) expect(got[f]).toBeNaN();
          else expect(got[f]).toBeCloseTo(value, 5);
        }
        if (want[3] > 0) edges++;
      }
    }
    expect(edges).toBeGreaterThan(50);
  });

  it('can be cancelled', async () => {
    const source = await sessionKind.build(inputOf(data), spec(), goOn);
    const stopped = source.placebo(3, async () => {
      throw new Error('stop');
    });
    await expect(stopped).rejects.toThrow('stop');
  });
});
