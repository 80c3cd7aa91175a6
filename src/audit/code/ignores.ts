/** `# lis: ignore[LIS001] reason`, on the line of a finding or on the line above. */

export interface Ignore {
  /** From 1. */
  line: number;
  codes: readonly string[];
  reason: string;
  /** Whether the line holds nothing else: then it speaks for the next line too. */
  isAlone: boolean;
}

const COMMENT = /^(.*?)#\s*lis:\s*ignore\b(?:\s*\[([^\]\n]*)\])?[ \t:–—-]*(.*)$/i;

export function ignoresIn(text: string): Ignore[] {
  if (!/lis:\s*ignore/i.test(text)) return [];
  return text.split(/\r\n|\r|\n/).flatMap((line, at): Ignore[] => {
    const match = COMMENT.exec(line);
    if (match === null) return [];
    const [, before = '', codes, reason = ''] = match;
    return [
      {
        line: at + 1,
        codes:
          codes === undefined
            ? []
            : codes
                .split(',')
                .map((code) => code.trim().toUpperCase())
                .filter((code) => code !== ''),
        reason: reason.trim(),
        isAlone: before.trim() === '',
      },
    ];
  });
}
