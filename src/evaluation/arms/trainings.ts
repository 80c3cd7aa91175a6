/** Which ranker is trained on which label: each is one pass over the arms. */
import type { AnyRanker, ObjectiveSpec, Spec } from '../../specfile/schema.ts';
import { rankersOf } from './rankers.ts';

export interface PlannedTraining {
  ranker: AnyRanker;
  /** Of the ranker among those of the spec. */
  index: number;
  /** The objective whose label is learned; absent for that of the log. */
  objective?: string | undefined;
  /** The one that the report is about: it alone has arms without a column, and a curve. */
  first: boolean;
}

/** Every ranker on the label of the log; then the first one on the label of each objective that has another. */
export function plannedTrainings(spec: Spec): [PlannedTraining, ...PlannedTraining[]] {
  const [first, ...others] = rankersOf(spec);
  return [
    { ranker: first, index: 0, first: true },
    ...others.map((ranker, i) => ({ ranker, index: i + 1, first: false })),
    ...spec.objectives
      .filter((objective) => hasOtherLabel(objective, spec))
      .map(({ name }) => ({ ranker: first, index: 0, objective: name, first: false })),
  ];
}

/** Whether a ranker of its own learns the objective: with the label of the log, only what a positive weighs differs. */
export function hasOtherLabel({ label }: ObjectiveSpec, { log }: Pick<Spec, 'log'>): boolean {
  return label !== undefined && label !== log.label;
}
