/** What is said of a leak of the label: which columns, with what evidence, in which line, and what to do. */
import { score } from '../../common/format.ts';
import type { Verdict } from '../../report/schema.ts';

export interface FoundLeak {
  target: string;
  kind: 'base' | 'columns' | 'source' | 'model' | 'predictions';
  columns: NonNullable<Verdict['columns']>;
  /** The arm that holds the label, where no column does alone. */
  arm: { id: string; auc: number } | undefined;
}

/** More columns than these are counted in a sentence. */
const NAMED = 3;

export function leakWords(leak: FoundLeak): Pick<Verdict, 'message' | 'action' | 'columns'> {
  const { arm, columns } = leak;
  const message = arm === undefined ? aloneMessage(leak) : armMessage(leak, arm);
  return { message, action: actionOf(leak), columns };
}

/** Of a source or a model whose base holds the label. */
export function restsOnBase(target: string, base: Verdict): Verdict {
  const shown = named(base.columns ?? []);
  const message = `The base holds the label (${shown}), so a gain over it does not say what ${target} is worth.`;
  return { ...base, target, message };
}

/** @param baseAuc of the base, where the verdict is on it. */
export function suspectWords(
  target: string,
  columns: FoundLeak['columns'],
  baseAuc: number | undefined,
): Pick<Verdict, 'message' | 'action' | 'columns'> {
  const strongest = `${columns.length === 1 ? 'the strongest column alone is' : 'the strongest columns alone are'} ${named(columns)}`;
  const message =
    baseAuc === undefined
      ? `Columns of ${target} rank the evaluation rows suspiciously well: ${strongest}.`
      : `The base ranks the evaluation rows with AUC ${score(baseAuc)}: ${strongest}. So near to 1 a column mostly holds the label, or what is known only after it.`;
  const action = 'Check that each is known before the outcome, and take out what is not.';
  return { message, action, columns };
}

function aloneMessage({ kind, target, columns }: FoundLeak): string {
  const subject = kind === 'base' ? 'the base' : target;
  const what = kind === 'base' || kind === 'columns' ? 'column' : 'feature';
  const [strongest] = columns;
  if (columns.length === 1)
    return `The ${what} \`${strongest!.name}\` of ${subject} (line ${strongest!.line}) ranks the evaluation rows with AUC ${score(strongest!.auc)} alone: it holds the label, or what is known only after it.`;
  return `The ${what}s ${named(columns)} of ${subject} each rank the evaluation rows nearly perfectly alone: they hold the label, or what is known only after it.`;
}

function armMessage({ kind, target, columns }: FoundLeak, { id, auc }: { id: string; auc: number }): string {
  const strongest =
    columns.length === 0
      ? ''
      : ` Its strongest ${kind === 'base' ? 'column' : 'feature'} alone is ${named(columns)}.`;
  if (kind === 'predictions') {
    const file = id.startsWith('baseline:') ? 'baseline scores' : 'scores';
    return `The ${file} of ${target} rank the evaluation rows with AUC ${score(auc)}: they hold the label, or what is known only after it.`;
  }
  const what = kind === 'base' ? 'The base ranks' : `The arm ${id} ranks`;
  return `${what} the evaluation rows with AUC ${score(auc)}: what it reads holds the label, or what is known only after it.${strongest}`;
}

function actionOf({ kind, columns, arm }: FoundLeak): string {
  const it = columns.length === 1 ? 'it' : 'them';
  switch (kind) {
    case 'base':
      return arm === undefined
        ? `Take ${it} out of the base: until then no number of this run says what any data is worth.`
        : 'Take what is known only after the outcome out of the base: until then no number of this run says what any data is worth.';
    case 'columns':
      return `Take ${arm === undefined ? it : 'what is known only after the outcome'} out of the source, and evaluate what is left.`;
    case 'source':
      return 'Check what the data was made of: nothing may come from the outcome of the rows that it is evaluated on.';
    case 'model':
      return 'Check what the vectors were computed from: nothing may come from the outcome of the rows that they are evaluated on.';
    case 'predictions':
      return 'Write the scores that the ranker gave before the outcome was known.';
  }
}

/** `` `dwell_ms` (AUC 1.0000, line 15) `` */
function named(columns: FoundLeak['columns']): string {
  const shown = columns
    .slice(0, NAMED)
    .map(({ name, auc, line }) => `\`${name}\` (AUC ${score(auc)}, line ${line})`);
  if (columns.length > NAMED) shown.push(`${columns.length - NAMED} more`);
  return shown.length > 1 ? `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}` : (shown[0] ?? 'its arms');
}
