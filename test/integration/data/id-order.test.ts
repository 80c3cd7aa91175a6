/** What the order of ids must not move: the order of rows, and what rankers draw for an id. */
import { describe, expect, it } from 'vitest';
import { idKeys } from '../../../src/common/hash.ts';
import { writeParquetFile } from '../../support/parquet-file.ts';
import { csv, folderWith, load } from './support.ts';

/** Ids whose order as numbers is not their order as texts, many rows at each time. */
const rows = Array.from({ length: 240 }, (_, i) => ({
  user: (i * 7) % 23,
  item: (i * 13) % 31,
  y: Number(i % 3 === 0),
  t: Math.floor(i / 12),
  device: ['9', '10', 'b'][i % 3]!,
}));

const spec = { features: [{ name: 'device', type: 'categorical' as const }] };

describe('ids and the values of features', () => {
  it('give the same rows and keys as numbers and as texts', async () => {
    const folder = folderWith({ 'log.csv': csv(rows) });
    await writeParquetFile(
      `${folder}/log.parquet`,
      `SELECT CAST("user" AS BIGINT) AS "user", CAST(item AS BIGINT) AS item, y, t, device FROM read_csv('${folder}/log.csv')`,
    );
    await writeParquetFile(
      `${folder}/texts.parquet`,
      `SELECT CAST("user" AS VARCHAR) AS "user", CAST(item AS VARCHAR) AS item, y, t, device FROM read_csv('${folder}/log.csv')`,
    );
    const [numbers, texts] = await Promise.all(
      ['log.parquet', 'texts.parquet'].map(async (path) => {
        const data = await load(folder, { ...spec, path });
        const keys = idKeys(data);
        return {
          codes: data.userNames,
          rows: Array.from(data.user, (code, row) => [
            data.userNames[code],
            data.itemNames[data.item[row]!],
            data.label[row],
          ]),
          keys: Array.from(data.user, (code, row) => [keys.user[code], keys.item[data.item[row]!]]),
        };
      }),
    );
    expect(numbers!.codes).not.toEqual(texts!.codes);
    expect(texts!.rows).toEqual(numbers!.rows);
    expect(texts!.keys).toEqual(numbers!.keys);
  });

  it('stand within one time in no order of the ids', async () => {
    const data = await load(folderWith({ 'log.csv': csv(rows) }), spec);
    const time = data.timeline!.time;
    let rising = 0;
    let pairs = 0;
    for (let row = 1; row < data.rows; row++) {
      if (time[row] !== time[row - 1] || data.user[row] === data.user[row - 1]) continue;
      pairs++;
      rising += Number(data.user[row]! > data.user[row - 1]!);
    }
    expect(pairs).toBeGreaterThan(150);
    expect(rising / pairs).toBeGreaterThan(0.35);
    expect(rising / pairs).toBeLessThan(0.65);
  });

  it('have a key for each value of a feature, 0 where it is missing', async () => {
    const data = await load(folderWith({ 'log.csv': csv(rows) }), spec);
    const device = data.features[0]!;
    if (device.type !== 'categorical') throw new Error('device is categorical');
    expect(device.names).toEqual(['missing', '10', '9', 'b']);
    const { user } = idKeys({ userNames: ['10', '9', 'b'], itemNames: [] });
    expect([...device.keys!]).toEqual([0, ...user]);
  });
});
