/** Of how many rows features are built: of a large log only those that heads read. */
import { modelKindOf } from '../../preference/models.ts';
import { kindOf } from '../../preference/sources.ts';
import type { ModelScored } from '../../specfile/model-kinds.ts';
import type { Spec } from '../../specfile/schema.ts';
import { plannedTrainings } from '../arms/trainings.ts';
import { readsSample } from '../head/read-rows.ts';
import { headRowsMost } from '../head/rows.ts';
import { headRowsOf } from './staged-work.ts';
import type { LogSize } from './units.ts';

/**
 * Rows that the heads of a seed read, on average: the first seed has the features of the rows of all seeds' heads. All rows where heads are
 * trained on all that have a score. With a precision, all evaluation rows are counted, since nobody knows how many it takes.
 */
export function readByHeads(spec: Spec, size: LogSize): number {
  const most = headRowsMost(spec);
  const isSampled = plannedTrainings(spec).every(({ ranker }) => {
    const { fit, validate } = headRowsOf({ ...spec, headRows: size.trainRows }, ranker, size);
    return fit + validate > most;
  });
  if (!readsSample(spec) || !isSampled) return size.rows;
  return Math.min(size.rows, size.evalRows + Math.round((2 - 1 / spec.seeds) * most));
}

/** Whether a source builds the features of all rows at once, whoever reads them. */
export const buildsAll = (source: Spec['sources'][number]): boolean =>
  kindOf(source).atOnce?.(source) === true;

/** As of a source. */
export const modelBuildsAll = (model: ModelScored<'here'>): boolean =>
  modelKindOf(model).atOnce?.(model) === true;
