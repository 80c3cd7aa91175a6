// @ts-check
/** What tests take from Python's package index: environments with pinned packages, and files out of packages. Both are kept in the cache folder. */
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { capture } from './command.mjs';
import { sha256 } from './files.mjs';
import { keptFolder } from './kept.mjs';
import { root } from './project.mjs';
import { ensurePython } from './system.mjs';

/** The worked example of a ranker: its packages are what it says itself. */
const lightgbm = join(root, 'examples', 'lightgbm', 'requirements.txt');
/** RecBole's package has MovieLens-100k in the order of the original file. */
const movielens = ['recbole==1.2.1', 'recbole/dataset_example/ml-100k/ml-100k.inter'];

const quiet = ['--quiet', '--disable-pip-version-check'];

/**
 * @param {string} folder where the programs run @param {string[][]} programs with their arguments, one after the other
 * @returns {Promise<string | null>} why one failed, or null
 */
async function failureOf(folder, programs) {
  for (const [program = '', ...args] of programs) {
    const { code, text } = await capture(program, args, { cwd: folder });
    if (code !== 0) return `${[program, ...args].join(' ')} failed: ${text.trim().split('\n').at(-1)}`;
  }
  return null;
}

/**
 * A virtual environment with the packages of a file of requirements. It is found by its Python, `bin/python`: its other programs name the
 * folder in which it was built.
 * @param {string} [requirements] path of the file
 * @returns {Promise<{folder: string} | {reason: string}>}
 */
export async function ensureVenv(requirements = lightgbm) {
  const python = await ensurePython();
  if ('reason' in python) return python;
  const { text: version } = await capture(python.path, ['-VV']);
  const hash = sha256(readFileSync(requirements), python.path, version).slice(0, 12);
  return keptFolder(`python-${hash}-${process.platform}-${process.arch}`, (part) =>
    failureOf(part, [
      [python.path, '-m', 'venv', '.'],
      ['bin/pip', 'install', ...quiet, '--no-compile', '-r', requirements],
    ]),
  );
}

/**
 * A file out of a package that lies on the index.
 * @param {string} [requirement] name==version @param {string} [file] its path in the package
 * @returns {Promise<{path: string} | {reason: string}>}
 */
export async function ensurePackagedFile(requirement = movielens[0] ?? '', file = movielens[1] ?? '') {
  const name = basename(file);
  const kept = await keptFolder(`${requirement.replace('==', '-')}-${name}`, async (part) => {
    const python = await ensurePython();
    if ('reason' in python) return python.reason;
    const unpack =
      'import glob, sys, zipfile; open(sys.argv[2], "wb").write(zipfile.ZipFile(glob.glob("*.whl")[0]).read(sys.argv[1]))';
    return failureOf(part, [
      [python.path, '-m', 'pip', 'download', ...quiet, '--no-deps', '--dest', '.', requirement],
      [python.path, '-c', unpack, file, name],
    ]);
  });
  return 'reason' in kept ? kept : { path: join(kept.folder, name) };
}
