/** The walkthrough's page has a policy against inline styles: its pictures are coloured by attributes, from the theme. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../../..');
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const [walkthrough] = manifest.contributes.walkthroughs;
const pictures = walkthrough.steps.map(({ media }: { media: { svg: string } }) => media.svg) as string[];

describe('the pictures of the walkthrough', () => {
  it('are those of its four steps', () => {
    const files = readdirSync(join(root, 'media/walkthrough')).map((name) => `media/walkthrough/${name}`);
    expect(pictures.toSorted()).toEqual(files.toSorted());
    expect(pictures).toHaveLength(4);
  });

  it.each(pictures)('%s follows the theme without a style of its own', (picture) => {
    const text = readFileSync(join(root, picture), 'utf8');
    expect(text).not.toMatch(/<style|style=|class=|<script/);
    const colours = [...text.matchAll(/(?:fill|stroke)="([^"]*)"/g)].map(([, colour]) => colour);
    expect(colours.length).toBeGreaterThan(0);
    for (const colour of colours) expect(colour).toMatch(/^(none|var\(--vscode-[\w-]+, #?\w+\))$/);
  });
});
