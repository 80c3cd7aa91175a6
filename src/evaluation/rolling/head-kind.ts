import { onlyHeadOf } from '../../specfile/ranker-kinds.ts';
import type { HeadKind } from '../head/choice.ts';
import type { TrainedRun } from '../tasks/train.ts';

/** The kind of head that the run has: that of all its windows, so that these differ in their rows alone. */
export function headKind({ base, ranker }: Pick<TrainedRun, 'base' | 'ranker'>): HeadKind {
  const kind = onlyHeadOf(ranker) ?? base?.head?.kind;
  if (kind === undefined) throw new Error('a run without heads has no windows');
  return kind;
}
