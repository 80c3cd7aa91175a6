/**
 * Columns of single rows that tell the label and that no user or item explains. Whether they are known before the outcome
 * only their owners know; what they are worth, the price says. They are findings only where that is much.
 */
import { score } from '../../../common/format.ts';
import { SUSPECT } from '../../../report/words/label-leak.ts';
import { isOutcome } from '../../../specfile/names/outcome-names.ts';
import type { Found } from '../check.ts';
import { type ColumnFacts, looksLikeScore } from './facts.ts';

/** p of "the column alone ranks by chance" below which a price is asked for. */
const TELLS = 1e-4;
/** Gain in AUC that a column of rows must surely bring before its owners are asked. */
const WORTH = 0.002;

/** @param known columns that other checks have explained, or found */
export function outcomeLike(facts: readonly ColumnFacts[], known: ReadonlySet<string>): Found[] {
  return facts.flatMap((column): Found[] => {
    const { name, alone, attributeOf, specPath, table } = column;
    if (alone === undefined || attributeOf !== undefined || table !== 'log' || known.has(name)) return [];
    if (alone.p > TELLS) return [];
    const auc = 0.5 + Math.abs(alone.value);
    // A score that production logged is of the row, tells the label, and was known: only one that is too good is asked about.
    if (looksLikeScore(column) && auc < SUSPECT) return [];
    const named = isOutcome(name);
    return [
      {
        code: 'outcome-like',
        severity: 'warning',
        about: 'column',
        target: name,
        message: named
          ? `\`${name}\` is called as outcomes are, changes from row to row, and alone has AUC ${score(auc)}.`
          : `\`${name}\` changes from row to row within users and items, and alone has AUC ${score(auc)}.`,
        evidence: [{ name: 'AUC alone', value: auc }],
        why: 'A column that belongs to the single row and tells its label was often written with the outcome, or by what the outcome set off.',
        remedy: `Find out when \`${name}\` is written. Where that is after the row was shown, take it out of the features.`,
        specPath,
        onlyAbove: WORTH,
      },
    ];
  });
}
