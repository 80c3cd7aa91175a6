/** Records of delimited text, as far as a header needs them (RFC 4180). The data engine reads headers with it too. */

const DELIMITERS = [',', ';', '\t', '|'];

/** The delimiter that a header is separated by; a comma where it holds one column. */
export function delimiterOf(line: string): string {
  return DELIMITERS.find((delimiter) => splitRecord(line, delimiter).length > 1) ?? ',';
}

/** The values of one record, quotes resolved. */
export function splitRecord(line: string, delimiter: string): string[] {
  const values: string[] = [];
  let value = '';
  let quoted = false;
  for (let i = 0; i < line.length; i++) {
    const c = line[i];
    if (c === '"') {
      if (quoted && line[i + 1] === '"') {
        value += '"';
        i++;
      } else quoted = !quoted;
    } else if (c === delimiter && !quoted) {
      values.push(value);
      value = '';
    } else value += c;
  }
  values.push(value);
  return values;
}
