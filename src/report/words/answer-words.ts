/** The verdict on a source or a model in a few words, and what to do in as few: for rows of a table, where a sentence has no room. */
import type { Answer } from '../answers.ts';
import type { Estimate, Report, SourceReport, Verdict } from '../schema.ts';
import { leakOf, THE_BASE } from './label-leak.ts';
import { allEvaluationUsers } from './precision.ts';
import { gainDigits, rounded } from './summary-source.ts';
import { isOutOfReach } from './tables/detectable.ts';
import { inEnglish } from './translate.ts';
import { doubtOf, verdictInWords } from './verdict-words.ts';

type Tone = Verdict['severity'] | 'none';

export interface AnswerWords {
  /** `worth aligning on` */
  verdict: string;
  /** `align on it` */
  action: string;
  tone: Tone;
}

/** `+0.020`: what rounds to zero has no sign. */
export function signedGain(value: number, digits: number): string {
  const text = rounded(value, digits);
  return Number(text) > 0 ? `+${text}` : text;
}

/** `+0.020 ± 0.005`: half the width of the interval. */
export function gainCell(gain: Estimate): string {
  const digits = gainDigits(gain);
  return `${signedGain(gain.value, digits)} ± ${((gain.high - gain.low) / 2).toFixed(digits)}`;
}

const USUAL_LEVEL = 0.95;

/** `95 % to 97.5 %`: how sure the intervals are; those of several sources are wider, since they compete. */
export function levelsOf(
  shown: readonly Pick<Answer, 'gain'>[],
  t = inEnglish,
): { range: string; areUsual: boolean } {
  const levels = shown.map(({ gain }) => gain.level);
  const [least, most] = [Math.min(...levels), Math.max(...levels)];
  const range = least === most ? levelText(most) : t('{0} to {1}', levelText(least), levelText(most));
  return { range, areUsual: most <= USUAL_LEVEL };
}

function levelText(level: number): string {
  return `${Number((100 * level).toFixed(1))} %`;
}

/** A line below rows and charts; none where ± is what readers take it for. What holds the label has no number there. */
export function levelNote(all: readonly Answer[]): string[] {
  const shown = all.filter(({ leaks }) => !leaks);
  const { range, areUsual } = levelsOf(shown);
  return areUsual ? [] : [`± is at ${range}: wider for sources, since several compete.`];
}

/** What the spec's own base would have to lose first. */
export function baseLeaks(report: Pick<Report, 'verdicts'>): boolean {
  return leakOf(report, THE_BASE) !== undefined;
}

export function answerWords(answer: Answer, report: Report): AnswerWords {
  const { verdict: leading } = answer;
  if (leading === undefined) return unjudged(answer);
  const ofIt = report.verdicts.filter(({ target }) => target === answer.name);
  const source = report.sources.find(({ name }) => name === answer.name);
  if (source?.coverage === 0 && leading.code !== 'label-leak')
    return { verdict: 'touches no row', action: 'check ids and times', tone: leading.severity };
  const declared = leading.code === 'headroom' && answer.what === 'total LIS';
  const judged: Verdict = declared ? { ...leading, severity: 'info' } : leading;
  const verdict = verdictInWords(judged, ofIt);
  const doubt = leading.code === 'headroom' ? doubtOf(answer.name, ofIt) : undefined;
  if (doubt !== undefined && (doubt === 'artefact' || !declared))
    return { verdict, action: ACTIONS[doubt], tone: 'warning' };
  if (declared) return { verdict, action: 'check its origin', tone: 'info' };
  const action = leading.code === 'underpowered' ? deciding(source, report) : ACTIONS[leading.code];
  return { verdict, action, tone: leading.severity };
}

/** A model that no verdict speaks of, or a source of a report without verdicts. */
function unjudged({ gain }: Answer): AnswerWords {
  const tone = gain.low > 0 ? 'positive' : gain.high < 0 ? 'warning' : 'none';
  return { verdict: intervalInWords(gain), action: '', tone };
}

/** What an interval alone says, where no verdict does. */
export function intervalInWords({ low, high }: Pick<Estimate, 'low' | 'high'>, t = inEnglish): string {
  if (low > 0) return t('adds to the ranking');
  return high < 0 ? t('takes from the ranking') : t('no difference shown');
}

/** What would decide an undecided source. */
function deciding(source: SourceReport | undefined, report: Pick<Report, 'data' | 'precision'>): string {
  const { power } = source ?? {};
  const users = allEvaluationUsers(report);
  if (power !== undefined && isOutOfReach(power, users)) return 'use a much larger log';
  if (
    /users/.test(power?.advice ?? '') &&
    (power?.usersNeeded ?? 0) <= users &&
    users > report.data.evalUsers
  )
    return 'lower `precision`';
  switch (power?.advice) {
    case 'enough':
      return 'about the minimum gain';
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

const ACTIONS: Readonly<Record<Verdict['code'], string>> = {
  'label-leak': 'take it out',
  'label-suspect': 'check its columns',
  headroom: 'align on it',
  'no-headroom': 'try another source',
  underpowered: 'use a longer log',
  'self-evidence': 'use transferable LIS',
  artefact: 'judge by the net LIS',
  'freshness-limited': 'rebuild it more often',
  'cold-start-opportunity': 'start with new items',
  'low-coverage': 'cover more items',
  'ranker-dependent': 'ask production’s',
  'objective-dependent': 'choose by objective',
  drifting: 'trust the newest',
  'alignment-bottleneck': 'improve alignment',
  'data-bottleneck': 'find other data',
  'exceeds-reference': 'check for leaks',
  'content-cannot-express': 'find other content',
};
