import { describe, expect, it } from 'vitest';
import { halfWidth, memorySize, wholeNumber } from '../../../src/cli/options.ts';

const MB = 1024 ** 2;

describe('memorySize', () => {
  it.each([
    ['4GB', 4096 * MB],
    ['4gb', 4096 * MB],
    ['1.5 GiB', 1536 * MB],
    ['512MB', 512 * MB],
    ['512m', 512 * MB],
    ['1tb', 1024 * 1024 * MB],
    ['268435456', 256 * MB],
    ['262144kB', 256 * MB],
  ])('%s', (text, bytes) => expect(memorySize(text)).toBe(bytes));

  it.each(['', 'GB', '4 XB', '-4GB', '4GB extra', '1e9'])('refuses %j', (text) => {
    expect(() => memorySize(text)).toThrow(/4GB or 512MB/);
  });
  it('refuses too little', () => expect(() => memorySize('255MB')).toThrow(/at least 256MB/));
});

describe('wholeNumber', () => {
  it('takes the bounds', () => {
    expect(wholeNumber(1, 100)('1')).toBe(1);
    expect(wholeNumber(1, 100)('100')).toBe(100);
  });
  it.each(['0', '101', '1.5', 'two', '', '-1', '0x10'])('refuses %j', (text) => {
    expect(() => wholeNumber(1, 100)(text)).toThrow(/whole number from 1 to 100/);
  });
});

describe('halfWidth', () => {
  it.each([
    ['0.0005', 0.0005],
    ['5e-4', 0.0005],
    ['1', 1],
  ])('%s', (text, value) => expect(halfWidth(text)).toBe(value));
  it.each(['0', '-0.1', '1.5', '', ' ', 'narrow', 'Infinity'])('refuses %j', (text) => {
    expect(() => halfWidth(text)).toThrow(/above 0 and at most 1/);
  });
});
