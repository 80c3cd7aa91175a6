/** The types that an outsider gets: one file made of many, with the words of the sources. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import { declarationsOf } from '../../../scripts/lib/library/declarations.mjs';
import { libraryManifest, readmeOf } from '../../../scripts/lib/library/pack.mjs';

let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'lis-types-')));
  symlinkSync(join(import.meta.dirname, '../../../node_modules'), join(folder, 'node_modules'), 'junction');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** What `src/index.ts` of these files declares, without the first line. */
function declared(files: Record<string, string>): string {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return declarationsOf(join(folder, 'src/index.ts'), join(folder, 'src')).replace(/^.*\n\n/, '');
}

describe('the declarations of an entry', () => {
  it('hold what it exports and what that names, without what a file says of itself', () => {
    const text = declared({
      'src/index.ts': "/** The entry. */\nexport { far } from './far.ts';\n",
      'src/far.ts': `/** About the file. */
import type { Near } from './near.ts';
const inner = 1;
export const other = inner;
/** Says how far. */
export async function far(from: Near, step = 2): Promise<number> { return from.at + step + inner; }
`,
      'src/near.ts':
        '/** About this file. */\nexport interface Near {\n /** A place. */\n at: number }\nexport type Unused = 1;',
    });
    expect(text).toBe(
      '/** Says how far. */\nexport declare function far(from: Near, step?: number): Promise<number>;\n\n' +
        'interface Near {\n  /** A place. */\n  at: number;\n}\n\nexport {};\n',
    );
  });

  it('write the type of a schema out, with the words of its keys, and keep the names inside', () => {
    const text = declared({
      'src/index.ts': "export type { Whole } from './schema.ts';",
      'src/schema.ts': `import * as z from 'zod/mini';
const count = z.number().check(z.describe('How many.'));
/** A part. */
export const PartSchema = z.strictObject({ by: z.enum(['a', "it's"]), count });
export const WholeSchema = z.strictObject({
  /** Perhaps. */
  one: z.optional(z.boolean()),
  parts: z.array(PartSchema),
  share: z.nullable(z.number()).check(z.describe('From 0 to 1.')),
  rest: z.record(z.string(), z.union([z.string(), z.array(z.union([z.string(), z.number()]))])),
});
export type Part = z.output<typeof PartSchema>;
export type Whole = z.output<typeof WholeSchema>;
`,
    });
    expect(text).toBe(`export type Whole = {
  /** Perhaps. */
  one?: boolean | undefined;
  parts: Part[];
  /** From 0 to 1. */
  share: number | null;
  rest: Record<string, string | (string | number)[]>;
};

/** A part. */
type Part = {
  by: 'a' | 'it\\'s';
  /** How many. */
  count: number;
};

export {};
`);
  });

  it('are refused where a package’s types would be needed', () => {
    const files = {
      'src/index.ts': "import type { Table } from 'apache-arrow';\nexport interface Open { table: Table }",
    };
    expect(() => declared(files)).toThrow('Open of index.ts needs the types of apache-arrow');
  });

  it('are refused where a type has two names', () => {
    const files = {
      'src/index.ts': "import type { A as B } from './a.ts';\nexport interface Open { b: B }",
      'src/a.ts': 'export interface A { a: 1 }',
    };
    expect(() => declared(files)).toThrow('Open of index.ts imports B under another name');
  });

  it('are refused where two types have one name', () => {
    const files = {
      'src/index.ts': "export type { A } from './a.ts';\nexport type { B } from './b.ts';",
      'src/a.ts': 'interface Same { a: 1 }\nexport interface A { same: Same }',
      'src/b.ts': 'interface Same { b: 1 }\nexport interface B { same: Same }',
    };
    expect(() => declared(files)).toThrow('two types are called Same: of a.ts and b.ts');
  });
});

test('the package’s manifest has nothing of the editor or of developing', () => {
  const manifest = {
    name: 'x',
    engines: { vscode: '1', node: '>=20' },
    scripts: {},
    contributes: {},
    main: './e.cjs',
  };
  expect(libraryManifest(manifest, { description: 'Says what.' })).toMatchObject({
    name: 'x',
    description: 'Says what.',
    engines: { node: '>=20' },
  });
  const keys = Object.keys(libraryManifest(manifest, {}));
  expect(
    keys.filter((key) => ['scripts', 'contributes', 'main', 'devDependencies', 'private'].includes(key)),
  ).toEqual([]);
});

test('the package’s README has no link to a page that is not in it', () => {
  expect(readmeOf('See [the report](report.md#a) and [npm](https://npmjs.com), [above](#x).')).toBe(
    'See the report and [npm](https://npmjs.com), [above](#x).',
  );
});
