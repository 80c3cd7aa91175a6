/** Values as they stand in a spec that is written for somebody: on one line, so that they may be inside brackets, too. */

/** A value as flow YAML: `[a, b]`, `{name: price, type: numeric}`. @param value plain data */
export function flow(value: unknown): string {
  if (typeof value === 'string') return scalar(value);
  if (Array.isArray(value)) return `[${value.map(flow).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  return `{${Object.entries(value)
    .map(([key, member]) => `${scalar(key)}: ${flow(member)}`)
    .join(', ')}}`;
}

/** Plain where YAML, also inside brackets, reads it as this very text; else in quotes, such as hold its own quotes best. */
export function scalar(text: string): string {
  const plain =
    /^(([\p{L}_]|\.{0,2}\/)[\p{L}\p{N}_ ./>=*-]*|\d+%)$/u.test(text) &&
    !/ $|^(true|false|null|yes|no|on|off|y|n)$/i.test(text);
  if (plain) return text;
  if (/^[\p{L}\p{N} -~]*$/u.test(text) && text.includes('"')) return `'${text.replaceAll("'", "''")}'`;
  return JSON.stringify(text).replace(/[\u007f-\u009f\u2028\u2029\ufeff]/g, unicode);
}

function unicode(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
