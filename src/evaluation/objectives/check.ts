/** What labels need before minutes of training: both classes to be learned from, and users of both to be measured by. */
import { Failure } from '../../common/failure.ts';
import { count } from '../../common/format.ts';
import type { Dataset } from '../../data/dataset.ts';
import type { RowParts } from '../../ranker/ranker.ts';
import type { Spec } from '../../specfile/schema.ts';
import { trainingRows } from '../arms/fields.ts';
import { inTwoStages, rankersOf } from '../arms/rankers.ts';
import { hasOtherLabel } from '../arms/trainings.ts';
import { planOf } from '../base/plan.ts';
import { checkUsers, scoredBy } from '../describe/score.ts';
import { asTrained, objectiveData } from './data.ts';

type SpecPath = readonly (string | number)[];

/**
 * @param breathe called now and then; throws to cancel
 * @throws Failure `late-labels`, `one-class`; as `checkUsers`, with `no-weight` where no positive weighs anything; as `planOf`; of an objective
 *   with its name and place
 */
export async function checkLabels(
  data: Dataset,
  spec: Spec,
  parts: RowParts,
  breathe: () => Promise<void>,
): Promise<void> {
  checkUsers(data, spec, parts);
  checkLearned(data, parts, ['log']);
  const staged = inTwoStages(spec, rankersOf(spec)[0]!);
  for (const [index, objective] of spec.objectives.entries()) {
    const path = ['objectives', index];
    const ofObjective = objectiveData(data, objective.name);
    try {
      checkUsers(ofObjective, scoredBy(spec, objective), parts);
      if (!hasOtherLabel(objective, spec)) continue;
      checkLearned(ofObjective, parts, path);
      // Where the log's own label divides, that of an objective may be too rare.
      if (staged) await planOf({ data: asTrained(ofObjective, parts), parts, seeds: [spec.seed], breathe });
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      const { specPath } = error.where;
      const key = objective.label === undefined ? 'weight' : 'label';
      const where = specPath?.[0] === 'objectives' ? specPath : [...path, key];
      const message = `By objective \`${objective.name}\`: ${error.message}`;
      throw new Failure(error.kind, error.code, message, { specPath: where });
    }
  }
}

/** A ranker learns from the labels that were known at the cut: those that arrive later are negatives to it. */
function checkLearned(data: Dataset, parts: RowParts, path: SpecPath): void {
  const rows = trainingRows(parts);
  const positivesOf = (label: Uint8Array): number => rows.reduce((sum, row) => sum + label[row]!, 0);
  const positives = positivesOf(data.label);
  if (positives === 0 || positives === rows.length) {
    const message = `All ${count(rows.length)} training rows are ${positives === 0 ? 'negative' : 'positive'}, and a ranker learns from both classes: change the label or \`split\`.`;
    throw new Failure('data', 'one-class', message, { specPath: [...path, 'label'] });
  }
  if (positivesOf(asTrained(data, parts).label) > 0) return;
  const message = `Not one of the ${count(positives)} labels of positive training rows was known when the evaluation begins: check that \`labelTime\` names the time at which a label became known, or begin the evaluation later (\`split\`).`;
  throw new Failure('data', 'late-labels', message, { specPath: [...path, 'labelTime'] });
}
