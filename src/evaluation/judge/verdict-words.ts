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
  evalUsers?: number | undefined;
  seeds?: number | undefined;
}

/** What to do about an interval that contains the minimum gain. */
export function powerAdvice(source: SourceReport, have: Have): string {
  const detectable = `This evaluation finds a LIS of ${score(source.minimumDetectable)} four times in five.`;
  const { power } = source;
  if (power === undefined) return `${detectable} Evaluate more users or more seeds.`;
  if (isOutOfReach(power, have.evalUsers))
    return `${detectable} No longer window or further seeds of this log would settle a gain as small as the minimum gain: evaluate a much larger log, or raise \`minimumGain\` to the smallest gain that would matter to you.`;
  const users = need(power.usersNeeded, have.evalUsers, 'users');
  const seeds = need(power.seedsNeeded, have.seeds, 'seeds');
  switch (power.advice) {
    case 'enough':
      return `${detectable} The LIS is too near the minimum gain for that: treat it as worth about the minimum gain.`;
    case 'users':
      return `${detectable} Evaluate ${users ?? 'more users'}: a longer evaluation window or a larger log.`;
    case 'seeds':
      return `${detectable} Train ${seeds ?? 'more seeds'} (\`seeds\`, or --seeds): ${have.seeds === 1 ? 'one seed does not show how far seeds differ' : 'the spread between seeds decides, not the users'}.`;
    case 'users-and-seeds':
      return `${detectable} Evaluate ${users ?? 'more users'} and train ${seeds ?? 'more seeds'}.`;
  }
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
