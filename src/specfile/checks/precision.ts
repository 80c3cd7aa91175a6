/** Measuring as few evaluation users as it takes needs heads, which can score the rows of further users after they were trained. */
import { removing } from '../authoring/repair.ts';
import { learns } from '../ranker-kinds.ts';
import type { SpecDocument } from '../reading/document.ts';
import { mark } from '../reading/mark.ts';
import type { SpecProblem } from '../reading/problem.ts';
import type { AnyRanker, Spec } from '../schema.ts';

export function precision(spec: Spec, document: SpecDocument): SpecProblem[] {
  if (spec.precision === undefined) return [];
  const at = ['precision'];
  const removal = removing(document, at);
  const refused = whyNoPrecision(spec);
  if (refused !== undefined) return [mark(document, 'error', 'no-precision', at, refused, removal)];
  if (spec.sources.length + spec.models.length > 0) return [];
  const message = '`precision` needs a source or a model, and this spec has none; it has no effect';
  return [mark(document, 'warning', 'no-effect', at, message, removal)];
}

/** Why a run of the spec measures all its evaluation users, whatever precision it is asked for. */
export function whyNoPrecision(
  spec: Pick<Spec, 'training' | 'ranker' | 'rankers' | 'rolling'>,
): string | undefined {
  const kinds = (spec.rankers ?? [spec.ranker]).map(
    (ranker): Pick<AnyRanker, 'kind'> => (typeof ranker === 'string' ? { kind: ranker } : ranker),
  );
  if (spec.training === 'joint' && kinds.some(learns))
    return '`precision` needs `training: staged`: with `joint` a ranker is trained for each arm and not kept, so that it cannot score more users later';
  if (spec.rolling !== undefined)
    return '`precision` cannot be had with `rolling`: later windows learn from the evaluation rows of earlier ones, so that all users are needed; leave out one of them';
  return undefined;
}
