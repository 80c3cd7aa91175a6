// @ts-check
/**
 * src/kernels/interfaces/: what each kernel exports, as TypeScript with named arguments, written from the AssemblyScript sources.
 * A kernel is called with numbers in an order, and reads records whose fields have an order; both orders stand in the sources and
 * here, and nowhere else.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { functionsOf, recordsOf } from './assembly.mjs';
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

/** How a field of a record may be written: see src/kernels/record.ts. */
const FIELDS = new Set(['u32', 'i32', 'f32', 'f64', 'u64']);

/**
 * The module of all records.
 * @param {import('typescript')} ts @param {readonly string[]} [files] sources with slashes @param {(file: string) => string} [readSource]
 * @throws {Error} for two records of one name, or a field that no record can hold
 */
export function recordsModule(ts, files = sourceFiles(), readSource = read) {
  const all = files.flatMap((file) =>
    recordsOf(ts, file, readSource(file)).map((entry) => ({ ...entry, file })),
  );
  for (const { name, file, fields } of all) {
    const other = all.find((entry) => entry.name === name && entry.file !== file);
    if (other !== undefined) throw new Error(`${file} and ${other.file} both have a record ${name}.`);
    const strange = fields.find(({ type }) => !FIELDS.has(type));
    if (strange !== undefined)
      throw new Error(`${file}: ${name}.${strange.name} cannot be of the type ${strange.type}.`);
  }
  const written = all.map(({ name, doc, file, fields }) => {
    const comment = doc === '' ? '' : `${doc.replaceAll(/\n\s*/g, '\n ')}\n`;
    const lines = fields.map((field) => {
      const above = field.doc === '' ? '' : `  ${field.doc.replaceAll(/\n\s*/g, '\n   ')}\n`;
      return `${above}  ${field.name}: '${field.type}',\n`;
    });
    return `// ${file}\n${comment}export const ${name} = record({\n${lines.join('')}});\n`;
  });
  const head = `/** Written by \`npm run build\` from the classes \`@unmanaged\` of ${sources}/: change these instead. */\n`;
  return `${head}import { record } from '../record.ts';\n\n${written.join('\n')}`;
}

/** @returns {string[]} all sources, those of folders too, with slashes. */
function sourceFiles() {
  return readdirSync(join(root, sources), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => `${sources}/${file.replaceAll('\\', '/')}`)
    .toSorted();
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
  const modules = new Map([
    ...kernelNames().map((name) => /** @type {const} */ ([`${name}.ts`, interfaceOf(ts, name)])),
    ['records.ts', recordsModule(ts)],
  ]);
  const changed = [...modules].filter(([file, text]) => writeWhole(join(root, target, file), text));
  const gone = readdirSync(join(root, target)).filter((file) => !modules.has(file));
  for (const file of gone) rmSync(join(root, target, file));
  writeWhole(stampFile, stampOf());
  return [...changed.map(([file]) => file), ...gone].map((file) => `${target}/${file}`);
}
