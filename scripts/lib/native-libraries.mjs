// @ts-check
/**
 * The libraries inside DuckDB's binary. Its packages give DuckDB's own licence and no word of them, so they are listed here: their
 * names, licences and authors, and where in DuckDB's source their texts stand. A test reads the binary's own names and fails for a
 * library that this list does not have.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './project.mjs';

/**
 * @typedef {object} NativeLibrary
 * @property {string} name @property {string} licence An SPDX expression. @property {string} by
 * @property {string} folder In DuckDB's source, with the library's licence.
 * @property {string} [space] The namespace of its names in the binary; absent where it is written in C, or has none of its own.
 */

/** @type {readonly NativeLibrary[]} */
export const nativeLibraries = [
  ...[
    ['Apache Arrow ADBC', 'Apache-2.0', 'the Apache Software Foundation', 'src/common/adbc', 'duckdb_adbc'],
    [
      'Apache Arrow nanoarrow',
      'Apache-2.0',
      'the Apache Software Foundation',
      'src/common/adbc/nanoarrow',
      'duckdb_nanoarrow',
    ],
    [
      'Apache Parquet format',
      'Apache-2.0',
      'the Apache Software Foundation',
      'third_party/parquet',
      'duckdb_parquet',
    ],
    ['Apache Thrift', 'Apache-2.0', 'the Apache Software Foundation', 'third_party/thrift', 'duckdb_apache'],
    ['Brotli', 'MIT', 'the Brotli authors', 'third_party/brotli', 'duckdb_brotli'],
    [
      'concurrentqueue',
      'BSD-2-Clause OR BSL-1.0',
      'Cameron Desrochers',
      'third_party/concurrentqueue',
      'duckdb_moodycamel',
    ],
    ['cpp-httplib', 'MIT', 'Yuji Hirose', 'third_party/httplib', 'duckdb_httplib'],
    [
      'fast_float',
      'Apache-2.0 OR MIT',
      'the fast_float authors',
      'third_party/fast_float',
      'duckdb_fast_float',
    ],
    ['FastPFor', 'Apache-2.0', 'Daniel Lemire and others', 'third_party/fastpforlib', 'duckdb_fastpforlib'],
    ['{fmt}', 'MIT', 'Victor Zverovich', 'third_party/fmt', 'duckdb_fmt'],
    ['FSST', 'MIT', 'CWI, TU Munich and FSU Jena', 'third_party/fsst'],
    [
      'HyperLogLog',
      'MIT AND BSD-3-Clause',
      'Hideaki Ohno and Salvatore Sanfilippo',
      'third_party/hyperloglog',
      'duckdb_hll',
    ],
    ['ICU', 'ICU', 'Unicode, Inc. and others', 'extension/icu/third_party/icu', 'icu_66'],
    ['jemalloc', 'BSD-2-Clause', 'Jason Evans and others', 'extension/jemalloc/jemalloc'],
    [
      'libpg_query',
      'BSD-3-Clause AND PostgreSQL',
      'Lukas Fittl and the PostgreSQL Global Development Group',
      'third_party/libpg_query',
      'duckdb_libpgquery',
    ],
    ['LZ4', 'BSD-2-Clause', 'Yann Collet', 'third_party/lz4', 'duckdb_lz4'],
    ['Mbed TLS', 'Apache-2.0', 'the Mbed TLS contributors', 'third_party/mbedtls', 'duckdb_mbedtls'],
    [
      'miniz',
      'MIT',
      'Rich Geldreich, RAD Game Tools and Valve Software',
      'third_party/miniz',
      'duckdb_miniz',
    ],
    ['pcg', 'Apache-2.0', 'Melissa O’Neill', 'third_party/pcg'],
    ['pdqsort', 'Zlib', 'Orson Peters', 'third_party/pdqsort', 'duckdb_pdqsort'],
    ['RapidFuzz (Jaro-Winkler)', 'MIT', 'Max Bachmann', 'third_party/jaro_winkler', 'duckdb_jaro_winkler'],
    ['RE2', 'BSD-3-Clause', 'the RE2 authors', 'third_party/re2', 'duckdb_re2'],
    ['ska_sort', 'BSL-1.0', 'Malte Skarupke', 'third_party/ska_sort', 'duckdb_ska_sort'],
    ['SkipList', 'MIT', 'Paul Ross', 'third_party/skiplist', 'duckdb_skiplistlib'],
    ['Snappy', 'BSD-3-Clause', 'Google', 'third_party/snappy', 'duckdb_snappy'],
    ['t-digest', 'Apache-2.0', 'Derrick R. Burns and others', 'third_party/tdigest', 'duckdb_tdigest'],
    ['utf8proc', 'MIT', 'Steven G. Johnson, Jiahao Chen and others', 'third_party/utf8proc'],
    ['vergesort', 'MIT', 'Morwenn', 'third_party/vergesort', 'duckdb_vergesort'],
    ['yyjson', 'MIT', 'YaoYuan', 'third_party/yyjson', 'duckdb_yyjson'],
    ['Zstandard', 'BSD-3-Clause', 'Meta Platforms and affiliates', 'third_party/zstd', 'duckdb_zstd'],
  ].map(([name = '', licence = '', by = '', folder = '', space]) => ({
    ...{ name, licence, by, folder },
    ...(space !== undefined && { space }),
  })),
];

/**
 * The namespaces that a library's binary names: what is compiled in carries the prefix that DuckDB gives to others' code.
 * @param {string} file Absolute. @returns {string[]} sorted
 */
export function namespacesIn(file) {
  /** @type {Set<string>} */
  const found = new Set();
  // As C++ compilers write a name: its length, then its letters.
  for (const [, length, letters = ''] of readFileSync(file, 'latin1').matchAll(
    /N[KVOR]*(\d{1,2})((?:duckdb_|icu_)[a-z0-9_]+)/g,
  )) {
    if (letters.length >= Number(length)) found.add(letters.slice(0, Number(length)));
  }
  return [...found].sort();
}

/** The section of the notices. @param {string} version Of DuckDB's package: `1.5.5-r.5`. */
export function nativeLibrariesText(version = engineVersion()) {
  const release = `v${version.replace(/-.*$/, '')}`;
  const source = `https://github.com/duckdb/duckdb/tree/${release}`;
  const lines = nativeLibraries.map(
    ({ name, licence, by, folder }) => `${name} (${licence}), by ${by}\n  ${source}/${folder}`,
  );
  return [
    `The data engine DuckDB ${release} contains the ${nativeLibraries.length} libraries below, each under its own licence. Their sources, with the`,
    'texts of their licences and the names of all who hold rights in them, are in the folders of its source that are named.',
    '',
    ...lines,
    '',
  ].join('\n');
}

function engineVersion() {
  const file = join(root, 'node_modules/@duckdb/node-bindings/package.json');
  return String(JSON.parse(readFileSync(file, 'utf8')).version);
}
