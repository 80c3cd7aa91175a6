/** The manifest as the editor reads it in English: %keys% replaced by the words of package.nls.json. */
import { existsSync, readFileSync } from 'node:fs';

const file = (name: string): URL => new URL(`../../${name}`, import.meta.url);

/** package.json with its words in place. @throws when a key has none. */
// biome-ignore lint/suspicious/noExplicitAny: a test says what it expects of the manifest; that is its point
export function readManifest(): any {
  const words: Record<string, string> = existsSync(file('package.nls.json'))
    ? JSON.parse(readFileSync(file('package.nls.json'), 'utf8'))
    : {};
  return JSON.parse(readFileSync(file('package.json'), 'utf8'), (_, value: unknown) => {
    const key = typeof value === 'string' ? /^%(.+)%$/.exec(value)?.[1] : undefined;
    if (key === undefined) return value;
    if (words[key] === undefined) throw new Error(`package.nls.json has no words for ${key}`);
    return words[key];
  });
}
