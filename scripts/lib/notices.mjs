// @ts-check
/**
 * ThirdPartyNotices.txt: name, version, licence and licence text of every package whose code ships, taken from what the
 * bundler really put in and from the packages themselves. A package without a text, or with a licence that nobody has
 * agreed to, ends the packaging: it must not be noticed by a user first.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './project.mjs';

/** Licences that allow shipping in a product under MIT with no more than a notice. */
const allowed = new Set([
  ...['MIT', 'ISC', '0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'BSL-1.0'],
  ...['ICU', 'PostgreSQL', 'Zlib'],
]);

/** Packages published without their licence's text, and the package in whose notices their authors print it. */
const printedBy = new Map([
  ['@microsoft/fast-element', '@vscode/webview-ui-toolkit'],
  ['@microsoft/fast-foundation', '@vscode/webview-ui-toolkit'],
  ['@microsoft/fast-web-utilities', '@vscode/webview-ui-toolkit'],
]);

const rule = '='.repeat(96);

/**
 * @typedef {{name: string, version: string, licence: string, text: string}} Notice
 * @param {string} expression An SPDX expression: names joined by AND or OR, in parentheses perhaps.
 */
export function isAllowed(expression) {
  const choices = expression.replace(/^\((.*)\)$/, '$1').split(/ OR /);
  return choices.some((choice) => choice.split(/ AND /).every((name) => allowed.has(name)));
}

/**
 * @param {string} folder The package's, absolute. @param {string} modules The node_modules that printedBy's are in.
 * @returns {Notice} @throws {Error} naming the package and what it lacks.
 */
export function noticeOf(folder, modules = join(root, 'node_modules')) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const release = `${name} ${version}`;
  if (typeof license !== 'string')
    throw new Error(`${release} ships, but its package.json names no licence.`);
  if (!isAllowed(license))
    throw new Error(`${release} ships under ${license}, which is not among ${[...allowed].join(', ')}.`);
  const text = textOf(folder) || printedText(name, modules);
  if (text === '') throw new Error(`${release} ships, but without the text of its licence (${license}).`);
  return { name, version, licence: license, text };
}

/** The licence's text and, as Apache-2.0 section 4 (d) asks, the notice beside it. @param {string} folder */
function textOf(folder) {
  const files = readdirSync(folder).toSorted();
  const [licences, notices] = [/^(licen[cs]e|copying)\b/i, /^notice\b/i].map((pattern) =>
    files.filter((file) => pattern.test(file)).map((file) => readFileSync(join(folder, file), 'utf8').trim()),
  );
  return licences?.length ? [...licences, ...(notices ?? [])].join('\n\n') : '';
}

/** @param {string} name @param {string} modules */
function printedText(name, modules) {
  const file = join(modules, printedBy.get(name) ?? '', 'NOTICES');
  if (!printedBy.has(name) || !existsSync(file)) return '';
  const sections = readFileSync(file, 'utf8').split(/^---$/m);
  const section = sections.find((part) => part.trimStart().startsWith(`${name} `))?.trim() ?? '';
  return section.split('\n').slice(1).join('\n').trim(); // without the version that it names
}

/**
 * The whole file. Packages with the same text, as those of one family have, share one section.
 * @param {readonly Notice[]} notices
 */
export function noticesText(notices) {
  /** @type {Map<string, Notice[]>} */
  const byText = new Map();
  for (const notice of notices.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    byText.set(notice.text, [...(byText.get(notice.text) ?? []), notice]);
  }
  const sections = [...byText].map(([text, packages]) => {
    const names = packages.map(({ name, version, licence }) => `${name} ${version} (${licence})`);
    return `${rule}\n${names.join('\n')}\n${rule}\n\n${text.replaceAll('\r\n', '\n')}\n`;
  });
  return `LIS Lens contains code of the ${notices.length} packages below, each under its own licence.\n\n${sections.join('\n')}`;
}
