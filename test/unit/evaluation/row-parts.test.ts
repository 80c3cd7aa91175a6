/** The rows of training are held once, whoever reads them. */
import { expect, it } from 'vitest';
import { ascendingTraining, rowParts, trainingRows } from '../../../src/evaluation/arms/fields.ts';

it('parts of a split by time are one piece, and training is a part of it', () => {
  const parts = rowParts(Uint8Array.of(0, 0, 3, 0, 1, 1, 2, 2));
  expect([...parts.fit, ...parts.validate, ...parts.evaluate]).toEqual([0, 1, 3, 4, 5, 6, 7]);
  const training = trainingRows(parts);
  expect([...training]).toEqual([0, 1, 3, 4, 5]);
  expect(training.buffer).toBe(parts.evaluate.buffer);
  expect(training.buffer).toBeInstanceOf(SharedArrayBuffer);
  expect(ascendingTraining(parts)).toEqual(training);
});

it('validation rows of all days are put in order, and the parts stay as they are', () => {
  const parts = rowParts(Uint8Array.of(1, 0, 2, 0, 1));
  expect([...trainingRows(parts)]).toEqual([1, 3, 0, 4]);
  expect([...ascendingTraining(parts)]).toEqual([0, 1, 3, 4]);
  expect([...parts.fit]).toEqual([1, 3]);
  expect([...parts.validate]).toEqual([0, 4]);
});

it('parts of one log are listed once, and those of another are its own', () => {
  const part = Uint8Array.of(0, 1, 2);
  expect(rowParts(part)).toBe(rowParts(part));
  expect(rowParts(part.slice())).not.toBe(rowParts(part));
  expect(rowParts(part.slice())).toEqual(rowParts(part));
});

it('rows of other origin are copied', () => {
  const parts = { fit: Uint32Array.of(4, 5), validate: Uint32Array.of(7), evaluate: new Uint32Array(0) };
  expect([...trainingRows(parts)]).toEqual([4, 5, 7]);
  expect(trainingRows({ ...parts, validate: new Uint32Array(0) })).toEqual(Uint32Array.of(4, 5));
});
