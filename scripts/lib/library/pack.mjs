// @ts-check
/** The npm package: the library with its types, and the command `lis`. The VSIX has neither; the package nothing of the editor. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundledPackages, filesOf } from '../bundles.mjs';
import { capture } from '../command.mjs';
import { writeWhole } from '../files.mjs';
import { noticeOf, noticesText } from '../notices.mjs';
import { root } from '../project.mjs';
import { declarationsOf } from './declarations.mjs';

const bundles = [
  { out: 'index.mjs' },
  { out: 'cli.mjs' },
  { out: 'task.mjs' },
  { out: 'spark.mjs' },
  { out: 'mcp.mjs' },
  { out: 'server.mjs' },
];

/** Keys of the project's manifest that hold for the package as well. */
const shared = ['name', 'version', 'license', 'keywords', 'type', 'bin', 'exports', 'dependencies'];

/** @param {Record<string, any>} manifest The project's. @param {Record<string, string>} texts Those of package.nls.json. */
export function libraryManifest(manifest, texts) {
  return {
    ...Object.fromEntries(shared.map((key) => [key, manifest[key]])),
    description: texts['description'],
    engines: { node: manifest['engines'].node },
    files: ['dist', 'CHANGELOG.md', 'ThirdPartyNotices.txt'],
  };
}

/** Writes `dist/index.d.ts`, which takes seconds: only who packs needs it. @returns {string} its path. */
export function writeDeclarations() {
  const path = join(root, 'dist', 'index.d.ts');
  writeWhole(path, declarationsOf(join(root, 'src', 'index.ts'), join(root, 'src')));
  return path;
}

/** The page as a README: a link to a page that the package lacks is its words alone. @param {string} page */
export function readmeOf(page) {
  return page.replace(/\[([^\]]+)\]\((?!https?:|#)[^)]+\)/g, '$1');
}

/** @param {string} folder An existing, empty folder, which gets all that the package holds. */
function stage(folder) {
  const read = (/** @type {string} */ path) => readFileSync(join(root, path), 'utf8');
  mkdirSync(join(folder, 'dist'));
  for (const file of ['index.d.ts', 'kernels', ...bundles.flatMap(({ out }) => filesOf(out))])
    cpSync(join(root, 'dist', file), join(folder, 'dist', file), {
      recursive: true,
      filter: (path) => !path.endsWith('.map'),
    });
  for (const file of ['LICENSE', 'CHANGELOG.md']) cpSync(join(root, file), join(folder, file));
  writeFileSync(join(folder, 'README.md'), readmeOf(read('docs/reference/library.md')));
  const manifest = libraryManifest(JSON.parse(read('package.json')), JSON.parse(read('package.nls.json')));
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  const compiled = 'node_modules/assemblyscript'; // its runtime is in every kernel
  const notices = [...bundledPackages(bundles), compiled].map((path) => noticeOf(join(root, path)));
  writeFileSync(join(folder, 'ThirdPartyNotices.txt'), `${noticesText(notices)}\n`);
}

/**
 * Packs the built library. The caller builds first.
 * @param {string} destination An existing folder. @returns {Promise<string>} the tarball's path.
 * @throws {Error} when the entry's types cannot be written, a package lacks its licence, or npm fails.
 */
export async function packLibrary(destination) {
  writeDeclarations();
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'lis-library-'));
  try {
    stage(folder);
    const args = ['pack', '--ignore-scripts', '--loglevel=error', '--pack-destination', destination];
    const { code, text } = await capture('npm', args, { cwd: folder, shell: process.platform === 'win32' });
    if (code !== 0) throw new Error(`npm did not pack the library:\n${text.trim()}`);
    return join(destination, text.trim().split('\n').at(-1) ?? '');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
