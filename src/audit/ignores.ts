/**
 * `# lis: ignore[CODE] reason` sets a finding aside, in Python and in YAML: on the line of the finding, or alone on the line above.
 * Comments of this kind that stand alone one below the other speak for the same line.
 */

export interface Ignore {
  /** From 1. */
  line: number;
  /** As they are written; upper and lower case are the same. */
  codes: readonly string[];
  reason: string;
  /** Of the next line that is not such a comment, where the line holds nothing else: it speaks for that line too. */
  next?: number;
}

/** A comment that ignores nothing, or gives no reason. */
export interface IdleIgnore {
  line: number;
  message: string;
}

/** Findings that stay, and those that comments set aside. */
export interface Heeded<Finding> {
  findings: Finding[];
  ignored: (Finding & { reason: string })[];
  idleIgnores: IdleIgnore[];
}

/** Verdicts of reports, which comments of a spec may set aside in the editor: an audit finds none of them. */
export const OF_REPORTS: readonly string[] = ['label-leak', 'label-suspect'];

const COMMENT = /^(.*?)#\s*lis:\s*ignore\b(?:\s*\[([^\]\n]*)\])?[ \t:–—-]*(.*)$/i;

export function ignoresIn(text: string): Ignore[] {
  if (!/lis:\s*ignore/i.test(text)) return [];
  const all = text.split(/\r\n|\r|\n/).flatMap((line, at): Ignore[] => {
    const match = COMMENT.exec(line);
    if (match === null) return [];
    const [, before = '', codes = '', reason = ''] = match;
    return [
      {
        line: at + 1,
        codes: codes
          .split(',')
          .map((code) => code.trim())
          .filter((code) => code !== ''),
        reason: reason.trim(),
        ...(before.trim() === '' && { next: at + 2 }),
      },
    ];
  });
  for (const ignore of all.toReversed()) {
    const below = all.find(({ line, next }) => line === ignore.next && next !== undefined);
    if (below?.next !== undefined) ignore.next = below.next;
  }
  return all;
}

/**
 * Sets aside what a comment with a reason speaks for.
 * @param example a code, for the sentence about a comment without one
 * @param untold codes of which this text might have findings that were not looked for: a comment about them is not idle
 */
export function heeded<Finding extends { code: string; line: number }>(
  text: string,
  all: readonly Finding[],
  example: string,
  untold: readonly string[] = [],
): Heeded<Finding> {
  const told: Heeded<Finding> = { findings: [], ignored: [], idleIgnores: [] };
  const ignores = ignoresIn(text);
  const used = new Set<Ignore>();
  for (const finding of all) {
    const ignore = ignores.find(
      ({ line, next, codes }) =>
        names(codes, finding.code) && (line === finding.line || next === finding.line),
    );
    if (ignore !== undefined) used.add(ignore);
    if (ignore === undefined || ignore.reason === '') told.findings.push(finding);
    else told.ignored.push({ ...finding, reason: ignore.reason });
  }
  for (const ignore of ignores) {
    const message = idle(ignore, used.has(ignore), example, untold);
    if (message !== undefined) told.idleIgnores.push({ line: ignore.line, message });
  }
  return told;
}

const names = (codes: readonly string[], code: string): boolean =>
  codes.some((each) => each.toUpperCase() === code.toUpperCase());

function idle(
  { codes, reason }: Ignore,
  used: boolean,
  example: string,
  untold: readonly string[],
): string | undefined {
  if (codes.length === 0) return `Name the code that is ignored: \`# lis: ignore[${example}] reason\`.`;
  if (reason === '')
    return `Give a reason after \`ignore[${codes.join(', ')}]\`: without one the finding stays.`;
  if (used || untold.some((code) => names(codes, code))) return undefined;
  return `Nothing of ${codes.join(', ')} is found here: remove the comment.`;
}
