import { describe, expect, it } from 'vitest';
import { duplicates } from '../../../../src/audit/data/split/duplicates.ts';
import type { AuditSubject } from '../../../../src/audit/data/subject.ts';
import { random } from '../../../support/random.ts';

const MINUTE = 60e6;

/** 3,000 rows of few users and items over an hour, so that many meet again: some within a minute, some at one time. */
function subjectOf(seed: number): AuditSubject {
  const draw = random(seed);
  const rows = 3000;
  const below = (n: number) => Uint32Array.from({ length: rows }, () => Math.floor(draw() * n));
  const time = Float64Array.from({ length: rows }, () => Math.floor(draw() * 240) * (MINUTE / 4)).sort();
  const codes = below(3);
  const evaluated = Uint8Array.from({ length: rows }, () => Number(draw() < 0.2));
  const data = {
    ...{ rows, user: below(12), users: 12, item: below(10), items: 10 },
    ...{ label: Uint8Array.from(below(2)), userNames: [], itemNames: [], timeline: { time } },
  };
  const rowsWhere = (wanted: number) =>
    Uint32Array.from([...evaluated.keys()].filter((row) => evaluated[row] === wanted));
  return {
    spec: { log: { user: 'u', item: 'i', time: 't', label: 'y', path: ['x'] } },
    data,
    columns: [{ name: 'c', table: 'log', column: { name: 'c', type: 'categorical', codes, cardinality: 3 } }],
    training: rowsWhere(0),
    evaluation: rowsWhere(1),
    now: 0,
    breathe: async () => {},
  } as unknown as AuditSubject;
}

/** Every evaluation row against every training row. */
function slowly({ data, columns, training, evaluation }: AuditSubject) {
  const { user, item, label } = data;
  const time = data.timeline!.time;
  const [{ column }] = columns as unknown as [{ column: { codes: Uint32Array } }];
  let [copies, near] = [0, 0];
  for (const row of evaluation) {
    const others = [...training].filter(
      (other) => user[other] === user[row] && item[other] === item[row] && label[other] === label[row],
    );
    const copied = others.some(
      (other) => time[other] === time[row] && column.codes[other] === column.codes[row],
    );
    if (copied) copies++;
    else if (others.some((other) => Math.abs(time[other]! - time[row]!) <= MINUTE)) near++;
  }
  return { copies, near };
}

describe('copies across the split', () => {
  it('are those that a comparison of all rows finds', async () => {
    for (let seed = 1; seed <= 5; seed++) {
      const subject = subjectOf(seed);
      const { found, looked } = await duplicates.run(subject);
      const { copies, near } = slowly(subject);
      expect(copies).toBeGreaterThan(2);
      expect(near).toBeGreaterThan(copies);
      expect(looked).toBe(subject.evaluation.length);
      expect(found.map(({ code, evidence }) => [code, evidence[0]!.value])).toEqual([
        ['duplicates-across-split', copies],
        ['near-duplicates-across-split', near],
      ]);
      expect(found[0]!.examples).toHaveLength(3);
    }
  });
});
