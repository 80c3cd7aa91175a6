import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PART } from '../../../src/data/dataset.ts';
import { checkOverlap, checkParts, validateLastSlice, validateTenth } from '../../../src/data/parts.ts';

const parts = (text: string) => Uint8Array.from(text, Number);
const shown = (part: Uint8Array) => [...part].join('');

describe('validateLastSlice', () => {
  it('takes the training rows of the last slice that has any', () => {
    const part = parts('00000022');
    const label = Uint8Array.from([0, 1, 0, 1, 0, 1, 0, 1]);
    validateLastSlice(part, Uint16Array.from([0, 0, 1, 1, 2, 2, 3, 3]), label);
    expect(shown(part)).toBe('00001122');
  });

  it('takes the slice before it too where the cut leaves a piece too small to choose by', () => {
    const part = parts('00000022');
    const slice = Uint16Array.from([0, 0, 1, 1, 2, 2, 2, 3]);
    validateLastSlice(part, slice, new Uint8Array(8));
    expect(shown(part)).toBe('00111122');
  });

  it('takes the piece alone where it is large enough, or where nothing would be left to fit', () => {
    const rows = 400;
    const large = new Uint8Array(rows).fill(PART.evaluate, 300);
    const label = Uint8Array.from({ length: rows }, (_, row) => row % 2);
    validateLastSlice(
      large,
      Uint16Array.from({ length: rows }, (_, row) => Math.floor(row / 200)),
      label,
    );
    expect(large.indexOf(PART.validate)).toBe(200);
    const small = parts('0022');
    validateLastSlice(small, Uint16Array.from([0, 1, 1, 1]), new Uint8Array(4));
    expect(shown(small)).toBe('0122');
  });

  it('skips slices without training rows, and rows that are unused', () => {
    const part = parts('003022');
    validateLastSlice(part, Uint16Array.from([0, 0, 1, 4, 7, 9]), new Uint8Array(6));
    expect(shown(part)).toBe('003122');
  });

  it('refuses fewer than two training slices', () => {
    expect(() => validateLastSlice(parts('0022'), Uint16Array.from([3, 3, 3, 4]), new Uint8Array(4))).toThrow(
      /one slice/,
    );
    expect(() => validateLastSlice(parts('2222'), Uint16Array.from([0, 1, 2, 3]), new Uint8Array(4))).toThrow(
      /No row trains/,
    );
  });
});

describe('validateTenth', () => {
  it('takes about a tenth of the training rows and no other, always the same', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(PART.fit, PART.evaluate), { maxLength: 300 }), (values) => {
        const part = Uint8Array.from(values);
        validateTenth(part);
        const again = Uint8Array.from(values);
        validateTenth(again);
        expect(again).toEqual(part);
        part.forEach((p, row) => {
          if (values[row] === PART.evaluate) expect(p).toBe(PART.evaluate);
        });
      }),
    );
    const many = new Uint8Array(100_000);
    validateTenth(many);
    const share = many.filter((p) => p === PART.validate).length / many.length;
    expect(share).toBeGreaterThan(0.097); // ± 3 standard errors of a binomial tenth
    expect(share).toBeLessThan(0.103);
  });
});

describe('checkOverlap', () => {
  it('compares the last training time with the first evaluation time', () => {
    const time = Float64Array.from([1, 2, 3, 4, 5]);
    expect(checkOverlap(parts('00122'), time, true)).toBe(false);
    expect(checkOverlap(parts('02120'), time, false)).toBe(true);
  });

  it('counts equal times as overlap, and unused rows not at all', () => {
    const time = Float64Array.from([1e6, 2e6, 2e6, 9e6]);
    expect(checkOverlap(parts('0023'), time, false)).toBe(true);
    expect(() => checkOverlap(parts('0023'), time, true)).toThrow(
      /training runs until 1970-01-01T00:00:02Z, evaluation starts at 1970-01-01T00:00:02Z/,
    );
    expect(checkOverlap(parts('0323'), time, true)).toBe(false);
  });
});

describe('checkParts', () => {
  it('names the part that is empty, or of one class', () => {
    const warnings: never[] = [];
    expect(() => checkParts(parts('0011'), parts('0101'), warnings)).toThrow(
      'The evaluation part holds no rows',
    );
    expect(() => checkParts(parts('1122'), parts('0101'), warnings)).toThrow(
      'The training part holds no rows',
    );
    expect(() => checkParts(parts('0022'), parts('0101'), warnings)).toThrow(
      'The validation part holds no rows',
    );
    expect(() => checkParts(parts('001122'), parts('000101'), warnings)).toThrow(
      'All 2 training rows are negative; AUC needs both classes: change `log.label` or `split`.',
    );
    expect(() => checkParts(parts('00122'), parts('01101'), warnings)).toThrow(
      'The only validation row is positive; AUC needs both classes: ask for longer slices (split.slices)',
    );
  });

  it('warns of a validation part too small to stop by', () => {
    const warnings: { code: string; count?: number | undefined }[] = [];
    checkParts(parts('001122'), parts('010101'), warnings as never);
    expect(warnings).toMatchObject([{ code: 'small-validation', count: 1 }]);
  });
});
