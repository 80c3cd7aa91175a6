/** What every view says of a model beside its estimates, in words decided once. */

import { percent, score, signedPercent } from '../../common/format.ts';
import { baseOfModel, modelArm } from '../arm-ids.ts';
import { modelEstimates } from '../estimates.ts';
import { isScoredHere, MODEL_TRAITS } from '../model-kinds.ts';
import type { ModelReport, Report } from '../schema.ts';

/** How the numbers of models are to be read; once wherever models are shown. */
export const MODELS_NOTE =
  'AIS is what a model really adds: its vectors through this ranker, or its scores over those without it. Captured is AIS / LIS, ' +
  'where both went through the same ranker and features. The LIS is a reference ceiling, not a bound: a model that knows more ' +
  'than the source may exceed it.';

/** `its vectors (embeddings)` */
export function modelOrigin({ kind }: ModelReport): string {
  return MODEL_TRAITS[kind].origin;
}

/** The arms that AIS is the difference of, by id. */
export function armsOfModel({ name, kind }: ModelReport): { base: string; model: string } {
  return { base: baseOfModel({ name, kind }), model: modelArm(name) };
}

/** From which AUC to which, what could have been detected, and how far the model reaches. */
export function modelFacts(model: ModelReport, arms: Report['arms']): string {
  const ids = armsOfModel(model);
  const auc = (id: string): string => {
    const found = arms.find((arm) => arm.id === id);
    return found === undefined ? '–' : score(found.auc);
  };
  const here = isScoredHere(model);
  const relative = typeof model.relaImpr === 'number' ? `, RelaImpr ${signedPercent(model.relaImpr)}` : '';
  return [
    `AUC ${auc(ids.base)} ${here ? 'of the base' : 'of the baseline scores'} → ${auc(ids.model)} with the model${relative}.`,
    // Arms that rank alike to the last row have no error, and say nothing of what another model would need.
    ...(model.minimumDetectable > 0
      ? [`Smallest AIS that this evaluation would detect: ${score(model.minimumDetectable)}.`]
      : []),
    here
      ? `Coverage: in ${percent(model.coverage)} of the evaluation rows the candidate and the history have vectors.`
      : 'Every evaluation row has both scores.',
  ].join(' ');
}

/** What has no number, with the reason: one sentence for all that share it. @param shown how a name is written */
export function undefinedNumbers(model: ModelReport, shown = (name: string): string => name): string[] {
  const names = new Map<string, string[]>();
  for (const { name, reason } of modelEstimates(model))
    if (reason !== undefined) names.set(reason, [...(names.get(reason) ?? []), shown(name)]);
  return [...names].map(([reason, undefinedNames]) => `Undefined: ${undefinedNames.join(', ')} (${reason}).`);
}
