// @ts-check
/**
 * Whether the links between the project's documents lead somewhere: to a file that exists, and to a heading in it; and whether files and
 * folders that they name (`src/data/engine.ts`) exist.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

/** Folders of documents, and documents beside package.json. */
const folders = ['docs', 'examples', '.github', 'media'];

/**
 * The anchors of a document's headings, as GitHub and the editor make them.
 * @param {string} text
 */
export function anchorsOf(text) {
  /** @type {Set<string>} */
  const anchors = new Set();
  for (const [, heading = ''] of withoutCode(text).matchAll(/^#{1,6} +(.+?) *$/gm)) {
    const plain = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase();
    const anchor = plain.replace(/[^\p{L}\p{N}\p{M}_ -]/gu, '').replaceAll(' ', '-');
    let unique = anchor;
    for (let count = 1; anchors.has(unique); count++) unique = `${anchor}-${count}`;
    anchors.add(unique);
  }
  return anchors;
}

/**
 * Relative links of a document, without those in code.
 * @param {string} text @returns {{ line: number, target: string }[]}
 */
export function linksOf(text) {
  return withoutCode(text)
    .split('\n')
    .flatMap((line, index) =>
      [...line.replace(/`[^`]*`/g, '').matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => ({
        line: index + 1,
        target,
      })),
    )
    .filter(({ target }) => !/^[a-z]+:/i.test(target));
}

/**
 * Files and folders of the project that a document names in backticks.
 * @param {string} text @returns {{ line: number, path: string }[]}
 */
export function pathsIn(text) {
  return withoutCode(text)
    .split('\n')
    .flatMap((line, index) =>
      [...line.matchAll(/`((?:src|test|scripts|webview|docs|media)\/[\w./-]+)`/g)].map(([, path = '']) => ({
        line: index + 1,
        path,
      })),
    );
}

/** Fenced blocks become empty lines, so that line numbers stay true. @param {string} text */
function withoutCode(text) {
  return text.replace(/^```[\s\S]*?^```/gm, (block) => block.replace(/[^\n]+/g, ''));
}

/** What is wrong with the links, a sentence each. @param {string} root The project's root. */
export function brokenLinks(root) {
  const within = folders.filter((folder) => existsSync(join(root, folder)));
  const files = [
    ...readdirSync(root),
    ...within.flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((path) =>
        join(folder, path),
      ),
    ),
  ].filter((path) => path.endsWith('.md'));
  return files.flatMap((path) => {
    const name = path.replaceAll('\\', '/');
    const text = readFileSync(join(root, path), 'utf8');
    const gone = pathsIn(text).filter((named) => !existsSync(join(root, named.path)));
    const faults = gone.map((named) => `${name}:${named.line}: there is no ${named.path}.`);
    const broken = linksOf(text).flatMap(({ line, target }) => {
      const [file = '', anchor] = target.split('#');
      const wanted = file === '' ? path : normalize(join(dirname(path), file));
      if (!existsSync(join(root, wanted)))
        return [`${name}:${line}: the link to ${target} leads to no file.`];
      if (anchor === undefined || !wanted.endsWith('.md')) return [];
      const known = anchorsOf(readFileSync(join(root, wanted), 'utf8'));
      return known.has(anchor) ? [] : [`${name}:${line}: ${target} names a heading that is not there.`];
    });
    return [...faults, ...broken];
  });
}
