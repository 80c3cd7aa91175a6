/** Fields that contradict each other: the kernels trust them, so they are checked where blocks are assembled. */
import { Failure } from '../common/failure.ts';

export const broken = (what: string): Failure =>
  new Failure(
    'internal',
    'field-block',
    `The ranker's fields do not fit together: ${what}; please report this.`,
  );
