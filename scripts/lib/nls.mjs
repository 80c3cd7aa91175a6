// @ts-check
/**
 * The manifest's strings, as the editor wants them translated: %keys% in package.json, words in package.nls.json. Whoever
 * adds to the manifest writes the words; the build moves them. Running it again changes nothing.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeWhole } from './files.mjs';
import { root } from './project.mjs';

/** Fields that people read, wherever they stand under `contributes` and `capabilities`. */
const fields = new Set([
  ...['title', 'shortTitle', 'category', 'label', 'displayName', 'userDescription', 'contents', 'altText'],
  ...['description', 'markdownDescription', 'patternErrorMessage', 'deprecationMessage', 'contextualTitle'],
  ...['markdownDeprecationMessage', 'enumDescriptions', 'markdownEnumDescriptions', 'enumItemLabels'],
]);
/** `name` is read by people here, and an identifier elsewhere. */
const named = /^contributes\.views\./;
/** A language model's, not a person's. */
const notForPeople = /^contributes\.languageModelTools\.\d+\.(inputSchema|modelDescription)/;

const reference = /^%(.+)%$/;

/**
 * @param {Record<string, unknown>} manifest @param {Record<string, string>} known The words behind the keys it has.
 * @returns {{manifest: Record<string, unknown>, strings: Record<string, string>}} the manifest with keys alone, and all words.
 * @throws {Error} when a key has no words.
 */
export function extractStrings(manifest, known) {
  /** @type {Record<string, string>} */
  const strings = {};
  // Keys that are taken keep their words, wherever a new one would come first.
  const taken = new Set(
    [...JSON.stringify(manifest).matchAll(/"%([^"%]+)%"/g)].flatMap(([, key]) =>
      key === undefined ? [] : key,
    ),
  );

  /** @param {string} words @param {string} wish */
  const keyOf = (words, wish) => {
    const key = reference.exec(words)?.[1];
    if (key !== undefined) {
      const behind = known[key];
      if (behind === undefined) throw new Error(`package.json uses %${key}%, which package.nls.json lacks.`);
      strings[key] = behind;
      return words;
    }
    let free = wish;
    const isFree = () => (strings[free] ?? (taken.has(free) ? (known[free] ?? '') : words)) === words;
    for (let n = 2; !isFree(); n++) free = `${wish}.${n}`;
    strings[free] = words;
    return `%${free}%`;
  };

  /** @param {unknown} value @param {string} path @param {string} owner @returns {unknown} */
  const walk = (value, path, owner) => {
    if (Array.isArray(value)) {
      return value.map((item, i) => walk(item, `${path}.${i}`, ownerOf(item) ?? owner));
    }
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, child(key, item, `${path}.${key}`, owner)]),
    );
  };

  /** @param {string} key @param {unknown} item @param {string} path @param {string} owner @returns {unknown} */
  const child = (key, item, path, owner) => {
    const read = (fields.has(key) || (key === 'name' && named.test(path))) && !notForPeople.test(path);
    const prefix = key === 'category' ? '' : owner;
    const wish = prefix === '' ? key : `${prefix}.${key}`;
    if (read && typeof item === 'string') return keyOf(item, wish);
    if (read && Array.isArray(item) && item.every((text) => typeof text === 'string'))
      return item.map((text, i) => keyOf(text, `${wish}.${i}`));
    return walk(item, path, ownerOf(item) ?? (isIdentifier(path, key) ? key : owner));
  };

  const result = { ...manifest };
  if (typeof manifest['displayName'] === 'string')
    result['displayName'] = keyOf(manifest['displayName'], 'displayName');
  if (typeof manifest['description'] === 'string')
    result['description'] = keyOf(manifest['description'], 'description');
  for (const part of ['capabilities', 'contributes']) {
    if (manifest[part] !== undefined) result[part] = walk(manifest[part], part, '');
  }
  return { manifest: result, strings };
}

/** What an object's strings are named after. @param {unknown} value @returns {string | undefined} */
function ownerOf(value) {
  const { command, id, view, name } = /** @type {Record<string, unknown>} */ (value ?? {});
  return [command, id, view, name].find((candidate) => typeof candidate === 'string');
}

/** Objects whose key in the manifest is their name: the settings as a whole, a setting, a capability. */
const identifiers =
  /^contributes\.configuration$|^contributes\.configuration(\.\d+)?\.properties\.$|^capabilities\.$/;

/** @param {string} path @param {string} key The last part of the path, dots and all. */
function isIdentifier(path, key) {
  return identifiers.test(path) || identifiers.test(path.slice(0, -key.length));
}

/** @param {string} file */
function readJson(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
}

/** Moves the manifest's new words to package.nls.json. @returns {string[]} the files that were out of date. */
export function buildManifestStrings() {
  const [file, wordsFile] = ['package.json', 'package.nls.json'];
  const { manifest, strings } = extractStrings(readJson(join(root, file)), readJson(join(root, wordsFile)));
  /** @param {unknown} value */
  const text = (value) => `${JSON.stringify(value, null, 2)}\n`;
  // Words first: a key without words would be lost, words without a key are found again.
  return [
    ...(writeWhole(join(root, wordsFile), text(strings)) ? [wordsFile] : []),
    ...(writeWhole(join(root, file), text(manifest)) ? [file] : []),
  ];
}
