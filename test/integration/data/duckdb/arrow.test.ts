import {
  Bool,
  DateDay,
  DateMillisecond,
  Field,
  Int32,
  List,
  Struct,
  Table,
  TimestampMicrosecond,
  TimestampMillisecond,
  TimestampNanosecond,
  TimestampSecond,
  tableFromArrays,
  tableToIPC,
  type Vector,
  vectorFromArray,
} from 'apache-arrow';
import { describe, expect, it } from 'vitest';
import { Cancelled } from '../../../../src/common/failure.ts';
import { failureOf, folderWith, load, logRows } from '../support.ts';

const rows = logRows(60);
const path = 'log.arrow';
const integers = (name: 'user' | 'item' | 'y' | 't') =>
  vectorFromArray(
    rows.map((row) => row[name]),
    new Int32(),
  );
const folderOf = (columns: Record<string, Vector>) => {
  const table = new Table({
    user: integers('user'),
    item: integers('item'),
    y: integers('y'),
    t: integers('t'),
    ...columns,
  });
  return folderWith({ [path]: tableToIPC(table, 'file') });
};
const seconds = rows.map(({ t }) => t);

describe('Arrow columns', () => {
  it.each([
    ['seconds', new TimestampSecond(), 'timestamp'],
    ['milliseconds', new TimestampMillisecond(), 'timestamp'],
    ['microseconds', new TimestampMicrosecond(), 'timestamp'],
    ['nanoseconds', new TimestampNanosecond(), 'timestamp'],
    ['nanoseconds with a zone', new TimestampNanosecond('Europe/Berlin'), 'timestamp with time zone'],
  ] as const)('timestamps in %s', async (_, type, unit) => {
    const t = vectorFromArray(
      seconds.map((s) => s * 1000),
      type,
    ); // apache-arrow takes milliseconds for every unit
    const { timeline } = await load(folderOf({ t }), { path });
    expect(timeline?.unit).toBe(unit);
    expect([...(timeline?.time ?? [])]).toEqual(seconds.map((s) => s * 1e6));
  });

  it.each([
    ['days', new DateDay()],
    ['milliseconds', new DateMillisecond()],
  ] as const)('dates in %s', async (_, type) => {
    const days = rows.map((_, i) => new Date(Date.UTC(2024, 0, 1 + i)));
    const { timeline } = await load(folderOf({ t: vectorFromArray(days, type) }), { path });
    expect(timeline?.unit).toBe('date');
    expect([...(timeline?.time ?? [])]).toEqual(days.map((day) => day.getTime() * 1000));
  });

  it('truth values as labels, and nulls as missing features', async () => {
    const y = vectorFromArray(
      rows.map((row) => row.y === 1),
      new Bool(),
    );
    const hour = vectorFromArray(
      rows.map((_, i) => (i % 3 === 0 ? null : i % 3)),
      new Int32(),
    );
    const data = await load(folderOf({ y, hour }), { path, features: ['hour'] });
    expect([...data.label]).toEqual(rows.map((row) => row.y));
    const [feature] = data.features;
    expect(feature?.type === 'categorical' && [...feature.codes]).toEqual(rows.map((_, i) => i % 3));
  });

  it('refuses lists and structures as identity, and null users', async () => {
    const list = vectorFromArray(
      rows.map(({ user }) => [user]),
      new List(new Field('item', new Int32())),
    );
    const struct = vectorFromArray(
      rows.map(({ user }) => ({ user })),
      new Struct([new Field('user', new Int32())]),
    );
    const holes = vectorFromArray(
      rows.map(({ user }, i) => (i < 2 ? null : user)),
      new Int32(),
    );
    expect((await failureOf(load(folderOf({ user: list }), { path }))).message).toMatch(/holds lists/);
    expect((await failureOf(load(folderOf({ user: struct }), { path }))).message).toMatch(
      /holds records: name a column inside it, such as `user\.user`/,
    );
    expect((await failureOf(load(folderOf({ user: holes }), { path }))).message).toMatch(
      /2 rows have no user/,
    );
  });

  it('refuses Feather version 1 by name', async () => {
    const folder = folderWith({ 'log.feather': `FEA1${'x'.repeat(100)}` });
    expect((await failureOf(load(folder, { path: 'log.feather' }))).message).toMatch(
      /Feather version 1; write version 2/,
    );
  });

  it('refuses two columns of one name', async () => {
    const columns = { user: Int32Array.of(1), usex: Int32Array.of(2) };
    const bytes = Buffer.from(tableToIPC(tableFromArrays(columns), 'file'));
    const twice = Buffer.from(bytes.toString('latin1').replaceAll('usex', 'user'), 'latin1');
    const failure = await failureOf(load(folderWith({ [path]: twice }), { path }));
    expect(failure).toMatchObject({ code: 'duplicate-column', kind: 'data', where: { file: path } });
  });

  it('says of a file without its end that it is cut short', async () => {
    const bytes = tableToIPC(
      tableFromArrays({ user: Int32Array.from({ length: 999 }, (_, i) => i) }),
      'file',
    );
    for (const share of [0.1, 0.5, 0.9]) {
      const folder = folderWith({ [path]: bytes.subarray(0, Math.floor(bytes.length * share)) });
      const failure = await failureOf(load(folder, { path }));
      expect(failure).toMatchObject({ code: 'not-arrow', kind: 'data' });
      expect(failure.message).toMatch(
        /cannot be read as Arrow data: it is cut short; write or copy it again/,
      );
    }
  });

  it('stops between chunks when it is cancelled', async () => {
    const many = logRows(400_000);
    const columns = (['user', 'item', 'y', 't'] as const).map((name) => [
      name,
      vectorFromArray(
        many.map((row) => row[name]),
        new Int32(),
      ),
    ]);
    const folder = folderWith({ [path]: tableToIPC(new Table(Object.fromEntries(columns)), 'file') });
    const controller = new AbortController();
    const onProgress = ({ message }: { message: string }) => {
      if (message.startsWith('reading')) setImmediate(() => controller.abort()); // at the first moment between
    };
    await expect(
      load(folder, { path }, {}, { signal: controller.signal, onProgress }),
    ).rejects.toBeInstanceOf(Cancelled);
  });
});
