import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import * as format from '../../../src/common/format.ts';

describe('format', () => {
  it.each([
    [format.count(12345.6), '12,346'],
    [format.percent(0.5234), '52.3 %'],
    [format.percent(-0.0004), '0.0 %'],
    [format.percent(123_456.7), '1.2e+7 %'],
    [format.percent(-999.99), '-99999.0 %'],
    [format.signedPercent(0.06), '+6.0 %'],
    [format.signedPercent(-0.041), '-4.1 %'],
    [format.signedPercent(0.0001), '0.0 %'],
    [format.signedPoints(0.12), '+12.0 pp'],
    [format.signedPoints(-0.199), '-19.9 pp'],
    [format.signedPoints(-0.0001), '+0.0 pp'],
    [format.signed(0.0012), '+0.0012'],
    [format.signed(-0.00123), '-0.0012'],
    [format.signed(-0.00001), '+0.0000'],
    [format.pValue(0), '<0.0001'],
    [format.pValue(0.00312), '0.0031'],
    [format.pValue(0.4119), '0.412'],
    [format.minute('2026-10-12T00:01:59.000Z'), '2026-10-12 00:01'],
    [format.duration(3.21), '3.2 s'],
    [format.duration(59.96), '1 min 00 s'],
    [format.duration(125), '2 min 05 s'],
    [format.duration(3725), '1 h 02 min'],
    [format.duration(7199), '2 h 00 min'],
    [format.roughDuration(0.2), '1 s'],
    [format.roughDuration(14.4), '14 s'],
    [format.roughDuration(59.7), '1 min 00 s'],
    [format.roughDuration(153), '2 min 30 s'],
    [format.bytes(512), '512 B'],
    [format.bytes(1536), '1.5 kB'],
    [format.bytes(412 * 1024 ** 2), '412 MB'],
    [format.bytes(1.5 * 1024 ** 3), '1.5 GB'],
    [format.shorten('leaked:a-long-name', 10), 'leake…name'],
    [format.shorten('short', 10), 'short'],
  ])('%s', (text, expected) => {
    expect(text).toBe(expected);
  });

  it('wraps at spaces and cuts only words that are too long', () => {
    expect(format.wrap('aa bb cc dddddddd e', 5)).toEqual(['aa bb', 'cc', 'ddddd', 'ddd e']);
    expect(format.wrap('', 5)).toEqual([]);
  });

  it('lines up the first column left, the others right', () => {
    expect(
      format.columns(
        [
          ['a', '1'],
          ['bbb', '22'],
        ],
        1,
      ),
    ).toEqual(['a    1', 'bbb 22']);
  });
});

describe('when something happened', () => {
  /** What a process in a time zone writes. */
  const inZone = (zone: string, call: string): string =>
    execFileSync(
      process.execPath,
      ['--input-type=module', '-e', `import * as format from '${module}'; console.log(format.${call})`],
      { env: { ...process.env, TZ: zone }, encoding: 'utf8' },
    ).trim();
  const module = new URL('../../../src/common/format.ts', import.meta.url).href;

  it.each([
    ['UTC', '2026-11-26 23:54 UTC'],
    ['Europe/Berlin', '2026-11-27 00:54 UTC+01:00'],
    ['Asia/Kolkata', '2026-11-27 05:24 UTC+05:30'],
    ['America/St_Johns', '2026-11-26 20:24 UTC-03:30'],
  ])('is told by the clock of %s', (zone, told) => {
    expect(inZone(zone, "zonedTime('2026-11-26T23:54:07.000Z')")).toBe(told);
  });

  it('follows the clock through summer and winter', () => {
    expect(inZone('Europe/Berlin', "zonedTime('2026-07-01T22:30:00Z')")).toBe('2026-07-02 00:30 UTC+02:00');
    expect(inZone('Europe/Berlin', "localTime('2026-07-01T22:30:09Z', true)")).toBe('2026-07-02 00:30:09');
  });

  it('is in UTC where it is a time of the data, and as it stands where it is no time', () => {
    expect(inZone('Asia/Kolkata', "minute('2026-11-26T23:54:07.000Z')")).toBe('2026-11-26 23:54');
    expect(format.localTime('no time')).toBe('no time');
    expect(format.zonedTime('no time')).toBe('no time');
  });
});
