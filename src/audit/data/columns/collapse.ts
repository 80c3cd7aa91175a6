/** Columns that rank the rows they were fitted on far better than later ones: encodings of the label, and scores of trained rows. */
import { score } from '../../../common/format.ts';
import { isLogged } from '../../../specfile/ranker-kinds.ts';
import type { Found } from '../check.ts';
import type { AuditSubject } from '../subject.ts';
import { type ColumnFacts, looksLikeScore } from './facts.ts';

/** Loss of AUC from training to evaluation from which a column is said to know the labels that it was made from. */
const LOSS = 0.02;
/** Standard errors by which it must exceed chance. */
const CERTAIN = 5;

export function collapses(facts: readonly ColumnFacts[], { spec }: AuditSubject): Found[] {
  return facts.flatMap((column): Found[] => {
    const { alone, aloneInTraining } = column;
    if (alone === undefined || aloneInTraining === undefined) return [];
    const lost = aloneInTraining.value - alone.value;
    const se = Math.hypot(alone.se, aloneInTraining.se);
    if (lost < LOSS || lost < CERTAIN * se) return [];
    const logged = isLogged(spec.ranker) && spec.ranker.score === column.name;
    const isScore = logged || looksLikeScore(column);
    return [
      {
        code: isScore ? 'score-of-trained-rows' : 'encoding-collapse',
        severity: 'warning',
        about: 'column',
        target: column.name,
        message: `\`${column.name}\` alone has AUC ${score(0.5 + aloneInTraining.value)} on training rows and ${score(0.5 + alone.value)} on evaluation rows.`,
        evidence: [
          { name: 'AUC alone on training rows', value: 0.5 + aloneInTraining.value },
          { name: 'AUC alone on evaluation rows', value: 0.5 + alone.value },
          { name: 'standard errors between them', value: se === 0 ? 0 : lost / se },
        ],
        why: isScore
          ? 'A score that was trained on the rows it scores knows their labels. Heads learn to trust it more than later rows justify.'
          : 'Values that were computed from the labels of training rows, their own among them, tell these labels. The ranker learns to trust them more than later rows justify.',
        remedy: isScore
          ? 'Log the score that production gave when it ranked the row, or score each row with a ranker trained on earlier rows only.'
          : `Compute \`${column.name}\` as of each row's time, without the row's own label.`,
        specPath: column.specPath,
      },
    ];
  });
}
