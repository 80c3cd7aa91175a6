/** What translators get is what the code says: every message is found, and none is put together at run time. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { messagesOf } from '../../../scripts/lib/messages.mjs';

const root = join(import.meta.dirname, '../../..');
const messagesIn = (text: string): string[] => messagesOf(ts, 'src/vscode/a.ts', text);

describe('the messages of a source', () => {
  test('are found however the translator is called', () => {
    expect(
      messagesIn(`const { t } = vscode.l10n;
        vscode.l10n.t('one'); l10n.t("two {0}", 2); t(\`three\`);
        const titles = (t: Translate) => [t('four'), t('it\\'s five')];`),
    ).toEqual(['one', 'two {0}', 'three', 'four', "it's five"]);
  });

  test('are words and meanings too, in the glossary', () => {
    const table = "const TERMS = [{ word: 'LIS', means: 'a score' }];";
    expect(messagesOf(ts, 'src/report/words/glossary/terms.ts', table)).toEqual(['LIS', 'a score']);
    expect(messagesIn(table)).toEqual([]);
  });

  test('are not confused with other functions', () => {
    expect(messagesIn(`test('a'); i18n.t('b'); point.t('c'); at('d'); // t('e')`)).toEqual([]);
  });

  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the source under test that has a template
  test.each(["t(ready ? 'a' : 'b')", 't(`${n} rows`)', "t('a' + 'b')", 't(message)', 't()'])(
    'cannot be put together: %s',
    (call) => {
      expect(() => messagesIn(`\n${call};`)).toThrow(/^src\/vscode\/a\.ts:2: a message must be one literal/);
    },
  );

  test('are all in l10n/bundle.l10n.json, and nothing else is', () => {
    const files = ['src/vscode', 'src/report', 'webview'].flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.ts'))
        .map((file) => join(folder, file)),
    );
    const messages = ['src/extension.ts', 'src/report/words/verdict-words.ts', ...files].flatMap((file) =>
      messagesOf(ts, file, readFileSync(join(root, file), 'utf8')),
    );
    const bundle = JSON.parse(readFileSync(join(root, 'l10n/bundle.l10n.json'), 'utf8'));
    expect(messages.length).toBeGreaterThan(20);
    expect(Object.keys(bundle)).toEqual([...new Set(messages)].toSorted());
    for (const [key, value] of Object.entries(bundle)) expect(value).toBe(key);
  });
});
