/**
 * The verdict on a source or a model in two or three words, and what to do in as few: for rows of a table, where the sentence and the action of
 * the report have no room.
 */
import type { Answer } from '../answers.ts';
import type { Estimate, Report, SourceReport, Verdict } from '../schema.ts';
import { leakOf, THE_BASE } from './label-leak.ts';

type Tone = Verdict['severity'] | 'none';

export interface AnswerWords {
  /** `worth aligning on` */
  verdict: string;
  /** `align on it` */
  action: string;
  tone: Tone;
}

/** Digits that tell a gain from its half width, as the sentence on it has them. */
export function gainDigits({ value, low, high }: Estimate): 3 | 4 {
  return Math.min(Math.abs(value), (high - low) / 2) < 0.001 ? 4 : 3;
}

/** `+0.020`: what rounds to zero is never `-0.000`. */
export function signedGain(value: number, digits: number): string {
  const text = value.toFixed(digits);
  if (Number(text) === 0) return `+${(0).toFixed(digits)}`;
  return value > 0 ? `+${text}` : text;
}

/** `+0.020 ± 0.005`: half the width of the interval. */
export function gainCell(gain: Estimate): string {
  const digits = gainDigits(gain);
  return `${signedGain(gain.value, digits)} ± ${((gain.high - gain.low) / 2).toFixed(digits)}`;
}

/** What the spec's own base would have to lose first. */
export function baseLeaks(report: Pick<Report, 'verdicts'>): boolean {
  return leakOf(report, THE_BASE) !== undefined;
}

export function answerWords(answer: Answer, report: Report): AnswerWords {
  const codes = new Set(
    report.verdicts.filter(({ target }) => target === answer.name).map(({ code }) => code),
  );
  const source = report.sources.find(({ name }) => name === answer.name);
  const code = answer.verdict?.code;
  if (code === undefined) return unjudged(answer);
  const tone = answer.verdict!.severity;
  if (answer.part === 'source' && source?.coverage === 0 && code !== 'label-leak')
    return { verdict: 'touches no row', action: 'check ids and times', tone };
  if (code === 'headroom') return ofHeadroom(answer, codes, tone);
  return { ...WORDS[code], ...(code === 'underpowered' && { action: deciding(source) }), tone };
}

/** Headroom alone does not make data worth it: what stands beside it may take it back. */
function ofHeadroom(answer: Answer, codes: ReadonlySet<Verdict['code']>, tone: Tone): AnswerWords {
  if (codes.has('artefact'))
    return { verdict: 'not worth it yet', action: 'judge by the net LIS', tone: 'warning' };
  if (answer.what === 'total LIS') return { verdict: 'may be worth it', action: 'check its origin', tone };
  if (codes.has('label-suspect')) return { ...WORDS['label-suspect'], tone: 'warning' };
  if (codes.has('ranker-dependent')) return { ...WORDS['ranker-dependent'], tone: 'warning' };
  if (codes.has('objective-dependent')) return { ...WORDS['objective-dependent'], tone: 'warning' };
  return { ...WORDS.headroom, tone };
}

/** A model that no verdict speaks of, or a source of a report without verdicts. */
function unjudged({ gain }: Answer): AnswerWords {
  if (gain.low > 0) return { verdict: 'brings a gain', action: '', tone: 'positive' };
  return { verdict: 'no gain shown', action: '', tone: 'none' };
}

/** What would decide an undecided source. */
function deciding(source: SourceReport | undefined): string {
  switch (source?.power?.advice) {
    case 'users':
      return 'evaluate more users';
    case 'seeds':
      return 'use more seeds';
    case 'users-and-seeds':
      return 'more users and seeds';
    default:
      return 'use a longer log';
  }
}

const WORDS: Readonly<Record<Verdict['code'], Pick<AnswerWords, 'verdict' | 'action'>>> = {
  'label-leak': { verdict: 'holds the label', action: 'take it out' },
  'label-suspect': { verdict: 'may hold the label', action: 'check its columns' },
  headroom: { verdict: 'worth aligning on', action: 'align on it' },
  'no-headroom': { verdict: 'not worth it', action: 'try another source' },
  underpowered: { verdict: 'undecided', action: 'use a longer log' },
  'self-evidence': { verdict: 'users’ own future', action: 'use transferable LIS' },
  artefact: { verdict: 'no relations', action: 'judge by the net LIS' },
  'freshness-limited': { verdict: 'too old', action: 'rebuild it more often' },
  'cold-start-opportunity': { verdict: 'good for new items', action: 'start with new items' },
  'low-coverage': { verdict: 'reaches few rows', action: 'cover more items' },
  'ranker-dependent': { verdict: 'rankers disagree', action: 'ask production’s' },
  'objective-dependent': { verdict: 'objectives disagree', action: 'choose by objective' },
  drifting: { verdict: 'gain is changing', action: 'trust the newest' },
  'alignment-bottleneck': { verdict: 'has not learnt it', action: 'improve alignment' },
  'data-bottleneck': { verdict: 'has learnt it', action: 'find other data' },
  'exceeds-reference': { verdict: 'knows more, or leaks', action: 'check for leaks' },
  'content-cannot-express': { verdict: 'content cannot say it', action: 'find other content' },
};
