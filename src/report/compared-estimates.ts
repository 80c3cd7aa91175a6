/** The estimates of a report that can be told again in another one: of its sources and models, by the label of the log and by each objective. */
import { type EstimateArms, modelArms, sourceArms } from './estimate-arms.ts';
import { modelEstimates, type NamedEstimate, namedEstimates, VERSUS } from './estimates.ts';
import type { ObjectiveReport, Report } from './schema.ts';
import { objectiveText } from './words/objectives.ts';

/** An estimate of one report, and what it is called in all. */
export interface ToldEstimate extends Pick<NamedEstimate, 'unit' | 'key' | 'name' | 'estimate'> {
  source?: string;
  model?: string;
  objective?: string;
  /** Absent for what is not a difference of two arms. */
  arms: EstimateArms | undefined;
  /** Where its arms are. */
  judged: Judged;
  /** Equal for the same estimate of two reports. */
  identity: string;
}

/** The arms of a run by one label and metric, and how their influence groups the evaluation users. */
export type Judged = Pick<ObjectiveReport, 'arms' | 'userGroups'>;

/** What the label of the log says. */
export function byLog({ arms, data }: Report): Judged {
  return { arms, userGroups: data.userGroups };
}

/** By the label of the log first, then by each objective; of the sources first, then of the models. What has no number is left out. */
export function toldEstimates(report: Report): ToldEstimate[] {
  const parts = [
    { judged: byLog(report), part: report, objective: undefined, text: '' },
    ...(report.objectives ?? []).map((objective) => ({
      ...{ judged: objective, part: objective, objective: objective.name },
      // Two objectives of one name may be of two labels.
      text: objectiveText(objective),
    })),
  ];
  return parts.flatMap(({ judged, part, objective, text }) =>
    estimatesOf(part).map((told) => ({
      ...told,
      ...(objective !== undefined && { objective }),
      judged,
      identity: JSON.stringify([told.model, told.source, told.key, objective, text]),
    })),
  );
}

function estimatesOf({
  sources,
  models,
}: Pick<Report, 'sources' | 'models'>): Omit<ToldEstimate, 'judged' | 'identity'>[] {
  return [
    ...sources.flatMap((source) =>
      namedEstimates(source).flatMap(({ contrast: _, ...named }) =>
        // Against which other source it is, and at which level, may differ from run to run.
        named.key.startsWith(VERSUS)
          ? []
          : [{ source: source.name, ...named, arms: sourceArms(source, named.key) }],
      ),
    ),
    ...models.flatMap((model) =>
      modelEstimates(model).flatMap(({ contrast: _, reason: __, estimate, ...named }) =>
        estimate === null
          ? []
          : [{ model: model.name, ...named, estimate, arms: modelArms(model, named.key, named.source) }],
      ),
    ),
  ];
}

/** What one report alone is judged by, in words. */
export function objectivesApart(a: Report, b: Report): { ours: string[]; theirs: string[] } {
  const [ours, theirs] = [a, b].map(({ objectives = [] }) =>
    objectives.map((objective) => `${objective.name} (${objectiveText(objective)})`),
  ) as [string[], string[]];
  return {
    ours: ours.filter((text) => !theirs.includes(text)),
    theirs: theirs.filter((text) => !ours.includes(text)),
  };
}
