/** `LIS: Store a Token…` and `LIS: Forget a Token…` against a stand-in for the editor. */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { forgetToken, storeToken } from '../../../../src/vscode/commands/tokens/tokens.ts';
import { findToken } from '../../../../src/vscode/state/tokens.ts';

const editor = vi.hoisted(() => ({
  specs: {} as Record<string, string>,
  pick: '',
  offered: [] as string[],
  typed: undefined as string | undefined,
  asked: [] as { title: string; prompt: string; password: boolean }[],
  told: [] as string[],
  /** What is written anywhere but into the storage of secrets. */
  written: [] as unknown[],
}));

vi.mock('vscode', () => {
  const said = async (text: string) => void editor.told.push(text);
  return {
    l10n: { t: (text: string, ...parts: unknown[]) => text.replace(/\{(\d)\}/g, (_, i) => String(parts[i])) },
    window: {
      showQuickPick: async (items: { label: string; description: string }[]) => {
        editor.offered = items.map(({ label, description }) => `${label} ${description}`);
        return items.find(({ label }) => label === editor.pick);
      },
      showInputBox: async (options: { title: string; prompt: string; password: boolean }) => {
        editor.asked.push(options);
        return editor.typed;
      },
      showInformationMessage: said,
      showWarningMessage: said,
    },
    workspace: {
      openTextDocument: (uri: string) =>
        uri in editor.specs ? Promise.resolve(uri) : Promise.reject(new Error('gone')),
    },
  };
});
vi.mock('../../../../src/vscode/state/spec/parsed.ts', async () => {
  const { parseSpec } = await import('../../../../src/specfile/index.ts');
  return { parsedSpec: async (uri: string) => parseSpec(editor.specs[uri] ?? '') };
});

const secrets = new Map<string, string>();
let list: unknown;
const context = {
  secrets: {
    get: async (key: string) => secrets.get(key),
    store: async (key: string, value: string) => void secrets.set(key, value),
    delete: async (key: string) => void secrets.delete(key),
  },
  globalState: {
    get: (_: string, none: unknown) => list ?? none,
    update: async (_: string, value: unknown) => {
      list = value;
      editor.written.push(value);
    },
  },
};
type Parts = Parameters<typeof storeToken>[0];
const parts = {
  context,
  specs: { listed: async () => [...Object.keys(editor.specs), 'gone'] },
} as unknown as Parts;
const find = (name: string, server: string) => findToken(parts.context, { name, server });
const spec = (engine: string) =>
  `version: 1\n${engine}\nlog: {path: /a.parquet, user: u, item: i, label: y, time: t}\n`;
const engine = (server: string, token: string) =>
  spec(`engine: {kind: spark, url: 'sc://${server}', tls: true, token: ${token}}`);

beforeEach(() => {
  secrets.clear();
  list = undefined;
  Object.assign(editor, {
    specs: {},
    pick: '',
    offered: [],
    typed: undefined,
    asked: [],
    told: [],
    written: [],
  });
});

describe('storing a token', () => {
  it('asks for that of the one server that specs name, and keeps it for that server alone', async () => {
    const named = engine('Spark.example.com', '{secret: prod}');
    editor.specs = {
      'a.lis.yaml': named,
      'b.lis.yaml': named,
      'c.lis.yaml': spec(''),
      'd.lis.yaml': 'version: [',
    };
    editor.typed = ' abc\n';
    await storeToken(parts);
    expect(editor.offered).toEqual([]);
    expect(editor.asked).toMatchObject([{ title: 'Token for spark.example.com:15002', password: true }]);
    expect(editor.asked[0]?.prompt).toContain('sent to spark.example.com:15002 alone');
    expect(await find('prod', 'Spark.example.com:15002')).toBe('abc');
    expect(await find('prod', 'spark.example.com:443')).toBeUndefined();
    expect(await find('prod', 'evil.example.com:15002')).toBeUndefined();
    expect(await find('dev', 'spark.example.com:15002')).toBeUndefined();
    expect(JSON.stringify([editor.written, editor.told])).not.toContain('abc');
  });

  it('asks for that of a spec with errors, which is often one that is being written', async () => {
    editor.specs = { a: engine('a.example.com', '{secret: prod}').replace('label: y', 'lable: y') };
    editor.typed = 'abc';
    await storeToken(parts);
    expect(await find('prod', 'a.example.com:15002')).toBe('abc');
  });

  it.each([
    "engine: {kind: spark, url: 'sc://a b', token: {secret: prod}}",
    "engine: {kind: spark, url: 'sc://a', token: {secret: 'a b'}}",
    "engine: {kind: spark, url: 'sc://a', token: 7}",
    'engine: [spark]',
    'engine:',
  ])('asks for none where the spec says %s', async (wrong) => {
    editor.specs = { a: spec(wrong), b: '7', c: '' };
    editor.typed = 'abc';
    await storeToken(parts);
    expect(editor.told[0]).toContain('No spec names');
    expect(editor.asked).toEqual([]);
  });

  it('lets one of several servers be chosen', async () => {
    editor.specs = {
      a: engine('a.example.com', '{secret: prod}'),
      b: engine('b.example.com:443', '{secret: prod}'),
      c: engine('c.example.com', '{env: SPARK_TOKEN}'),
    };
    editor.pick = 'b.example.com:443';
    editor.typed = 'abc';
    await storeToken(parts);
    expect(editor.offered).toEqual(['a.example.com:15002 prod', 'b.example.com:443 prod']);
    expect(await find('prod', 'b.example.com:443')).toBe('abc');
    expect(await find('prod', 'a.example.com:15002')).toBeUndefined();
  });

  it.each([undefined, '', '  '])('stores nothing where %j is typed', async (typed) => {
    editor.specs = { a: engine('a.example.com', '{secret: prod}') };
    editor.typed = typed;
    await storeToken(parts);
    expect([...secrets]).toEqual([]);
    expect(editor.told).toEqual([]);
  });

  it('says how a spec names one where none does', async () => {
    editor.specs = { a: engine('a.example.com', '{env: SPARK_TOKEN}') };
    await storeToken(parts);
    expect(editor.told[0]).toContain('token: {secret: NAME}');
    expect(editor.asked).toEqual([]);
  });
});

describe('forgetting a token', () => {
  it('takes it out of the storage, whether a spec still names it or not', async () => {
    editor.specs = { a: engine('a.example.com', '{secret: prod}') };
    editor.typed = 'abc';
    await storeToken(parts);
    editor.typed = 'def';
    await storeToken(parts);
    editor.specs = {};
    editor.pick = 'a.example.com:15002';
    await forgetToken(parts);
    expect(editor.offered).toEqual(['a.example.com:15002 prod']);
    expect([...secrets]).toEqual([]);
    await forgetToken(parts);
    expect(editor.told.at(-1)).toBe('No token is stored.');
  });
});
