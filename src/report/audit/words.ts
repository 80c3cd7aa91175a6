/** What every view of an audit says in the same words: the sentence of the whole, and the price of a finding. */
import { count, limits, percent, score, signed } from '../../common/format.ts';
import type { Audit, Finding } from '../schema-audit.ts';

/** The audit in one sentence: how many findings of which severity, and what the worst is worth. */
export function auditSentence({ findings, data, checked }: Audit): string {
  const errors = findings.filter(({ severity }) => severity === 'error');
  const warnings = findings.filter(({ severity }) => severity === 'warning');
  const looked = `${count(data.rows)} rows and ${count(data.columns.length)} columns`;
  if (errors.length + warnings.length === 0)
    return `Nothing leaks that ${checked.length} ${checked.length === 1 ? 'check' : 'checks'} of ${looked} can see.`;
  const parts = [
    ...(errors.length > 0 ? [`${errors.length} ${errors.length === 1 ? 'leak' : 'leaks'}`] : []),
    ...(warnings.length > 0 ? [`${warnings.length} to look at`] : []),
  ];
  const worst = findings
    .filter(({ severity, price }) => severity !== 'info' && price !== undefined)
    .sort((a, b) => b.price!.value - a.price!.value)[0];
  const worth =
    worst === undefined ? '' : `; \`${worst.target}\` alone is worth ${signed(worst.price!.value)} AUC`;
  return `${parts.join(' and ')} in ${looked}${worth}.`;
}

/** `worth +0.0312 AUC [+0.0280, +0.0344]`. Undefined where the finding has no price. */
export function priceOf({ price }: Finding): string | undefined {
  return price === undefined ? undefined : `worth ${signed(price.value)} AUC ${limits(price)}`;
}

/** How the rows lie, for the end of a report. */
export function splitSentence({ split }: Audit): string {
  const rows = `${count(split.trainRows)} rows train and ${count(split.evaluationRows)} are evaluated`;
  if (split.leaking === null) return `${rows}; the spec names no time.`;
  const share = split.leaking / Math.max(1, split.evaluationRows);
  return `${rows}, ${KINDS[split.kind]}; ${count(split.leaking)} of these (${percent(share)}) are no later than the last training row of their item. ${count(split.coldUsers)} users and ${count(split.coldItems)} items are new.`;
}

const KINDS: Record<Audit['split']['kind'], string> = {
  global: 'divided by one moment',
  'leave-one-out': 'the last of each user',
  'per-user': 'the last of each user',
  'per-entity': 'divided by users',
  random: 'drawn at random',
  untimed: 'without times',
};

/** `0.6583`, of the base that prices are gains over. */
export const baseWords = ({ baseAuc }: Audit): string | undefined =>
  baseAuc === undefined
    ? undefined
    : `Prices are gains over a base without the suspects, of AUC ${score(baseAuc)}.`;
