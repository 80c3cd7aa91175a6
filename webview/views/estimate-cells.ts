/** An estimate as cells of a table: the same columns wherever a difference with its interval is listed. */
import { limits, pValue, score, signed } from '../../src/common/format.ts';
import type { Estimate } from '../../src/report/schema.ts';
import { t } from '../l10n.ts';
import { type Cell, type Column, numberCell } from './table.ts';

/** Value and interval, with an explanation where there is no estimate. */
export function valueColumns(name: string, level: string): Column[] {
  return [
    { key: 'value', name, numeric: true },
    { key: 'interval', name: t('{0} interval', level), numeric: true, term: 'interval' },
  ];
}

export function valueCells(estimate: Estimate | null | undefined, missing = '–'): Cell[] {
  if (estimate === null || estimate === undefined) return [{ text: '–' }, { text: missing }];
  return [numberCell(estimate.value, signed), { text: limits(estimate), sort: estimate.low }];
}

/** Standard error and p, with Holm's where any estimate has one. */
export function testColumns(holm: boolean): Column[] {
  const columns = [
    // The interval says it too.
    { key: 'se', name: 'SE', numeric: true, term: 'standard error', minor: true },
    { key: 'p', name: 'p', numeric: true },
  ];
  return holm ? [...columns, { key: 'pHolm', name: t('p (Holm)'), numeric: true, term: 'Holm' }] : columns;
}

export function testCells(estimate: Estimate, holm: boolean): Cell[] {
  const cells = [numberCell(estimate.se, score), numberCell(estimate.p, pValue)];
  return holm ? [...cells, numberCell(estimate.pHolm, pValue)] : cells;
}
