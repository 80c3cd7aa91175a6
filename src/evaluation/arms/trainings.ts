/** Which ranker is trained on which label: each is one pass over the arms. */
import type { AnyRanker, ObjectiveSpec, Spec } from '../../specfile/schema.ts';
import { rankersOf } from './rankers.ts';

export interface PlannedTraining {
  ranker: AnyRanker;
  /** Of the ranker among those of the spec. */
  index: number;
  /** The first objective that has the label; absent for the label of the log. */
  objective?: string | undefined;
  /** The one that the report is about: it alone has arms without a column, and a curve. */
  first: boolean;
}

/** Every ranker on the label of the log; then the first one on each other label that objectives have. */
export function plannedTrainings(spec: Spec): [PlannedTraining, ...PlannedTraining[]] {
  const [first, ...others] = rankersOf(spec);
  return [
    { ranker: first, index: 0, first: true },
    ...others.map((ranker, i) => ({ ranker, index: i + 1, first: false })),
    ...spec.objectives
      .filter((objective) => hasOtherLabel(objective, spec) && learnedBy(objective, spec) === objective.name)
      .map(({ name }) => ({ ranker: first, index: 0, objective: name, first: false })),
  ];
}

/** Whether a ranker of its own learns the objective: with the label of the log, known when that is, only what a positive weighs differs. */
export function hasOtherLabel({ label, labelTime }: ObjectiveSpec, { log }: Pick<Spec, 'log'>): boolean {
  if (label === undefined) return false;
  return label !== log.label || (labelTime !== undefined && labelTime !== log.labelTime);
}

/** The name of the first objective with the same label, known at the same time: what learned its label serves them all. */
export function learnedBy(
  { label, labelTime }: ObjectiveSpec,
  { objectives }: Pick<Spec, 'objectives'>,
): string {
  return objectives.find((other) => other.label === label && other.labelTime === labelTime)!.name;
}
