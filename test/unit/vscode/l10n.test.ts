/** Translations are found by their English text: a string that is put together at run time can never have one. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../../../src');
/** The command table repeats the manifest, which is translated by its own means. */
const files = globSync('{extension.ts,vscode/**/*.ts}', { cwd: root }).filter(
  (name) => !name.endsWith('table.ts'),
);

/** What the user reads without asking: these take a translated text, never a plain one. */
const SPOKEN = /^(show(Info|Warning|Error)|confirm|whileWorking|quickFix)$/;
const TEXTS = new Set(['title', 'placeHolder', 'openLabel', 'prompt', 'tooltip', 'saveLabel']);

function visit(node: ts.Node, found: (node: ts.Node) => void): void {
  found(node);
  ts.forEachChild(node, (child) => visit(child, found));
}

function place(file: ts.SourceFile, node: ts.Node): string {
  const { line } = file.getLineAndCharacterOfPosition(node.getStart(file));
  return `${file.fileName}:${line + 1}: ${node.getText(file).split('\n')[0]}`;
}

/** `t(…)`, `l10n.t(…)`, `vscode.l10n.t(…)`. */
function isTranslation({ expression }: ts.CallExpression, file: ts.SourceFile): boolean {
  return /^((vscode\.)?l10n\.)?t$/.test(expression.getText(file));
}

/** Whether a node is text with words of its own; icons such as `$(sync)` are none. */
function words(node: ts.Node): boolean {
  const hasLetters = (text: string): boolean => /\p{L}/u.test(text.replace(/\$\([\w~-]+\)/g, ''));
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return hasLetters(node.text);
  if (!ts.isTemplateExpression(node)) return false;
  return [node.head, ...node.templateSpans.map(({ literal }) => literal)].some(({ text }) =>
    hasLetters(text),
  );
}

function check(text: string, name = 'a.ts'): { translations: number; broken: string[] } {
  const file = ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true);
  const broken: string[] = [];
  let translations = 0;
  visit(file, (node) => {
    if (ts.isCallExpression(node)) {
      const [first] = node.arguments;
      const called = node.expression.getText(file).split('.').at(-1) ?? '';
      if (isTranslation(node, file)) {
        translations++;
        if (first === undefined || !ts.isStringLiteral(first)) broken.push(place(file, node));
      } else if (SPOKEN.test(called) && first !== undefined && words(first)) broken.push(place(file, node));
    }
    if (ts.isPropertyAssignment(node) && TEXTS.has(node.name.getText(file)) && words(node.initializer)) {
      broken.push(place(file, node));
    }
  });
  return { translations, broken };
}

describe('strings for people', () => {
  it('are literal where they are translated, and translated where they are shown', () => {
    const results = files.map((name) => check(readFileSync(join(root, name), 'utf8'), name));
    expect(results.flatMap(({ broken }) => broken)).toEqual([]);
    expect(results.reduce((sum, { translations }) => sum + translations, 0)).toBeGreaterThan(60);
  });

  it.each([
    [`t(\`\${count} runs\`)`],
    ['vscode.l10n.t(message)'],
    ["t('a' + 'b')"],
    ["showError('No.')"],
    ["({ placeHolder: 'Choose' })"],
    [`({ title: \`Run \${name}\` })`],
  ])('%s is found', (text) => {
    expect(check(text).broken).toHaveLength(1);
  });

  it.each([
    ["t('{0} runs', count)"],
    ['showError(error.message)'],
    ["({ title: t('Choose') })"],
    [`({ title: \`$(sync~spin) \${words}\` })`],
  ])('%s is fine', (text) => {
    expect(check(text).broken).toEqual([]);
  });
});
