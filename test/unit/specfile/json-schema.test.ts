import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';
import { specJsonSchema } from '../../../scripts/lib/schemas.mjs';
import { type SchemaNode, schemaTree } from '../../../src/specfile/authoring/schema-tree.ts';
import { FULL, HEAD } from './support.ts';

const FILE = new URL('../../../media/lis.schema.json', import.meta.url);

describe('the JSON schema', () => {
  it('in media/, which the product reads, is that of the spec (`npm run build` writes it)', async () => {
    expect(schemaTree()).toEqual(await specJsonSchema());
  });

  it('accepts the documented spec, and refuses what is none', () => {
    const schema = z.fromJSONSchema(JSON.parse(readFileSync(FILE, 'utf8')));
    expect(schema.safeParse(parse(FULL)).error).toBeUndefined();
    expect(schema.safeParse(parse(HEAD)).success).toBe(true);
    expect(schema.safeParse(parse(`${HEAD}metrc: auc\n`)).success).toBe(false);
    expect(schema.safeParse(parse(`${HEAD}split: {evaluate: 0.2}\n`)).success).toBe(false);
  });

  it('says of every key what it is', () => {
    const silent: string[] = [];
    const visit = (node: SchemaNode, path: string): void => {
      for (const [key, child] of Object.entries(node.properties ?? {})) {
        if ((child.description ?? '').length < 8) silent.push(`${path}.${key}`);
        visit(child, `${path}.${key}`);
      }
      for (const [i, form] of (node.anyOf ?? []).entries()) visit(form, `${path}|${i}`);
      if (node.items !== undefined) visit(node.items, `${path}[]`);
    };
    visit(schemaTree(), '');
    expect(silent).toEqual([]);
  });

  it('shows defaults as they are written', () => {
    const { properties } = schemaTree();
    expect(properties?.['split']?.default).toEqual({ evaluate: '20%', slices: 10 });
    expect(properties?.['ranker']?.default).toBe('fm');
    expect(properties?.['seeds']).toMatchObject({ type: 'integer', default: 3 });
  });
});
