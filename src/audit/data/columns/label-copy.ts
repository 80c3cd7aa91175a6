/** A column that is the label, or its opposite. */
import { percent, score } from '../../../common/format.ts';
import { COLUMN_LEAK, LEAK_ROWS } from '../../../report/words/label-leak.ts';
import type { Found } from '../check.ts';
import type { AuditSubject } from '../subject.ts';
import type { ColumnFacts } from './facts.ts';

/** Share of rows in which a column of two values agrees with the label, either way, from which it is a copy of it. */
const COPY = 0.99;

/** @param log the name of the label in the spec, for the sentence */
export function labelCopy(facts: readonly ColumnFacts[], { data, spec, evaluation }: AuditSubject): Found[] {
  let positives = 0;
  for (const row of evaluation) positives += data.label[row]!;
  if (Math.min(positives, evaluation.length - positives) < LEAK_ROWS) return [];
  return facts.flatMap((column): Found[] => {
    const auc = 0.5 + Math.abs(column.alone?.value ?? 0);
    const agreed = agreement(column, data.label, evaluation);
    const copies = agreed !== undefined && Math.max(agreed, 1 - agreed) >= COPY && auc > 0.9;
    if (!copies && auc < COLUMN_LEAK) return [];
    const how = copies
      ? `${agreed > 0.5 ? 'equals' : 'is the opposite of'} the label \`${spec.log.label}\` in ${percent(Math.max(agreed, 1 - agreed))} of the evaluation rows`
      : `alone ranks the evaluation rows with AUC ${score(auc)}`;
    return [
      {
        code: 'label-copy',
        severity: 'error',
        about: 'column',
        target: column.name,
        message: `\`${column.name}\` ${how}.`,
        evidence: [
          { name: 'AUC alone', value: auc },
          ...(copies ? [{ name: 'share of rows that agree with the label', value: agreed }] : []),
        ],
        why: 'A column that tells the label is known only after it. The ranker would have it in training and evaluation, and not in production.',
        remedy: `Take \`${column.name}\` out of the features.`,
        specPath: column.specPath,
      },
    ];
  });
}

/** Of a column with two values: the share of rows in which the upper one, or the later code, stands beside label 1. */
function agreement({ column }: ColumnFacts, label: Uint8Array, rows: Uint32Array): number | undefined {
  const values: ArrayLike<number> = column.type === 'numeric' ? column.values : column.codes;
  let low: number | undefined;
  let high: number | undefined;
  for (const row of rows) {
    const value = values[row]!;
    if (value === low || value === high) continue;
    if (low === undefined) low = value;
    else if (high === undefined) high = value;
    else return undefined;
  }
  if (low === undefined || high === undefined) return undefined;
  if (low > high) [low, high] = [high, low];
  let agreed = 0;
  for (const row of rows) if (Number(values[row] === high) === label[row]) agreed++;
  return agreed / rows.length;
}
