/** The page's words: their English text, or what the editor's language has for it. The host sends the translations once. */

import { filled, type Translate } from '../src/report/words/translate.ts';

let strings: Readonly<Record<string, string>> = {};

export function useStrings(translations: Readonly<Record<string, string>>): void {
  strings = translations;
}

/** As `vscode.l10n.t`: `{0}` is the first argument. */
export const t: Translate = (message, ...args) => filled(strings[message] ?? message, args);
