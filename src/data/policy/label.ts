/** What is refused of labels: what is no 0 or 1 in every row. */
import { Failure, type Warning } from '../../common/failure.ts';
import { type FoundLine, type Held, quoted, rowsHave } from './words.ts';

/** A label: a column, or an expression over columns of the log. */
export interface LabelAt {
  text: string;
  columns: readonly string[];
  file: string;
}

const SPEC_PATH = ['log', 'label'];

/** @param reason what the parser says, without a full stop */
export function unreadableLabel(reason: string): Failure {
  return new Failure('usage', 'bad-expression', `log.label: ${reason}.`, { specPath: SPEC_PATH });
}

/** An expression that cannot be computed from its columns. @param holds each column, and in words what it holds */
export function unfitLabel(text: string, holds: readonly { name: string; words: string }[]): Failure {
  const types = holds.map(({ name, words }) => `\`${name}\` holds ${words}`);
  const message = `log.label \`${text}\` does not fit its columns: ${types.join(', ')}.`;
  return new Failure('usage', 'bad-expression', message, { specPath: SPEC_PATH });
}

export function labelType({ text, file }: LabelAt, { words, type }: Held): Failure {
  return new Failure(
    'data',
    'bad-label',
    `log.label \`${text}\` yields ${words} (${type}) in ${file}: ` +
      'name a 0/1 column, or write a condition such as `rating >= 4`.',
    { file, specPath: SPEC_PATH },
  );
}

/** @param at the first row without a label, where the label has one column */
export function missingLabel(label: LabelAt, count: number, at?: FoundLine): Failure {
  return new Failure(
    'data',
    'missing-label',
    `${rowsHave(count)} no label (\`${label.text}\` is null in ${label.file}${shownFirst(label, at)}): remove or fill them.`,
    { file: label.file, specPath: SPEC_PATH },
  );
}

/** @param values of the label, quoted and joined */
export function otherLabel(label: LabelAt, count: number, values: string, at?: FoundLine): Failure {
  return new Failure(
    'data',
    'bad-label',
    `${rowsHave(count)} a label other than 0 and 1 (${values} from \`${label.text}\` in ${label.file}${shownFirst(label, at)}): ` +
      `write a condition such as \`${label.columns[0] ?? 'rating'} >= 4\`.`,
    { file: label.file, specPath: SPEC_PATH },
  );
}

/** A feature of the log that the label is made of. */
export function labelAsFeature(feature: string, label: string): Warning {
  const message = `The feature \`${feature}\` is part of the label \`${label}\`: the base sees its own answer.`;
  return { code: 'label-as-feature', message };
}

/** "; the first is `click` = 'NA' in line 7"; of several columns no line can be told */
function shownFirst({ columns }: LabelAt, at: FoundLine | undefined): string {
  if (columns.length !== 1 || at === undefined) return '';
  return `; the first is \`${columns[0]}\` = ${quoted(at.value)} in ${at.shown}`;
}
