/** The rows of a document's first table: each source and model, its verdict, its gain, and what to do. */
import { type Answer, answers } from '../answers.ts';
import { metricName } from '../estimates.ts';
import type { Report } from '../schema.ts';
import { type AnswerWords, answerWords, gainCell, signedGain } from '../words/answer-words.ts';
import { gainDigits } from '../words/summary-source.ts';

export interface AnswerCells extends AnswerWords {
  answer: Answer;
  name: string;
  /** `–` where it holds the label: no number of it means anything. */
  gain: string;
  honest: string;
}

export function answerHeader(report: Report): string[] {
  return ['source or model', 'verdict', `gain in ${metricName(report)}`, 'honest gain', 'what to do'];
}

export function answerCells(report: Report): AnswerCells[] {
  return answers(report).map((answer) => {
    const { name, part, what, gain, honest, leaks } = answer;
    return {
      ...answerWords(answer, report),
      answer,
      name: part === 'model' ? `model ${name}` : name,
      gain: leaks ? '–' : `${what === 'total LIS' ? 'total ' : ''}${gainCell(gain)}`,
      honest: leaks || honest === undefined ? '–' : signedGain(honest.value, gainDigits(honest)),
    };
  });
}
