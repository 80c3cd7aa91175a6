/** Scores that are there already, and trees alone, are bases for heads: no arm is trained whole. */

import type { SpecDocument } from '../reading/document.ts';
import { mark } from '../reading/mark.ts';
import type { SpecProblem } from '../reading/problem.ts';
import type { Spec } from '../schema.ts';

export function stagedTraining(spec: Spec, document: SpecDocument): SpecProblem[] {
  const wrongHead = headOf(spec, document);
  if (wrongHead !== undefined) return [wrongHead];
  if (spec.training === 'staged' || !document.has(['training'])) return [];
  const name = namesOf(spec).find((kind) => kind === 'logged' || kind === 'gbdt');
  if (name === undefined) return [];
  const message = `${name === 'logged' ? 'logged scores need' : '`gbdt` needs'} \`training: staged\``;
  return [mark(document, 'error', 'needs-staged-training', ['training'], message)];
}

/** Arms that are rankers have no head; trees alone are trees. */
function headOf(spec: Spec, document: SpecDocument): SpecProblem | undefined {
  const key = (['head', 'headRows'] as const).find((option) => spec[option] !== undefined);
  if (key === undefined) return undefined;
  const names = namesOf(spec);
  const wrong = (message: string): SpecProblem => mark(document, 'error', 'no-such-head', [key], message);
  if (spec.training === 'joint' && !names.some((name) => name === 'logged' || name === 'gbdt'))
    return wrong(`\`${key}\` needs \`training: staged\``);
  if (spec.head === 'additive' && names.every((name) => name === 'gbdt'))
    return wrong('`gbdt` is trees alone: leave `head` out');
  return undefined;
}

const namesOf = (spec: Spec): string[] =>
  (spec.rankers ?? [spec.ranker]).map((ranker) => (typeof ranker === 'string' ? ranker : ranker.kind));
