/** Scores that are there already, and trees alone, are bases for heads: no arm is trained whole. */

import type { SpecDocument } from './document.ts';
import { mark } from './mark.ts';
import type { SpecProblem } from './problem.ts';
import type { Spec } from './schema.ts';
import { rankerName } from './schema-ranker.ts';

export function stagedTraining(spec: Spec, document: SpecDocument): SpecProblem[] {
  if (spec.training === 'staged' || !document.has(['training'])) return [];
  const names = (spec.rankers ?? [spec.ranker]).map((one) =>
    typeof one === 'string' ? one : rankerName(one),
  );
  const name = names.find((one) => one === 'logged' || one === 'gbdt');
  if (name === undefined) return [];
  const message = `${name === 'logged' ? 'logged scores need' : '`gbdt` needs'} \`training: staged\``;
  return [mark(document, 'error', 'needs-staged-training', ['training'], message)];
}
