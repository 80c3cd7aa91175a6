/**
 * How sentences that are composed from numbers are said in the reader's language: as whole sentences with places for what differs, which the
 * editor has translations of. Reports, exports and the terminal say them in English.
 */

/** `vscode.l10n.t`, or the panel's: the message is one literal string, so that the build finds it for translators. */
export type Translate = (message: string, ...args: (string | number)[]) => string;

export const inEnglish: Translate = (message, ...args) => filled(message, args);

/** `{0}` is the first argument; a place without an argument stays as it is. */
export function filled(message: string, args: readonly (string | number)[]): string {
  return message.replace(/\{(\d+)\}/g, (whole, i: string) => String(args[Number(i)] ?? whole));
}

/** Things beside one another, as the language parts them; at least one. */
export function listed(things: readonly string[], t: Translate): string {
  return things.reduce((before, next) => t('{0}, {1}', before, next));
}

/** Sentences behind one another; a full-width stop has its space in itself. */
export function joined(sentences: readonly string[]): string {
  return sentences
    .map((sentence, i) => (sentences[i - 1]?.endsWith('.') ? ` ${sentence}` : sentence))
    .join('');
}
