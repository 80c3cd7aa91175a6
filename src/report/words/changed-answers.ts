/** What a run says otherwise than the one before it: a line for each source and model whose gain or verdict is another. */
import { score } from '../../common/format.ts';
import { type Answer, answers } from '../answers.ts';
import { metricName } from '../estimates.ts';
import type { Report } from '../schema.ts';
import { answerWords, signedGain } from './answer-words.ts';
import { gainDigits } from './summary-source.ts';

/** @returns lines such as `co-click LIS +0.020 → +0.018`; none where every shown number and verdict is as it was */
export function changedAnswers(before: Report, after: Report): string[] {
  const metrics = [metricName(before), metricName(after)];
  if (metrics[0] !== metrics[1]) return [`gains are in ${metrics[1]} now, not in ${metrics[0]}`];
  const known = new Map(answers(before).map((answer) => [idOf(answer), answer]));
  const lines = answers(after).flatMap((answer) => {
    const old = known.get(idOf(answer));
    known.delete(idOf(answer));
    if (old === undefined) return [`${named(answer)} is new: ${factOf(answer, after)}`];
    return changesOf(old, before, answer, after);
  });
  return [
    ...baseChange(before, after),
    ...lines,
    ...[...known.values()].map((gone) => `${named(gone)} is gone`),
  ];
}

const idOf = ({ part, name }: Answer): string => `${part} ${name}`;
const named = ({ part, name }: Answer): string => (part === 'model' ? `model ${name}` : name);

function factOf(answer: Answer, report: Report): string {
  const { verdict } = answerWords(answer, report);
  return answer.leaks ? verdict : `${answer.what} ${written(answer, gainDigits(answer.gain))}, ${verdict}`;
}

const written = ({ gain }: Answer, digits: number): string => signedGain(gain.value, digits);

/** The number where both have one that means something, and the verdict. */
function changesOf(old: Answer, before: Report, answer: Answer, after: Report): string[] {
  const digits = Math.max(gainDigits(old.gain), gainDigits(answer.gain));
  const [was, is] = [written(old, digits), written(answer, digits)];
  const [judged, judges] = [answerWords(old, before).verdict, answerWords(answer, after).verdict];
  const facts = [
    ...(was === is || old.leaks || answer.leaks ? [] : [`${answer.what} ${was} → ${is}`]),
    ...(judged === judges ? [] : [`${judged} → ${judges}`]),
  ];
  return facts.length === 0 ? [] : [`${named(answer)} ${facts.join(', ')}`];
}

function baseChange(before: Report, after: Report): string[] {
  const [was, is] = [before, after].map(({ arms }) => arms.find(({ arm }) => arm === 'base')?.auc);
  if (was === undefined || is === undefined || score(was) === score(is)) return [];
  return [`the base AUC ${score(was)} → ${score(is)}`];
}
