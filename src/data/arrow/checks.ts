/** What a full validation checks of arrays: nothing points outside, nothing is counted wrongly, no number breaks its type. */
import { type Column, isValid, type Numbers } from './column.ts';
import { ArrowDamage } from './damage.ts';
import { decimalAt } from './decimal.ts';

const BITS = Uint8Array.from({ length: 256 }, (_, byte) => byte.toString(2).replaceAll('0', '').length);

/** @param nulls as counted by the writer, −1 where not */
export function checkValidity(bits: Uint8Array, length: number, nulls: number): void {
  if (nulls === -1) return;
  const whole = length >> 3;
  let valid = 0;
  for (let i = 0; i < whole; i++) valid += BITS[bits[i] as number] as number;
  if (length % 8 > 0) valid += BITS[(bits[whole] as number) & ((1 << (length % 8)) - 1)] as number;
  if (length - valid !== nulls) throw new ArrowDamage('it has another number of nulls than it says');
}

export function checkOffsets(offsets: Int32Array | BigInt64Array, length: number, end: number): void {
  if (length === 0) return;
  let before = Number(offsets[0]);
  if (before < 0) throw new ArrowDamage('an offset is negative');
  for (let i = 1; i <= length; i++) {
    const offset = Number(offsets[i]);
    if (offset < before) throw new ArrowDamage('its offsets fall');
    before = offset;
  }
  if (before > end) throw new ArrowDamage('an offset lies beyond its data');
}

/** @throws ArrowDamage where a row that is not null points to no value of its dictionary */
export function checkIndices(column: Column): void {
  if (column.layout !== 'indexed') return;
  const { indices, values, length } = column;
  for (let row = 0; row < length; row++) {
    const index = indices[row] as number | bigint;
    if ((index < 0 || index >= values.length) && isValid(column, row)) {
      throw new ArrowDamage('an index lies beyond its dictionary');
    }
  }
}

/** @returns where each run ends, until all rows have one */
export function checkRunEnds(ends: Column, length: number, values: number): number[] {
  const numbers: Numbers | undefined = ends.layout === 'numbers' ? ends.numbers : undefined;
  if (numbers === undefined || ends.validity !== undefined) throw new ArrowDamage('a run has no end');
  const runs: number[] = [];
  let before = 0;
  for (const end of numbers) {
    if (Number(end) <= before) throw new ArrowDamage('its runs end out of order');
    before = Number(end);
    runs.push(before);
  }
  if (before < length || runs.length > values) throw new ArrowDamage('its runs end before its rows');
  return runs;
}

/** @throws ArrowDamage for a decimal with more digits than its type has */
export function checkDecimals(column: Column): void {
  if (column.layout !== 'decimals' || column.type.kind !== 'decimal') return;
  const { bits, precision } = column.type;
  const limit = 10n ** BigInt(precision);
  for (let row = 0; row < column.length; row++) {
    if (!isValid(column, row)) continue;
    const value = decimalAt(column.bytes, row, bits);
    if (value >= limit || value <= -limit) throw new ArrowDamage('a decimal has too many digits');
  }
}
