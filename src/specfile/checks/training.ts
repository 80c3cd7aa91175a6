/** Scores that are there already, and trees alone, are bases for heads: no arm is trained whole. */

import { RANKER_TRAITS } from '../../report/ranker-kinds.ts';
import { learns, onlyHeadOf } from '../ranker-kinds.ts';
import type { SpecDocument } from '../reading/document.ts';
import { mark } from '../reading/mark.ts';
import type { SpecProblem } from '../reading/problem.ts';
import type { AnyRanker, Spec } from '../schema.ts';

export function stagedTraining(spec: Spec, document: SpecDocument): SpecProblem[] {
  const wrongHead = headOf(spec, document);
  if (wrongHead !== undefined) return [wrongHead];
  if (spec.training === 'staged' || !document.has(['training'])) return [];
  const ranker = kindsOf(spec).find((kind) => !learns(kind));
  if (ranker === undefined) return [];
  const isLog = RANKER_TRAITS[ranker.kind].base === 'log';
  const message = `${isLog ? 'logged scores need' : `\`${ranker.kind}\` needs`} \`training: staged\``;
  return [mark(document, 'error', 'needs-staged-training', ['training'], message)];
}

/** Arms that are rankers have no head; trees alone are trees. */
function headOf(spec: Spec, document: SpecDocument): SpecProblem | undefined {
  const key = (['head', 'headRows'] as const).find((option) => spec[option] !== undefined);
  if (key === undefined) return undefined;
  const kinds = kindsOf(spec);
  const wrong = (message: string): SpecProblem => mark(document, 'error', 'no-such-head', [key], message);
  if (spec.training === 'joint' && kinds.every(learns)) return wrong(`\`${key}\` needs \`training: staged\``);
  const [first] = kinds;
  if (spec.head !== undefined && kinds.every((kind) => (onlyHeadOf(kind) ?? spec.head) !== spec.head))
    return wrong(`\`${first!.kind}\` is ${onlyHeadOf(first!)} alone: leave \`head\` out`);
  return undefined;
}

const kindsOf = (spec: Spec): Pick<AnyRanker, 'kind'>[] =>
  (spec.rankers ?? [spec.ranker]).map((ranker) => (typeof ranker === 'string' ? { kind: ranker } : ranker));
