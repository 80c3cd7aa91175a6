/** Compiles the kernels to WebAssembly. */
import { mkdirSync, readdirSync } from 'node:fs';
import { basename } from 'node:path';
import asc from 'assemblyscript/asc';

const folder = 'src/kernels/assembly';

export async function buildKernels() {
  mkdirSync('dist/kernels', { recursive: true });
  for (const file of readdirSync(folder)) {
    if (!file.endsWith('.ts') || file.startsWith('_')) continue; // _name.ts: shared by kernels, not one itself
    const name = basename(file, '.ts');
    const { error, stderr } = await asc.main([
      `${folder}/${file}`,
      '--outFile', `dist/kernels/${name}.wasm`,
      '--optimizeLevel', '3', '--shrinkLevel', '0', '--converge', '--noAssert',
      '--runtime', 'stub', '--importMemory', '--memoryBase', '1024',
      '--enable', 'simd',
    ]);
    if (error) throw new Error(`${file}: ${stderr.toString() || error.message}`);
  }
}

await buildKernels();
