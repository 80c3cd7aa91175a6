/** What lenses and rows must say of a source or a model, written down a second time from the report alone. */
import type { Estimate, ModelReport, Report, SourceReport, Verdict } from '../../../src/report/schema.ts';

const WORDS: Partial<Record<Verdict['code'], string>> = {
  'no-headroom': 'not worth aligning on',
  underpowered: 'undecided',
  'alignment-bottleneck': 'alignment is the bottleneck',
  'data-bottleneck': 'data is the bottleneck',
  'exceeds-reference': 'more than the data could',
  'low-coverage': 'reaches few rows',
};

function words({ verdicts }: Report, name: string): string[] {
  const ofIt = verdicts.filter(({ target }) => target === name);
  const [first] = ofIt;
  if (first === undefined) return [];
  if (first.code !== 'headroom') return [WORDS[first.code] ?? first.code];
  if (first.severity === 'positive') return ['worth aligning on'];
  const explained = ofIt.some(({ code }) => code === 'artefact');
  return [explained ? 'not worth it as it stands' : 'may be worth aligning on'];
}

/** `+0.020 ±0.005`; four digits where three would hide it, or on which side of 0 the interval ends. */
export function gain({ value, low, high }: Estimate): string {
  const half = (high - low) / 2;
  const digits = Math.min(Math.abs(value), half, Math.abs(Math.abs(value) - half)) < 0.001 ? 4 : 3;
  const rounded = Math.abs(value).toFixed(digits);
  return `${value < 0 && Number(rounded) > 0 ? '-' : '+'}${rounded} ±${half.toFixed(digits)}`;
}

/** `worth aligning on · LIS +0.020 ±0.005 · already there +0.008`, what there is of it. */
export function sourceAnswer(report: Report, { name, lis, honestGain }: SourceReport): string {
  const { transferable, total } = lis;
  return [
    ...words(report, name),
    transferable === undefined ? `total LIS ${gain(total)}` : `LIS ${gain(transferable)}`,
    ...(honestGain !== undefined && honestGain.low > 0
      ? [`already there ${gain(honestGain).split(' ')[0]}`]
      : []),
  ].join(' · ');
}

/** `alignment is the bottleneck · AIS +0.035 ±0.034 · 25 % captured`, what there is of it. */
export function modelAnswer(report: Report, { name, ais, captured }: ModelReport, source: string): string {
  const share = captured[source] ?? null;
  return [
    ...words(report, name),
    `AIS ${gain(ais)}`,
    ...(share === null ? [] : [`${Math.round(share.value * 100)} % captured`]),
  ].join(' · ');
}

/** What begins the answer of a spec: nothing where nothing was judged. */
export const SPEC_ANSWER =
  '((not |may be )?worth aligning on( as it stands)?|undecided): [\\w-]+ [+-]0\\.\\d+ · ';
