/** The page's words: their English text, or what the editor's language has for it. The host sends the translations once. */

let strings: Readonly<Record<string, string>> = {};

export function useStrings(translations: Readonly<Record<string, string>>): void {
  strings = translations;
}

/** As `vscode.l10n.t`: `{0}` is the first argument. */
export function t(message: string, ...args: (string | number)[]): string {
  return (strings[message] ?? message).replace(/\{(\d+)\}/g, (whole, i: string) =>
    String(args[Number(i)] ?? whole),
  );
}
