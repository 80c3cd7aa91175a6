/** Markdown as the editor's hovers and wikis read it: by the parser that the editor uses. */
import fc from 'fast-check';
import { marked } from 'marked';
import { describe, expect, it } from 'vitest';
import { codeSpan, escapeMarkdown, linkTarget } from '../../../src/inert/markdown.ts';
import { renderMarkdown } from '../../../src/report/exports/markdown.ts';
import { columnHover } from '../../../src/specfile/authoring/hover.ts';
import { fullReport } from '../report/sample.ts';
import { hostileText } from './hostile.ts';

const parse = (markdown: string): string => marked.parse(markdown, { async: false, gfm: true });
/** Tags that text of files could only have made by being read as markup. */
const MADE = /<(?!\/?(p|table|thead|tbody|tr|th|td|code|strong|br)\b)[a-z/]/i;
/** What is left of a page when its tags are gone, as a reader sees it. */
const seen = (html: string): string =>
  html
    .replace(/<[^>]*>/g, '')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&')
    .replaceAll('\u2060', '')
    .trim();

describe('escapeMarkdown', () => {
  it.each([
    ['a|b\n# c', 'a|b # c'],
    ['![x](https://evil.example/x.png)', '![x](https://evil.example/x.png)'],
    ['<img src=x onerror=y>', '<img src=x onerror=y>'],
    ['- a list', '- a list'],
    ['1. a list', '1. a list'],
    ['    code', 'code'],
    ['--- ', '---'],
    ['https://a.example and www.a.example', 'https://a.example and www.a.example'],
    ['a@b.example @everyone', 'a@b.example @everyone'],
    ['-0.0012', '-0.0012'],
  ])('%j is only seen', (text, shown) => {
    const html = parse(escapeMarkdown(text));
    expect(html).toMatch(/^<p>[\s\S]*<\/p>\n$/);
    expect(html).not.toMatch(MADE);
    expect(seen(html)).toBe(shown);
  });

  it('makes no markup in a paragraph, a title and a cell, whatever the text', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const shown = escapeMarkdown(text);
        expect(parse(shown)).not.toMatch(MADE);
        expect(parse(`**LIS** · ${shown}`)).not.toMatch(MADE);
        const table = parse(`| a | b |\n|---|---|\n| ${shown} | c |`);
        expect(table).not.toMatch(MADE);
        expect(table.match(/<td/g)).toHaveLength(2);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('codeSpan', () => {
  it.each(['`![x](https://evil.example/x.png)', '``', 'a`b', '\\|![x](https://e.example)', ' ', ''])(
    '%j is only seen',
    (text) => {
      expect(parse(codeSpan(text))).not.toMatch(MADE);
      const table = parse(`| a | b |\n|---|---|\n| ${codeSpan(text)} | c |`);
      expect(table).not.toMatch(MADE);
      expect(table.match(/<td/g)).toHaveLength(2);
    },
  );

  it('stays code where it can', () => {
    expect(codeSpan('clicks.csv')).toBe('`clicks.csv`');
    expect(codeSpan('<b>*x*</b>')).toBe('`<b>*x*</b>`');
    expect(parse(codeSpan('<b>*x*</b>'))).toBe('<p><code>&lt;b&gt;*x*&lt;/b&gt;</code></p>\n');
  });
});

it('the hover over a column shows names, types and values of a file as they are', () => {
  fc.assert(
    fc.property(hostileText, hostileText, hostileText, (name, type, value) => {
      const column = { name, type, family: 'text', distinct: 2, nulls: 0, isoShare: 0, examples: [value] };
      const ranged = { ...column, min: value, max: name, values: [{ value, share: 0.5 }] };
      for (const hostile of [column, ranged]) {
        const facts = { files: [{ path: value, bytes: 1 }], rows: 1, complete: true, columns: [hostile] };
        const html = parse(columnHover(name, facts)!);
        expect(html).not.toMatch(MADE);
        expect(html.match(/<td/g)!.length % 2).toBe(0);
      }
    }),
    { numRuns: 300 },
  );
});

it('the export of a report has no link, picture or HTML of a file', () => {
  fc.assert(
    fc.property(hostileText, (text) => {
      const report = fullReport();
      report.spec.path = text;
      report.sources[0]!.name = text;
      report.sources[0]!.features[0]!.name = text;
      report.verdicts[0]!.target = text;
      report.verdicts[0]!.message = text;
      report.warnings = [{ code: 'x', message: text }];
      expect(parse(renderMarkdown(report))).not.toMatch(/<(a|img|script|iframe|input)\b/i);
    }),
    { numRuns: 100 },
  );
});

it('an address ends no link', () => {
  expect(linkTarget('file:///a%20(1)/b.yaml#L3')).toBe('file:///a%20%281%29/b.yaml#L3');
});
