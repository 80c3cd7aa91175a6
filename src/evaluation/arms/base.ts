/** Where the base block of a run is: in memory, or of a large log in a file. */

import { ofSystem } from '../../common/no-room.ts';
import type { Dataset } from '../../data/dataset.ts';
import type { AnyBlock, RowParts } from '../../ranker/ranker.ts';
import type { Spec } from '../../specfile/schema.ts';
import { readsSample } from '../head/read-rows.ts';
import type { SpecContext } from '../load-spec.ts';
import { baseFile } from './base-file.ts';
import { type Breathe, baseBlock, type FieldForm, trainingRows } from './fields.ts';
import { fieldForm } from './rankers.ts';

/** Of the memory setting, what the base may take. */
const SHARE = 0.1;
/** Of a row: two ids and up to eight bins. */
const ROW_BYTES = 16;

/** @throws Failure `temporary-space`, Cancelled */
export async function baseOf(
  data: Dataset,
  spec: Spec,
  parts: RowParts,
  context: SpecContext,
  breathe: Breathe,
): Promise<AnyBlock> {
  const form = fieldForm(spec, 'base');
  const training = trainingRows(parts);
  const { scratch } = context;
  if (scratch === undefined || !isLargeBase(data.rows, context) || !isReadInRows(spec, form))
    return baseBlock(data, spec, training, form, breathe);
  return baseFile(data, spec, training, form, breathe, await scratch.path()).catch(ofSystem);
}

/** Whether nothing wants the base of all rows at once, or numbers beside its bins. */
export const isReadInRows = (spec: Spec, { dense, numeric }: FieldForm): boolean =>
  !dense && numeric !== true && readsSample(spec);

/** Whether the base of so many rows is more than memory should hold. */
export function isLargeBase(
  rows: number,
  { memoryBytes, rowsAtOnce }: Pick<SpecContext, 'memoryBytes' | 'rowsAtOnce'>,
): boolean {
  return rows > (rowsAtOnce ?? (SHARE * memoryBytes) / ROW_BYTES);
}
