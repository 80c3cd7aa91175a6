import { expect, it } from 'vitest';
import { staleText } from '../../../../src/vscode/words/stale.ts';

const t = (message: string, ...args: (string | number)[]): string =>
  message.replace(/\{(\d+)\}/g, (_match, i) => String(args[Number(i)]));

it.each([
  ['spec' as const, 'the spec changed'],
  [['data/a.csv'], 'a.csv changed'],
  [['C:\\data\\a.csv', 'b.csv', 'c.csv'], 'a.csv and 2 more changed'],
  [[], undefined],
  [undefined, undefined],
])('what has changed, %j, is said as %j', (change, text) => {
  expect(staleText(change, t)).toBe(text);
});
