import { describe, expect, it } from 'vitest';
import { parseSpec } from '../../../src/specfile/reading/parse.ts';
import { csvOf, type Impression, LOGS } from '../../support/public-logs.ts';
import { draft } from './drafts.ts';

describe('a time', () => {
  const { user, clk } = LOGS.taobao;
  const iso = (ts: number) => new Date(ts * 1000).toISOString();
  const digits = (ts: number) => iso(ts).replaceAll(/\D/g, '');
  const timed = async (name: string, value: (at: Impression) => string | number) => {
    const { text } = await draft(
      'timed',
      csvOf({ user_id: user, item_id: LOGS.taobao.adgroup_id, clk, [name]: value }),
    );
    return text;
  };

  it.each<[string, (at: Impression) => string | number, string]>([
    ['when', ({ ts }) => iso(ts), 'ISO 8601 text'],
    ['ts', ({ ts }) => ts, 'unix seconds'],
    ['ts', ({ ts }) => ts * 1000, 'unix milliseconds'],
    ['ts', ({ ts }) => `${ts}000000`, 'unix microseconds'],
    ['ts', ({ ts }) => `${ts}.5`, 'unix seconds'],
    ['log_hour', ({ ts }) => digits(ts).slice(0, 10), 'dates written as YYYYMMDDHH'],
    ['event_day', ({ ts }) => digits(ts).slice(0, 8), 'dates written as YYYYMMDD'],
    ['dt', ({ ts }) => `${digits(ts).slice(2, 8)}.0`, 'dates written as YYMMDD'],
    ['timestamp', ({ row }) => row * 60, 'unix seconds on a clock of their own'],
    ['time', ({ ts }) => iso(ts).slice(0, 19).replace('T', ' ').replaceAll('-', '/'), ''],
  ])('%s is read as %o', async (name, value, kind) => {
    const text = await timed(name, value);
    expect(parseSpec(text)).toMatchObject({ problems: [], spec: { log: { time: name, features: [] } } });
    expect(text.split('\n').find((line) => line.startsWith('  time:'))).toContain(` # ${kind}`);
  });

  it.each<[string, (at: Impression) => string | number]>([
    ['mystery', ({ ts }) => ts],
    ['position_ts', ({ row }) => row % 12],
    ['hour', ({ row }) => row % 24],
    ['zip', ({ row }) => 101_010 + (row % 9)],
  ])('is not %s', async (name, value) => {
    const text = await timed(name, value);
    expect(text).toContain('# time: not decided, no column holds times');
  });

  it('with gaps says what to mend', async () => {
    const text = await timed('ts', ({ row, ts }) => (row % 1000 === 7 ? '' : ts));
    expect(text).toMatch(
      /# time: not decided, 3 rows have no time in `ts` of timed\.csv: remove or fill them;/,
    );
    expect(text).toContain('  # ts: left out, another time\n');
  });
});
