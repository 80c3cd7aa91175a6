// @ts-check
/**
 * src/kernels/interfaces/: what each kernel exports, as TypeScript with named arguments, written from the AssemblyScript sources.
 * A kernel is called with numbers in an order; that order stands in the sources and here, and nowhere else.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { functionsOf } from './assembly.mjs';
import { sha256, writeWhole } from './files.mjs';
import { root } from './project.mjs';

const sources = 'src/kernels/assembly';
const target = 'src/kernels/interfaces';
const stampFile = join(root, 'dist', '.build', 'interfaces.json');
const read = (/** @type {string} */ file) => readFileSync(join(root, file), 'utf8');

/** @returns {string[]} the names of the kernels: the files of the folder itself, without those of the folders in it. */
export function kernelNames() {
  return readdirSync(join(root, sources))
    .filter((file) => file.endsWith('.ts'))
    .map((file) => file.slice(0, -'.ts'.length))
    .toSorted();
}

/** `boost` → `Boost`. @param {string} name */
const typeName = (name) => name[0]?.toUpperCase() + name.slice(1);

/** How the host sees a number of the kernel: true and false by themselves, no sign where there is none. @param {string} call @param {string} type */
function result(call, type) {
  if (type === 'bool') return `${call} !== 0`;
  return type.startsWith('u') ? `${call} >>> 0` : call;
}

/** @param {import('./assembly.mjs').KernelFunction} entry @returns {{signature: string, call: string}} */
function written({ name, doc, arguments: all, result: type }) {
  const field = (/** @type {import('./assembly.mjs').Argument} */ argument) =>
    `${argument.name}: ${argument.type}`;
  const [first] = all;
  const named = all.length > 1;
  const parameters = named ? `values: { ${all.map(field).join('; ')} }` : all.map(field).join('');
  const long = 110 < `  ${name}(${parameters}): ${type};`.length;
  const shown = long
    ? `values: {\n${all.map((argument) => `    ${field(argument)};\n`).join('')}  }`
    : parameters;
  const passed = named
    ? all.map((argument) => `v.${argument.name}`).join(', ')
    : first === undefined
      ? ''
      : first.name;
  const call = result(`raw.${name}(${passed})`, type);
  const comment = doc === '' ? '' : `  ${doc.replaceAll(/\n\s*/g, '\n   ')}\n`;
  return {
    signature: `${comment}  ${name}(${shown}): ${type};\n`,
    call: `    ${name}: (${named ? 'v' : passed}) => ${call},\n`,
  };
}

/**
 * The module of one kernel.
 * @param {import('typescript')} ts @param {string} name @param {(file: string) => string} [readSource] a source by its path
 * @throws {Error} for an export that an interface cannot hold
 */
export function interfaceOf(ts, name, readSource = read) {
  const file = `${sources}/${name}.ts`;
  const functions = functionsOf(ts, file, readSource);
  const types = functions.flatMap((entry) => [...entry.arguments.map(({ type }) => type), entry.result]);
  const strange = types.find((type) => type.startsWith('?'));
  if (strange !== undefined)
    throw new Error(
      `${file}: the host cannot pass a value of the type ${strange.slice(1) || 'that is missing'}.`,
    );
  const numbers = [...new Set(types)]
    .filter((type) => type !== 'void')
    .map((type) => (type === 'bool' ? '' : type));
  const imported = ['KernelInterface', ...numbers.filter((type) => type !== '').toSorted()].join(', ');
  const entries = functions.map(written);
  const type = typeName(name);
  return (
    `/** Written by \`npm run build\` from ${file}: change that file instead. */\n` +
    `import type { ${imported} } from '../interface.ts';\n\n` +
    `export interface ${type} {\n${entries.map(({ signature }) => signature).join('\n')}}\n\n` +
    `export const ${name}: KernelInterface<${type}> = {\n  name: '${name}',\n  bind: (raw) => ({\n` +
    `${entries.map(({ call }) => call).join('')}  }),\n};\n`
  ).replaceAll(/\bbool\b(?=;| })/g, 'boolean');
}

/** Everything that the modules follow from, and the modules themselves. @returns {string} */
function stampOf() {
  const files = (/** @type {string} */ folder) =>
    (existsSync(join(root, folder))
      ? readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      : []
    )
      .filter((file) => file.endsWith('.ts'))
      .toSorted()
      .map((file) => join(root, folder, file));
  const all = [
    ...files(sources),
    ...files(target),
    import.meta.filename,
    join(import.meta.dirname, 'assembly.mjs'),
  ];
  return sha256(...all.flatMap((file) => [file.slice(root.length), readFileSync(file)]));
}

/**
 * Writes the modules of all kernels, and removes those of kernels that are gone.
 * @returns {Promise<string[]>} those that were out of date
 */
export async function buildInterfaces() {
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stampOf()) return [];
  const { default: ts } = await import('typescript'); // slow to load: only for sources that changed
  mkdirSync(join(root, target), { recursive: true });
  const names = kernelNames();
  const changed = names.flatMap((name) => {
    const file = `${target}/${name}.ts`;
    return writeWhole(join(root, file), interfaceOf(ts, name)) ? [file] : [];
  });
  const gone = readdirSync(join(root, target)).filter((file) => !names.includes(file.replace(/\.ts$/, '')));
  for (const file of gone) rmSync(join(root, target, file));
  writeWhole(stampFile, stampOf());
  return [...changed, ...gone.map((file) => `${target}/${file}`)];
}
