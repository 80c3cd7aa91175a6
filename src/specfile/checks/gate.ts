/** A gate that could never be judged: without a bound, or on what the spec does not evaluate. */

import { Failure } from '../../common/failure.ts';
import { assertGate } from '../../report/gate.ts';
import { replacing } from '../authoring/repair.ts';
import type { SpecDocument } from '../reading/document.ts';
import { mark } from '../reading/mark.ts';
import type { SpecProblem } from '../reading/problem.ts';
import { nearest } from '../reading/wording.ts';
import type { Spec } from '../schema.ts';
import { isTotalOnly } from '../source-bases.ts';

export function gate({ gate, ...spec }: Spec, document: SpecDocument): SpecProblem[] {
  if (gate === undefined) return [];
  const [sources, models, objectives] = [spec.sources, spec.models, spec.objectives].map((list) =>
    list.map(({ name }) => name),
  ) as [string[], string[], string[]];
  const totalOnly = spec.sources
    .filter((source) => isTotalOnly(source, spec.sources))
    .map(({ name }) => name);
  try {
    assertGate(gate, { sources, models, objectives, totalOnly });
    return [];
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const path = error.where.specPath!;
    const known = { source: sources, model: models, objective: objectives }[String(path[1])];
    const near = known && nearest(document.textOf(document.rangeOf(path, 'value')), known);
    const repair = near === undefined ? undefined : replacing(document, path, near);
    return [mark(document, 'error', error.code, path, error.message, repair)];
  }
}
