/** What every view of an audit says in the same words: the sentence of the whole, and the price of a finding. */
import { count, limits, percent, score, signed } from '../../common/format.ts';
import type { Audit, AuditedCode, Finding } from '../schema-audit.ts';

/** The audit in one sentence: how many findings of which severity, and what the worst is worth. */
export function auditSentence({ findings, data, checked, code }: Audit): string {
  const all = [...findings, ...(code?.findings ?? [])];
  const rows = `${count(data.rows)} rows`;
  const columns = `${count(data.columns.length)} ${data.columns.length === 1 ? 'column' : 'columns'}`;
  const files = code?.files ?? 0;
  const looked =
    files === 0
      ? `${rows} and ${columns}`
      : `${rows}, ${columns} and ${count(files)} ${files === 1 ? 'file' : 'files'} of code`;
  const found = foundWords(all);
  if (found === undefined)
    return `Nothing leaks that ${checked.length} ${checked.length === 1 ? 'check' : 'checks'} of ${looked} can see.`;
  const worst = findings
    .filter(({ severity, price }) => severity !== 'info' && price !== undefined)
    .sort((a, b) => b.price!.value - a.price!.value)[0];
  const worth =
    worst === undefined ? '' : `; \`${worst.target}\` alone is worth ${signed(worst.price!.value)} AUC`;
  return `${found} in ${looked}${worth}.`;
}

/** The same of code alone. */
export function codeSentence({ findings, files, checked }: AuditedCode): string {
  const looked = `${count(files)} ${files === 1 ? 'file' : 'files'}, ${count(checked)} of them with a library that the rules know`;
  return `${foundWords(findings) ?? 'No leak'} in ${looked}.`;
}

/** `2 leaks and 1 to look at`; undefined where there is neither. */
function foundWords(all: readonly { severity: Finding['severity'] }[]): string | undefined {
  const errors = all.filter(({ severity }) => severity === 'error').length;
  const warnings = all.filter(({ severity }) => severity === 'warning').length;
  const parts = [
    ...(errors > 0 ? [`${errors} ${errors === 1 ? 'leak' : 'leaks'}`] : []),
    ...(warnings > 0 ? [`${warnings} to look at`] : []),
  ];
  return parts.length === 0 ? undefined : parts.join(' and ');
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

/** What prices are gains over, and what their intervals say. */
export function baseWords({ baseAuc, prices = 0 }: Audit): string | undefined {
  if (baseAuc === undefined) return undefined;
  const gains = `Prices are gains over a base without the suspects, of AUC ${score(baseAuc)}`;
  return prices > 1
    ? `${gains}; all ${count(prices)} intervals hold at once with 95 % confidence.`
    : `${gains}.`;
}
