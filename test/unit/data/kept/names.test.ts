import { expect, it } from 'vitest';
import { packNames, unpackNames } from '../../../../src/data/kept/names.ts';

it.each([[[]], [['']], [['u1', '', 'ärger', '猫', '😀 two', 'u1']]])('gives back %j', (names) => {
  const kept = packNames(names)!;
  expect(unpackNames(kept)).toEqual(names);
  const shared = new Uint8Array(new SharedArrayBuffer(kept.bytes.length + 8)).subarray(8);
  shared.set(kept.bytes);
  expect(unpackNames({ ...kept, bytes: shared })).toEqual(names);
});

it('keeps no text that UTF-8 cannot hold, and gives none of lengths that are not those of the bytes', () => {
  expect(packNames(['fine', 'half \ud83d'])).toBeUndefined();
  const { bytes, lengths } = packNames(['ab', 'c'])!;
  expect(unpackNames({ bytes, lengths: Uint32Array.of(2, 2) })).toBeUndefined();
  expect(unpackNames({ bytes: bytes.subarray(1), lengths })).toBeUndefined();
});
