/** The numbers inside verdicts' sentences, and what would decide an undecided source. */
import { count, limits, score, signed } from '../../common/format.ts';
import type { Estimate, SourceReport } from '../../report/schema.ts';
import { isOutOfReach } from '../../report/words/tables/detectable.ts';

/** `+0.0012 [-0.0002, +0.0026]`, naming the level where it is not 95 %. */
export function interval(e: Estimate): string {
  const level = e.level === 0.95 ? '' : ` at ${Number((e.level * 100).toFixed(2))} %`;
  return `${signed(e.value)} ${limits(e)}${level}`;
}

export interface Have {
  /** The spec's smallest gain worth having. */
  minimumGain: number;
  evalUsers?: number | undefined;
  /** Evaluation users of the log, where a precision left some of them out. */
  allUsers?: number | undefined;
  seeds?: number | undefined;
}

/** What to do about an interval that contains the minimum gain. */
export function powerAdvice(source: SourceReport, have: Have): string {
  const { power } = source;
  if (power === undefined) return `${detectable(source)} Evaluate more users or more seeds.`;
  const { gain } = power;
  const seen = gain === undefined ? undefined : signed(gain + have.minimumGain);
  if (isOutOfReach(power, have.allUsers ?? have.evalUsers)) return outOfReach(source, seen, have);
  if (power.advice === 'enough')
    return `${detectable(source)} The LIS is too near the minimum gain for that: treat it as worth about the minimum gain.`;
  const [users, seeds] = [
    need(power.usersNeeded, have.evalUsers, 'users'),
    need(power.seedsNeeded, have.seeds, 'seeds'),
  ];
  const isLeftOut = have.allUsers !== undefined && (power.usersNeeded ?? 0) <= have.allUsers;
  const from = isLeftOut
    ? `this log has ${count(have.allUsers!)}, of which a smaller \`precision\` measures more`
    : 'a longer evaluation window or a larger log';
  const what = {
    users: `evaluate ${users ?? 'more users'}: ${from}`,
    seeds: `train ${seeds ?? 'more seeds'} (\`seeds\`, or --seeds): ${have.seeds === 1 ? 'one seed does not show how far seeds differ' : 'the spread between seeds decides, not the users'}`,
    'users-and-seeds': `evaluate ${users ?? 'more users'} and train ${seeds ?? 'more seeds'}`,
  }[power.advice];
  if (seen !== undefined) return `To show a gain of ${seen}, if it is what it seems, ${what}.`;
  return `${detectable(source)} ${what[0]!.toUpperCase()}${what.slice(1)}.`;
}

const detectable = ({ minimumDetectable }: SourceReport): string =>
  `The smallest LIS that this evaluation would find is ${score(minimumDetectable)} (80 % power).`;

/** @param seen the gain that there seems to be, where that is to be told from the minimum gain */
function outOfReach(source: SourceReport, seen: string | undefined, { minimumGain }: Have): string {
  const otherwise =
    'evaluate a much larger log, or set `minimumGain` to the smallest gain that would matter to you';
  if (seen !== undefined) return `To tell a gain of ${seen} from the minimum gain, ${otherwise}.`;
  return `${detectable(source)} No longer window and no further seeds of this log bring that down to the minimum gain of ${score(minimumGain)}: ${otherwise}.`;
}

function need(needed: number | null, have: number | undefined, what: string): string | undefined {
  if (needed === null) return undefined;
  return `about ${count(roughly(needed))} ${what}${have === undefined ? '' : ` instead of ${count(have)}`}`;
}

/** Two digits, rounded up: more would say that the number is known that well. */
function roughly(needed: number): number {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(needed, 1))) - 1);
  return Math.ceil(needed / unit) * unit;
}
