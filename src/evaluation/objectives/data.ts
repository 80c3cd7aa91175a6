/** The log as an objective sees it. */
import type { Warning } from '../../common/failure.ts';
import { changed } from '../../data/changed.ts';
import type { Dataset } from '../../data/dataset.ts';
import { labelAsOf } from '../../preference/features/events.ts';
import type { RowParts } from '../../ranker/ranker.ts';
import { trainingRows } from '../arms/fields.ts';

/** The same rows with the objective's label in the place of the log's, and its weight: what belongs to the log alone is left out. */
export function objectiveData(data: Dataset, objective: string): Dataset {
  const columns = data.objectives?.[objective];
  if (columns === undefined) throw new Error(`the columns of objective ${objective} were not read`);
  const { label = data.label, weight } = columns;
  const labelTime = columns.label === undefined ? data.labelTime : columns.labelTime;
  return changed(data, { label, labelTime, weight, warnings: [] });
}

/** The log as it can be learned from: training rows have the labels that were known at the cut, evaluation rows those they got. */
export function asTrained(data: Dataset, parts: RowParts): Dataset {
  if (data.timeline === undefined || data.labelTime === undefined) return data;
  return changed(data, { label: labelAsOf(data, data.timeline.cut, trainingRows(parts)) });
}

/** Warnings of a training for an objective, which say so. */
export function ofObjective(name: string, warnings: readonly Warning[]): Warning[] {
  return warnings.map((warning) => ({ ...warning, message: `By objective \`${name}\`: ${warning.message}` }));
}
