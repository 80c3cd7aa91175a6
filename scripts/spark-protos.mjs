// @ts-check
/**
 * `node scripts/spark-protos.mjs`: writes what the client of Spark Connect knows of the protocol, out of Apache Spark's own client for Python,
 * `pyspark-client` on PyPI. Its generated modules hold the descriptor of each file of the protocol as bytes; these become one FileDescriptorSet,
 * compressed, in src/data/spark/connect/descriptors.ts, and the licence and notice of the package go beside it.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import protobuf from 'protobufjs';
import 'protobufjs/ext/descriptor/index.js';
import { isMain, root } from './lib/project.mjs';
import { ensurePython } from './lib/system.mjs';

const version = '4.2.0';
const target = join(root, 'src', 'data', 'spark', 'connect');

/** Those that the service's own file imports, and those that they import. */
const modules = [
  ...['types', 'common', 'expressions', 'catalog', 'ml_common', 'relations'],
  ...['ml', 'pipelines', 'commands', 'base'],
];

/** Prints the descriptors as base64, one a line; needs nothing but Python itself. */
const extract = `
import ast, base64, re, sys
for path in sys.argv[1:]:
    literal = re.search(r"AddSerializedFile\\(\\s*(b(['\\"]).*?(?<!\\\\)\\2)\\s*\\)\\n", open(path).read(), re.S).group(1)
    print(base64.b64encode(ast.literal_eval(literal)).decode())
`;

/** The two messages of Google's own that the protocol uses, as the runtime has them. */
function wellKnown() {
  return ['any', 'timestamp'].map((name) => {
    const file = `google/protobuf/${name}.proto`;
    const { nested } = protobuf.common.get(file) ?? {};
    if (nested === undefined) throw new Error(`protobufjs has no ${file}`);
    const { toDescriptor } = /** @type {any} */ (protobuf.Root.prototype);
    const set = toDescriptor.call(protobuf.Root.fromJSON({ nested }), 'proto3');
    const [only] = set.file;
    only.name = file;
    const { FileDescriptorProto } = /** @type {any} */ (protobuf).descriptor;
    return Buffer.from(FileDescriptorProto.encode(only).finish());
  });
}

/** A FileDescriptorSet: field 1, repeated, of files. @param {readonly Buffer[]} files */
function setOf(files) {
  const writer = protobuf.Writer.create();
  for (const file of files) writer.uint32(10).bytes(file);
  return Buffer.from(writer.finish());
}

async function main() {
  const python = await ensurePython();
  if ('reason' in python) throw new Error(python.reason);
  const folder = mkdtempSync(join(tmpdir(), 'lis-spark-protos-'));
  try {
    const pip = ['-m', 'pip', 'download', '--quiet', '--no-deps', '--no-binary', ':all:', '--dest', folder];
    execFileSync(python.path, [...pip, `pyspark-client==${version}`]);
    const [archive = ''] = readdirSync(folder);
    execFileSync('tar', ['-xzf', join(folder, archive), '-C', folder]);
    const unpacked = join(folder, archive.replace(/\.tar\.gz$/, ''));
    const paths = modules.map((name) =>
      join(unpacked, 'pyspark', 'sql', 'connect', 'proto', `${name}_pb2.py`),
    );
    const printed = execFileSync(python.path, ['-c', extract, ...paths], { encoding: 'utf8' });
    const files = printed
      .trim()
      .split('\n')
      .map((line) => Buffer.from(line, 'base64'));
    const packed = gzipSync(setOf([...wellKnown(), ...files]), { level: 9 }).toString('base64');
    const licence = join(target, 'pyspark-client');
    mkdirSync(licence, { recursive: true });
    for (const name of ['LICENSE', 'NOTICE']) cpSync(join(unpacked, name), join(licence, name));
    const about = { name: 'pyspark-client', version, license: 'Apache-2.0' };
    writeFileSync(join(licence, 'package.json'), `${JSON.stringify(about, null, 2)}\n`);
    writeFileSync(
      join(target, 'descriptors.ts'),
      `/**
 * The protocol of Spark Connect, as pyspark-client ${version} (Apache-2.0, see pyspark-client/) describes it: a FileDescriptorSet, gzip, base64.
 * Written by \`node scripts/spark-protos.mjs\`.
 */
// biome-ignore format: one line of data
export const DESCRIPTORS = '${packed}';
`,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (isMain(import.meta.filename)) await main();
