import { expect, it } from 'vitest';
import { mayCancel } from '../../../../../src/vscode/state/runs/run-state.ts';

it('a press on Cancel counts once the second click of a double click on Evaluate is over', () => {
  expect([0, 300, 999].map((ms) => mayCancel(5000, 5000 + ms))).toEqual([false, false, false]);
  expect(mayCancel(5000, 6000)).toBe(true);
});
