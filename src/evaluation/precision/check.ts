/** Where a precision cannot be had, and what is left of a log once it was. */
import { Failure } from '../../common/failure.ts';
import { changed } from '../../data/changed.ts';
import type { Dataset } from '../../data/dataset.ts';
import { whyNoPrecision } from '../../specfile/checks/precision.ts';
import type { Spec } from '../../specfile/schema.ts';
import type { TrainedRun } from '../tasks/train.ts';

/** The spec's own `precision` is checked with the spec; that of a request is not. @throws Failure `no-precision` */
export function assertPrecision(spec: Spec): void {
  const refused = spec.precision === undefined ? undefined : whyNoPrecision(spec);
  if (refused !== undefined)
    throw new Failure('usage', 'no-precision', `${refused}.`, { specPath: ['precision'] });
}

/** A row of no part: it is neither trained on nor evaluated. */
const NO_PART = 3;
/** A row that is evaluated. */
const EVALUATED = 2;

/** The log with the evaluation rows of those users alone who were measured. */
export function ofMeasuredUsers(
  data: Dataset,
  { precision, parts }: Pick<TrainedRun, 'precision' | 'parts'>,
): Dataset {
  if (precision === undefined) return data;
  const part = data.part.map((code) => (code === EVALUATED ? NO_PART : code));
  for (const row of parts.evaluate) part[row] = EVALUATED;
  return changed(data, { part });
}
