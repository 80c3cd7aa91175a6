// @ts-check
/**
 * The extension host's bundle in pieces. The editor compiles a whole file before it runs any of it, and most of the host's
 * code waits for the first spec: so what is imported later lies in files of its own. esbuild splits ES modules alone, and
 * an extension's entry must be CommonJS: the pieces are split first, then each is turned into CommonJS.
 */

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
 * @param {readonly import('esbuild').OutputFile[]} modules The split ES modules.
 * @param {string} target esbuild's.
 * @returns {Promise<{path: string, contents: Uint8Array}[]>} CommonJS files and their source maps.
 */
export async function toCommonJs(modules, target) {
  const { transform } = await import('esbuild');
  const files = await Promise.all(
    modules.map(async ({ path, text }) => {
      const { code, map } = await transform(text, {
        format: 'cjs',
        platform: 'node',
        target,
        minify: true,
        supported: { 'dynamic-import': false }, // becomes a later require: an ES import of a file is slower
        sourcefile: path,
        sourcemap: 'external',
      });
      const link = `//# sourceMappingURL=${path.split(/[/\\]/).at(-1)}.map\n`;
      return [
        { path, contents: Buffer.from(code + link) },
        { path: `${path}.map`, contents: Buffer.from(map) },
      ];
    }),
  );
  return files.flat();
}
