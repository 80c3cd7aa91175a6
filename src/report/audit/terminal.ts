/** An audit on the terminal: the sentence, a block for each finding, what was checked and what was not. */
import { basename } from 'node:path';
import { duration, wrap } from '../../common/format.ts';
import type { Audit, AuditedCode, Finding } from '../schema-audit.ts';
import { hanging, INDENT, type Paint, paints, TABLE_WIDTH } from '../terminal/paint.ts';
import { codePlace } from './told.ts';
import { auditSentence, baseWords, codeSentence, priceOf, splitSentence } from './words.ts';

export interface AuditTableOptions {
  colour: boolean;
  /** What to call the spec, and where the audit was written. */
  specName: string;
  path?: string | undefined;
  /** Also evidence, examples, notes, and what was checked. */
  full?: boolean | undefined;
}

/** @returns text that ends with a newline */
export function renderAudit(
  audit: Audit,
  { colour, specName, path, full = false }: AuditTableOptions,
): string {
  const paint = paints(colour);
  const shown = audit.findings.filter(({ severity }) => full || severity !== 'info');
  const notes = audit.findings.length - shown.length;
  const lines = [
    ...wrap(`${specName}: ${auditSentence(audit)}`, TABLE_WIDTH).map(paint.strong),
    '',
    ...shown.flatMap((finding) => [...findingLines(finding, specName, full, paint), '']),
    ...setAsideLines(audit, specName, paint),
    ...(audit.code === undefined ? [] : codeLines(audit.code, full, paint)),
    ...wrap(splitSentence(audit), TABLE_WIDTH),
    ...(audit.notChecked.length > 0 ? wrap(untold(audit), TABLE_WIDTH) : []),
    ...(full ? checkedLines(audit, paint) : []),
    ...wrap(baseWords(audit) ?? '', TABLE_WIDTH).filter((line) => line !== ''),
    paint.quiet(
      [
        `${duration(audit.seconds)}`,
        ...(notes > 0 ? [`${notes} ${notes === 1 ? 'note' : 'notes'} more with --full`] : []),
        ...(path === undefined ? [] : [path]),
      ].join(' · '),
    ),
  ];
  return `${lines.join('\n')}\n`;
}

/** An audit of code alone. @returns text that ends with a newline */
export function renderCodeAudit(
  code: AuditedCode,
  { colour, full = false }: { colour: boolean; full?: boolean },
): string {
  const paint = paints(colour);
  return `${[paint.strong(codeSentence(code)), '', ...codeLines(code, full, paint)].join('\n').trimEnd()}\n`;
}

/** What comments in the spec accept, and comments that accept nothing. */
function setAsideLines({ ignored, idleIgnores }: Audit, specName: string, paint: Paint): string[] {
  if (ignored.length + idleIgnores.length === 0) return [];
  return [
    ...ignored.map(({ code, target, reason }) => paint.quiet(`ignored  ${code}  ${target}: ${reason}`)),
    ...idleIgnores.map(
      ({ line, message }) => `${paint.alert('look')}  ${basename(specName)}:${line}: ${message}`,
    ),
    '',
  ];
}

/** Each finding in code with its place, then what comments accept. */
function codeLines(
  { findings, ignored, idleIgnores, unread }: AuditedCode,
  full: boolean,
  paint: Paint,
): string[] {
  return [
    ...findings.flatMap((finding) => [
      `${paintOf(finding.severity, paint)(MARKS[finding.severity])}  ${paint.strong(finding.code)}  ${codePlace(finding)}`,
      ...hanging(INDENT, finding.message),
      ...(full ? hanging(INDENT, finding.why) : []),
      ...hanging(`${INDENT}→ `, finding.remedy),
      '',
    ]),
    ...ignored.map((finding) =>
      paint.quiet(`ignored  ${finding.code}  ${codePlace(finding)}: ${finding.reason}`),
    ),
    ...idleIgnores.map((comment) => `${paint.alert('look')}  ${codePlace(comment)}: ${comment.message}`),
    ...unread.map(({ file, why }) => `${paint.alert('not read')}  ${file}: ${why}`),
    ...(ignored.length + idleIgnores.length + unread.length > 0 ? [''] : []),
  ];
}

const paintOf = (severity: Finding['severity'], paint: Paint) =>
  ({ error: paint.bad, warning: paint.alert, info: paint.quiet })[severity];

const MARKS = { error: 'leak', warning: 'look', info: 'note' } as const;

function findingLines(finding: Finding, specName: string, full: boolean, paint: Paint): string[] {
  const { severity, code, message, remedy, why, line, unpriced } = finding;
  const colour = paintOf(severity, paint);
  const at = line === undefined ? '' : `  ${basename(specName)}:${line}`;
  const price = priceOf(finding);
  return [
    `${colour(MARKS[severity])}  ${paint.strong(code)}${price === undefined ? '' : `, ${price}`}${paint.quiet(at)}`,
    ...hanging(INDENT, message),
    ...(full ? hanging(INDENT, why) : []),
    ...hanging(`${INDENT}→ `, remedy),
    ...(full && unpriced !== undefined ? hanging(INDENT, `Without a price: ${unpriced}.`) : []),
    ...(full ? evidenceLines(finding, paint) : []),
  ];
}

function evidenceLines({ evidence, examples }: Finding, paint: Paint): string[] {
  return [
    ...evidence.map(({ name, value }) => paint.quiet(`${INDENT}${INDENT}${name}: ${plain(value)}`)),
    ...examples.map((row) =>
      paint.quiet(
        `${INDENT}${INDENT}${Object.entries(row)
          .map(([column, value]) => `${column} ${value}`)
          .join(', ')}`,
      ),
    ),
  ];
}

const plain = (value: number | string): string =>
  typeof value === 'string' ? value : String(Number(value.toPrecision(4)));

function untold({ notChecked }: Audit): string {
  const first = notChecked
    .slice(0, 3)
    .map(({ check, target }) => (target === undefined ? check : `${check} (${target})`));
  const more = notChecked.length > first.length ? ` and ${notChecked.length - first.length} more` : '';
  return `Not checked: ${first.join('; ')}${more}.`;
}

function checkedLines({ checked, notChecked }: Audit, paint: Paint): string[] {
  return [
    paint.strong('Checked'),
    ...checked.map(({ check, looked }) => `${INDENT}${check}: ${looked}`),
    ...(notChecked.length > 0 ? [paint.strong('Not checked')] : []),
    ...notChecked.flatMap(({ check, target, why }) =>
      hanging(INDENT, `${check}${target === undefined ? '' : ` of ${target}`}: ${why}`),
    ),
  ];
}
