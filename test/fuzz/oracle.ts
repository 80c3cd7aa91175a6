/** What every answer to a damaged file has in common: an exit code that blames the file, one sentence in our words, soon. */

export interface Outcome {
  code: number;
  stdout: string;
  stderr: string;
}

/** Words of the engine, the validator and Node, which tell a reader nothing. */
const FOREIGN =
  /duckdb|\bzod\b|(Invalid Input|Conversion|Binder|Catalog|Parser|Constraint|IO|TransactionContext|Serialization|INTERNAL|Not implemented|Out of Range|Mismatch Type) Error|T(Compact)?Protocol|thrift|read_(csv|parquet|json)|Unrecognized key|Invalid (input|option|string|key)|expected \w+, received|Unexpected token|Unexpected end of JSON|JSON at position|Bad control character|is not (a function|iterable)|Cannot (read propert|convert |set propert|mix )|undefined|\bE(NOENT|ISDIR|NOTDIR|ACCES|INVAL|PERM|MFILE|LOOP)\b|(Range|Type|Syntax|Reference)Error|Maximum call stack|\[object |\bat [\w.<>]+ \(|file:\/\/\/|node:|\bBIGINT\b.*\bcast\b|internal error|a defect/i;
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not pass
const ACTS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]|\p{Bidi_Control}/u;

/** Commands that list every problem of a spec, each with its line and a caret; the others end with one sentence. */
const LISTS = new Set(['check']);

/** What is wrong with an answer; undefined where nothing is. */
export function complaint(command: string, { code, stdout, stderr }: Outcome): string | undefined {
  if (![0, 2, 3].includes(code)) return `exit code ${code}`;
  if (ACTS.test(stdout) || ACTS.test(stderr)) return 'a control character is written as it is';
  const said = stderr.split('\n').filter((line) => line.startsWith('lis: '));
  if (code === 0) return undefined;
  if (said.length === 0) return 'no sentence';
  if (!LISTS.has(command) && said.length > 1) return `${said.length} sentences`;
  for (const line of said) {
    const foreign = FOREIGN.exec(withoutQuotes(line));
    if (foreign) return `foreign words: ${foreign[0]}`;
    if (line.length > 1500) return `a sentence of ${line.length} characters`;
  }
  return undefined;
}

/** Names and values of files are quoted: they may be any words. */
function withoutQuotes(line: string): string {
  return line.replace(/`[^`]*`|"[^"]*"|“[^”]*”/g, '``');
}
