// @ts-check
/**
 * The product's words in other languages: which files hold them, and whether each says all that the English ones say. A language is there when
 * its files are: package.nls.LANGUAGE.json for the manifest, l10n/bundle.l10n.LANGUAGE.json for everything else.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './project.mjs';

/** The English files; the place of the language in the name of a translation. */
const FILES = [
  { english: 'package.nls.json', translated: 'package.nls.LANGUAGE.json' },
  { english: 'l10n/bundle.l10n.json', translated: 'l10n/bundle.l10n.LANGUAGE.json' },
];

/** English text that a translation may repeat: names, and numbers between names. Each must stay so in every language. */
export const STAYS = new Set([
  ...['AUC', 'GAUC', 'NDCG', 'IPW AUC', 'RelaImpr', 'Holm', 'AIS'],
  'LIS',
  'LIS Lens',
  'SHA-256',
  'AUC {0}',
  'AIS {0}',
  'LIS {0}',
  '{0} LIS {1}',
  '{0} {1}',
]);

/** @returns {string[]} the languages that any file is there for, as the editor names them: `zh-cn`. */
export function languages() {
  const found = [...readdirSync(root), ...readdirSync(join(root, 'l10n'))].flatMap(
    (name) => /^(?:package\.nls|bundle\.l10n)\.([\w-]+)\.json$/.exec(name)?.[1] ?? [],
  );
  return [...new Set(found)].toSorted();
}

/** @param {string} language @returns {{english: string, translated: string}[]} the paths of both, for each pair of files. */
export function filesOfLanguage(language) {
  return FILES.map(({ english, translated }) => ({
    english,
    translated: translated.replace('LANGUAGE', language),
  }));
}

/** @returns {string[]} every file of words, in English and in other languages. */
export function filesOfWords() {
  return [
    ...FILES.map(({ english }) => english),
    ...languages().flatMap((language) => filesOfLanguage(language).map(({ translated }) => translated)),
  ];
}

/** @param {string} path Relative to the project. @returns {Record<string, string>} empty where there is no such file. */
export function wordsIn(path) {
  const file = join(root, path);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
}

/**
 * The translation's file as it should be: in the order of the English one, without what that no longer has. What is not translated yet is there in English, so
 * that a translator finds it, and the test does too.
 * @param {Record<string, string>} english @param {Record<string, string>} translated
 */
export function inOrder(english, translated) {
  return Object.fromEntries(Object.entries(english).map(([key, text]) => [key, translated[key] ?? text]));
}

/**
 * What is wrong with a translation as a whole, or with one of its texts.
 * @param {string} language @param {Record<string, string>} english @param {Record<string, string>} translated
 * @returns {string[]} `KEY: what is wrong`, in the order of the English file; empty where nothing is.
 */
export function faultsOfTranslation(language, english, translated) {
  const missing = Object.keys(english).filter((key) => translated[key] === undefined);
  const stale = Object.keys(translated).filter((key) => english[key] === undefined);
  const texts = Object.entries(english).flatMap(([key, text]) => {
    const other = translated[key];
    return other === undefined ? [] : faultsOfText(language, text, other).map((fault) => `${key}: ${fault}`);
  });
  return [
    ...missing.map((key) => `${key}: is not translated`),
    ...stale.map((key) => `${key}: is a translation of nothing`),
    ...texts,
  ];
}

/** What must be in both texts, equally often: a translator may move it and must not change it. */
const KEPT = /** @type {const} */ ([
  ['placeholders', /\{\d+\}/g],
  ['links', /\]\([^)\s]+\)/g],
  ['code', /`[^`]*`/g],
  ['icons', /\$\([\w~-]+\)/g],
  ['lines', /\n/g],
  ['ellipsis at its end', /…$/g],
]);

/** @param {string} language @param {string} english @param {string} translated @returns {string[]} */
export function faultsOfText(language, english, translated) {
  const changed = KEPT.flatMap(([what, pattern]) => {
    const [before, after] = [english, translated].map((text) => (text.match(pattern) ?? []).toSorted());
    return JSON.stringify(before) === JSON.stringify(after) ? [] : [`has other ${what}`];
  });
  return [
    ...changed,
    ...(translated.trim() === translated ? [] : ['begins or ends with a space']),
    ...((translated === english) === STAYS.has(english)
      ? []
      : [translated === english ? 'is still the English text' : 'is a name, and is to stay English']),
    ...(language.startsWith('zh') ? faultsOfChinese(translated) : []),
  ];
}

const HALF_WIDTH = /\p{Script=Han}[,.;:!?()"'](?!\w)|[,;:!?()"']\p{Script=Han}/u;
const NO_SPACE = /\p{Script=Han}[\w{$`]|[\w}%`]\p{Script=Han}/u;

/** Punctuation beside a Chinese character is full-width; between one and a Latin letter, digit or placeholder is a space. @param {string} text */
function faultsOfChinese(text) {
  const prose = text.replace(/\]\([^)\s]+\)/g, ']');
  const half = HALF_WIDTH.exec(prose)?.[0];
  const close = NO_SPACE.exec(prose)?.[0];
  return [
    ...(half === undefined ? [] : [`has half-width punctuation beside Chinese: ${half}`]),
    ...(close === undefined ? [] : [`lacks a space: ${close}`]),
  ];
}
