/** A translation says all that the English words say and nothing else; whoever adds words learns here which languages lack them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { shippedNames } from '../../../scripts/lib/stage.mjs';
import {
  faultsOfText,
  faultsOfTranslation,
  filesOfLanguage,
  filesOfWords,
  inOrder,
  languages,
  STAYS,
  wordsIn,
} from '../../../scripts/lib/translations.mjs';

const root = join(import.meta.dirname, '../../..');

test('Chinese is there', () => {
  expect(languages()).toContain('zh-cn');
});

describe.each(languages())('the words in %s', (language) => {
  test.each(filesOfLanguage(language))('$translated says what $english says', ({ english, translated }) => {
    const [words, others] = [wordsIn(english), wordsIn(translated)];
    expect(faultsOfTranslation(language, words, others)).toEqual([]);
    expect(Object.keys(others)).toEqual(Object.keys(words)); // so that both can be read side by side
    expect(Object.keys(others).length).toBeGreaterThan(50);
  });
});

test('name no text that may stay English and is gone', () => {
  const words = filesOfLanguage('zh-cn').flatMap(({ english }) => Object.values(wordsIn(english)));
  expect([...STAYS].filter((text) => !words.includes(text))).toEqual([]);
});

test('ship in every language', () => {
  const names = shippedNames(readFileSync(join(root, '.vscodeignore'), 'utf8'));
  expect(names).toEqual(expect.arrayContaining(filesOfWords().map((path) => path.split('/')[0])));
});

describe('a translation', () => {
  const english = { a: 'Open', b: '{0} rows' };

  test('lacks nothing and has nothing of its own', () => {
    expect(faultsOfTranslation('zh-cn', english, { a: '打开', b: '{0} 行' })).toEqual([]);
    expect(faultsOfTranslation('zh-cn', english, { b: '{0} 行', c: '关闭' })).toEqual([
      'a: is not translated',
      'c: is a translation of nothing',
    ]);
  });

  test('is put in order: new words in English, old ones gone', () => {
    const next = inOrder(english, { c: '关闭', b: '{0} 行' });
    expect(Object.entries(next)).toEqual([
      ['a', 'Open'],
      ['b', '{0} 行'],
    ]);
    expect(faultsOfTranslation('zh-cn', english, next)).toEqual(['a: is still the English text']);
  });
});

describe('a text', () => {
  test.each([
    ['{0} of {1} specs evaluated.', '已评估 {0}/{1} 个规格。'],
    ['No run yet.\n[Evaluate All Specs](command:lis.all)', '还没有运行。\n[评估所有规格](command:lis.all)'],
    ['Such as `4GB`.', '例如 `4GB`。'],
    ['Export…', '导出…'],
    ['AUC {0}', 'AUC {0}'],
    ['writes below .lis', '写入 .lis 文件夹'],
  ])('%j is translated by %j', (english, translated) => {
    expect(faultsOfText('zh-cn', english, translated)).toEqual([]);
  });

  test.each([
    ['{0} of {1}', '{0} 个', 'has other placeholders'],
    ['{0} and {0}', '{0} 和', 'has other placeholders'],
    ['[Open](command:lis.open)', '[打开](command:lis.close)', 'has other links'],
    ['[Open](command:lis.open)', '打开', 'has other links'],
    ['Such as `4GB`.', '例如 `8GB`。', 'has other code'],
    ['$(play) Evaluate', '评估', 'has other icons'],
    ['One.\n[Two](command:a)', '一。[二](command:a)', 'has other lines'],
    ['Export…', '导出', 'has other ellipsis at its end'],
    ['Open', 'Open', 'is still the English text'],
    ['LIS', '泄漏', 'is a name, and is to stay English'],
    ['Open', ' 打开', 'begins or ends with a space'],
    ['No run, none', '没有,没有', 'has half-width punctuation beside Chinese: 有,'],
    ['LIS: ready', 'LIS:就绪', 'has half-width punctuation beside Chinese: :就'],
    ['the runs (all)', '运行(全部)', 'has half-width punctuation beside Chinese: 行('],
    ['{0} rows', '{0}行', 'lacks a space: }行'],
    ['the LIS', '此LIS', 'lacks a space: 此L'],
  ])('%j is not translated by %j', (english, translated, fault) => {
    expect(faultsOfText('zh-cn', english, translated)).toEqual([fault]);
  });

  test('in another language may use half-width punctuation', () => {
    expect(faultsOfText('de', 'Ready (stale)', 'Bereit (veraltet)')).toEqual([]);
  });
});
