// @ts-check
/**
 * The extension host's bundle in pieces. The editor compiles a whole file before it runs any of it, and most of the host's
 * code waits for the first spec: so what is imported later lies in files of its own. esbuild splits ES modules alone, and
 * an extension's entry must be CommonJS: the pieces are split first, then each is turned into CommonJS.
 */
import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { smallYaml, yamlAlias } from './host-yaml.mjs';

/** How esbuild splits the host: the entry keeps its name, the pieces lie in dist/host/. */
export const hostSplitting = /** @type {const} */ ({
  format: 'esm',
  splitting: true,
  outdir: 'dist',
  chunkNames: 'host/[name]-[hash]',
  outExtension: { '.js': '.cjs' },
  sourcemap: 'inline', // for the second step to read, which writes the files
});

/**
 * The spec's JSON schema ships in media/, for other extensions too: the pieces read it there, two folders above them, however
 * deep the source lies that imports it.
 */
const shippedSchema = {
  name: 'shipped-schema',
  /** @param {import('esbuild').PluginBuild} build */
  setup({ onResolve }) {
    const path = '../../media/lis.schema.json';
    onResolve({ filter: /\/media\/lis\.schema\.json$/ }, () => ({ path, external: true }));
  },
};

/** `z.describe('…')` among the checks of a schema, with the comma after it. */
const description = /\bz\.describe\(\s*(['"`])(?:\\.|(?!\1).)*\1,?\s*\),?/gs;

/** The editor reads what a key of the spec means in the JSON schema; the schemas that it checks with need no words, which are 11 kB. */
export const withoutDescriptions = {
  name: 'without-descriptions',
  /** @param {import('esbuild').PluginBuild} build */
  setup({ onLoad }) {
    onLoad({ filter: /src[\\/]specfile[\\/](schema(-\w+)?|sources[\\/][\w-]+)\.ts$/ }, ({ path }) => {
      // As many lines as before: the source map then still leads to the right ones.
      const blank = (/** @type {string} */ text) => '\n'.repeat(text.split('\n').length - 1);
      return { loader: 'ts', contents: readFileSync(path, 'utf8').replace(description, blank) };
    });
  },
};

/** What the host's imports lead to. */
export const hostResolution = { alias: yamlAlias, plugins: [shippedSchema, smallYaml, withoutDescriptions] };

/** esbuild's own functions, which it would write into each piece anew: half a kilobyte for each of some thirty. */
const helpers = ['__export', '__toCommonJS', '__toESM'];
const helpersFile = 'helpers.cjs';
const sample = "import * as a from 'a'; import b from 'b'; export { a, b };";

/** Where a piece's own code begins: at what it exports. Before that, there is nothing but esbuild's functions. */
const exportsStart = /var \w+_exports=\{\};/;

/**
 * A piece whose helpers are those of another file.
 * @param {string} code CommonJS, with esbuild's own names. @param {string} from The file with the helpers.
 * @throws {Error} when the piece needs a helper that is not shared.
 */
export function shareHelpers(code, from) {
  const start = exportsStart.exec(code)?.index;
  if (start === undefined) throw new Error('a piece of the host exports nothing.');
  const [before, piece] = [code.slice(0, start), code.slice(start)];
  const defined = [...before.matchAll(/\b(__\w+)=(?!=)/g)].map(([, name]) => name ?? '');
  const used = defined.filter((name) => piece.includes(`${name}(`));
  const other = used.find((name) => !helpers.includes(name));
  if (other !== undefined)
    throw new Error(`a piece of the host needs ${other}: share it in host-bundle.mjs.`);
  const line = `"use strict";var{${used.join(',')}}=require("${from}");`;
  return line.padEnd(before.length) + piece; // as long as before: its source map counts columns
}

/**
 * @param {readonly import('esbuild').OutputFile[]} modules The split ES modules.
 * @param {string} target esbuild's. @param {string} folder Where the pieces lie, absolute.
 * @returns {Promise<{path: string, contents: Uint8Array}[]>} CommonJS files and their source maps.
 */
export async function toCommonJs(modules, target, folder) {
  const { transform } = await import('esbuild');
  /** @type {import('esbuild').TransformOptions & {format: 'cjs'}} */
  const commonJs = { format: 'cjs', platform: 'node', target };
  /** @param {string} text */
  const convert = async (text) => {
    const options = { minifyWhitespace: true, minifySyntax: true, supported: { 'dynamic-import': false } };
    return (await transform(text, { ...commonJs, ...options, sourcemap: 'inline' })).code;
  };
  const shared = await convert(sample);
  const definitions = shared.slice(0, exportsStart.exec(shared)?.index);
  const { code: helpersCode } = await transform(`${definitions}module.exports={${helpers.join(',')}};`, {
    ...commonJs,
    minify: true,
  });
  const files = await Promise.all(
    modules.map(async ({ path, text }) => {
      const from = dirname(path) === folder ? `./${helpersFile}` : `./${basename(folder)}/${helpersFile}`;
      const empty = text.startsWith('//'); // what is left of a file that only exports what others hold
      const { code, map } = await transform(empty ? text : shareHelpers(await convert(text), from), {
        ...commonJs,
        minify: true,
        sourcefile: path,
        sourcemap: 'external',
      });
      return [
        { path, contents: Buffer.from(`${code}//# sourceMappingURL=${basename(path)}.map\n`) },
        { path: `${path}.map`, contents: Buffer.from(map) },
      ];
    }),
  );
  return [...files.flat(), { path: join(folder, helpersFile), contents: Buffer.from(helpersCode) }];
}
