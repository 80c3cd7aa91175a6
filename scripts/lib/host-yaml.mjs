// @ts-check
/**
 * The YAML library as the extension host needs it: it reads documents, with the place of each value, and writes none. What
 * writes them is a seventh of the library's code. A file that is left out is replaced by the little that reading asks of it.
 */
import { readFileSync } from 'node:fs';

/** Node is given yaml's CommonJS build, of which nothing can be left out; the ES modules are the same code, 15 kB less. */
export const yamlAlias = { yaml: './node_modules/yaml/browser/dist/index.js' };

/** A file whose functions nothing of the host calls. @param {string[]} names What it exports. */
const uncalled = (...names) =>
  `const uncalled=()=>{throw new Error('the editor writes no YAML')};export{${names.map((name) => `uncalled as ${name}`).join(',')}}`;

/** YAML 1.1's types of its own: no spec and no config is made of them. A value tagged as one stays as it is written.
 * @param {string} name @param {string[]} exports */
const untyped = (name, ...exports) =>
  `const type={tag:'tag:yaml.org,2002:${name}',identify:()=>false,resolve:(value)=>value};export{${exports.map((as) => `type as ${as}`).join(',')}}`;

/** By path below the library's folder. */
const replaced = {
  'doc/applyReviver': uncalled('applyReviver'),
  'doc/createNode': uncalled('createNode'),
  'parse/cst-visit': uncalled('visit'),
  'schema/json/schema': 'export const schema=[]', // only an option chooses it
  'schema/yaml-1.1/binary': untyped('binary', 'binary'),
  'schema/yaml-1.1/omap': untyped('omap', 'YAMLOMap', 'omap'),
  'schema/yaml-1.1/pairs': untyped('pairs', 'createPairs', 'pairs', 'resolvePairs'),
  'schema/yaml-1.1/set': untyped('set', 'YAMLSet', 'set'),
  'schema/yaml-1.1/timestamp': untyped('timestamp', 'floatTime', 'intTime', 'timestamp'),
  // A key that is a mapping or a list is a text in the value that is read, such as that of `{{ x }}`: "{ x }".
  'stringify/stringify': 'export const createStringifyContext=(doc)=>({doc,options:{}})',
  'stringify/stringifyCollection': `export const stringifyCollection=({items},ctx,{flowChars:{start,end}})=>
    items.length===0?start+end:[start,items.map((item)=>item.toString(ctx)).join(', '),end].join(' ')`,
  'stringify/stringifyPair': `export const stringifyPair=({key,value},ctx)=>
    key.toString(ctx)+(value?': '+value.toString(ctx):'')`,
  'stringify/stringifyDocument': uncalled('stringifyDocument'),
  'stringify/stringifyNumber': uncalled('stringifyNumber'),
  'stringify/stringifyString': uncalled('stringifyString'),
};

/** Assignments to a function keep it in the bundle, called or not. */
const properties = /^visitAsync\.\w+ = \w+;$/gm;

export const smallYaml = {
  name: 'small-yaml',
  /** @param {import('esbuild').PluginBuild} build */
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]yaml[\\/]browser[\\/]dist[\\/]/ }, ({ path }) => {
      const name = path.replaceAll('\\', '/').replace(/^.*\/yaml\/browser\/dist\/|\.js$/g, '');
      if (name === 'visit') return { contents: readFileSync(path, 'utf8').replace(properties, '') };
      return name in replaced ? { contents: replaced[/** @type {keyof typeof replaced} */ (name)] } : null;
    });
  },
};
