import { describe, expect, it } from 'vitest';
import { type DateForm, fieldsOf, formMicros } from '../../../src/data/date-forms.ts';

describe('formMicros', () => {
  it.each([
    ['YYYYMMDD', '20240229', Date.UTC(2024, 1, 29)],
    ['YYYYMMDDHHmmss', '20231114222001', Date.UTC(2023, 10, 14, 22, 20, 1)],
    ['YYYYMMDDHHmmssSSS', '20231114222001123', Date.UTC(2023, 10, 14, 22, 20, 1, 123)],
    ['YYMMDDHH', '14102100', Date.UTC(2014, 9, 21)],
    ['YYMMDDHH', '7022721', Date.UTC(2007, 1, 27, 21)],
    ['YYMMDD', '991231', Date.UTC(1999, 11, 31)],
  ] as const)('%s: %s', (form, digits, expected) => {
    expect(formMicros(form, digits)).toBe(expected * 1000);
  });

  it.each([
    ['YYYYMMDD', '20230229'],
    ['YYYYMMDD', '18991231'],
    ['YYYYMMDD', '2023111'],
    ['YYYYMMDDHH', '2023111424'],
    ['YYYYMMDDHHmm', '202311142360'],
    ['YYMMDD', '551231'],
    ['YYMMDD', '23-1-1'],
  ] as const)('%s: %s is not a date', (form, digits) => {
    expect(formMicros(form as DateForm, digits)).toBeUndefined();
  });
});

it('fieldsOf takes a form apart', () => {
  expect(fieldsOf('YYMMDDHHmm')).toEqual(['YY', 'MM', 'DD', 'HH', 'mm']);
  expect(fieldsOf('DDMMYYYY')).toEqual(['DD', 'MM', 'YYYY']);
});
