import { expect, it } from 'vitest';
import { parseBytes } from '../../../../src/vscode/state/bytes.ts';

it.each([
  ['4GB', 4_294_967_296],
  [' 1.5 gb ', 1_610_612_736],
  ['512MB', 536_870_912],
  ['', undefined],
  ['4', undefined],
  ['-4GB', undefined],
  ['0GB', undefined],
  ['4GBit', undefined],
])('%j is %s bytes', (text, bytes) => {
  expect(parseBytes(text)).toBe(bytes);
});
