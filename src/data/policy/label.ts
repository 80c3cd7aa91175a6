/** What is refused of labels: what is no 0 or 1 in every row. */
import { Failure, type Warning } from '../../common/failure.ts';
import { pathText } from '../../specfile/reading/problem.ts';
import { type ColumnAt, type FoundLine, type Held, number, placeOf, quoted, rowsHave } from './words.ts';

/** A label: a column, or an expression over columns of the log. */
export interface LabelAt {
  text: string;
  columns: readonly string[];
  file: string;
  specPath: SpecPath;
}

/** Where the spec has the label: `log.label`, or that of an objective. */
type SpecPath = readonly (string | number)[];

/** @param reason what the parser says, without a full stop */
export function unreadableLabel(reason: string, specPath: SpecPath): Failure {
  return new Failure('usage', 'bad-expression', `${pathText(specPath)}: ${reason}.`, { specPath });
}

/** An expression that cannot be computed from its columns. @param holds each column, and in words what it holds */
export function unfitLabel(
  { text, specPath }: Pick<LabelAt, 'text' | 'specPath'>,
  holds: readonly { name: string; words: string }[],
): Failure {
  const types = holds.map(({ name, words }) => `\`${name}\` holds ${words}`);
  const message = `${pathText(specPath)} \`${text}\` does not fit its columns: ${types.join(', ')}.`;
  return new Failure('usage', 'bad-expression', message, { specPath });
}

export function labelType({ text, file, specPath }: LabelAt, { words, type }: Held): Failure {
  return new Failure(
    'data',
    'bad-label',
    `${pathText(specPath)} \`${text}\` yields ${words} (${type}) in ${file}: ` +
      'name a 0/1 column, or write a condition such as `rating >= 4`.',
    { file, specPath },
  );
}

/** @param at the first row without a label, where the label has one column */
export function missingLabel(label: LabelAt, count: number, at?: FoundLine): Failure {
  return new Failure(
    'data',
    'missing-label',
    `${rowsHave(count)} no label (\`${label.text}\` is null in ${label.file}${shownFirst(label, at)}): remove or fill them.`,
    { file: label.file, specPath: label.specPath },
  );
}

/** @param values of the label, quoted and joined */
export function otherLabel(label: LabelAt, count: number, values: string, at?: FoundLine): Failure {
  return new Failure(
    'data',
    'bad-label',
    `${rowsHave(count)} a label other than 0 and 1 (${values} from \`${label.text}\` in ${label.file}${shownFirst(label, at)}): ` +
      `write a condition such as \`${label.columns[0] ?? 'rating'} >= 4\`.`,
    { file: label.file, specPath: label.specPath },
  );
}

/** A feature of the log that the label is made of. */
export function labelAsFeature(feature: string, label: string): Warning {
  const message = `The feature \`${feature}\` is part of the label \`${label}\`: the base sees its own answer.`;
  return { code: 'label-as-feature', message };
}

/** Labels that were known before their rows were: a clock that runs slow, or another event. */
export function earlyLabels({ name, file }: ColumnAt, count: number): Warning {
  const message = `Positive rows of ${file} whose label was known (\`${name}\`) before their own time: they count as known with their row.`;
  return { code: 'early-labels', message, count };
}

export function mostlyEarlyLabels(column: ColumnAt, early: number, positives: number): Failure {
  const message = `\`${column.name}\` of ${column.file} is earlier than the row in ${number(early)} of ${number(positives)} positive rows: name the column of the time at which a label became known.`;
  return new Failure('data', 'early-labels', message, placeOf(column));
}

/** "; the first is `click` = 'NA' in line 7"; of several columns no line can be told */
function shownFirst({ columns }: LabelAt, at: FoundLine | undefined): string {
  if (columns.length !== 1 || at === undefined) return '';
  return `; the first is \`${columns[0]}\` = ${quoted(at.value)} in ${at.shown}`;
}
