/** The page's words: their English text, or what the editor's language has for it. The host sends the translations once. */

import { filled, type Translate } from '../src/report/words/translate.ts';

let strings: Readonly<Record<string, string>> = {};

export function useStrings(translations: Readonly<Record<string, string>>): void {
  strings = translations;
}

/** As `vscode.l10n.t`: `{0}` is the first argument. */
export const t: Translate = (message, ...args) => filled(strings[message] ?? message, args);

/** Of a text that stands in a table of the sources, such as the glossary, which the build knows. */
export function translated(text: string): string {
  return strings[text] ?? text;
}
