/** What an objective needs before minutes of training: users of both classes by its own label. */
import { Failure } from '../../common/failure.ts';
import type { Dataset } from '../../data/dataset.ts';
import type { RowParts } from '../../ranker/ranker.ts';
import type { Spec } from '../../specfile/schema.ts';
import { checkUsers, scoredBy } from '../describe/score.ts';
import { objectiveData } from './data.ts';

/** @throws Failure as `checkUsers`, with the objective's name and place; `no-weight` where no positive weighs anything */
export function checkObjectives(data: Dataset, spec: Spec, parts: RowParts): void {
  for (const [index, objective] of spec.objectives.entries()) {
    try {
      checkUsers(objectiveData(data, objective.name), scoredBy(spec, objective), parts);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      const key = objective.label === undefined ? 'weight' : 'label';
      const message = `By objective \`${objective.name}\`: ${error.message}`;
      throw new Failure(error.kind, error.code, message, { specPath: ['objectives', index, key] });
    }
  }
}
