/** What a hostile text may do in each place that shows it: nothing. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvCell } from '../../../src/inert/csv.ts';
import { forLabel, forTooltip } from '../../../src/inert/label.ts';
import { forLog } from '../../../src/inert/log.ts';
import { escapeHtml, escapeXml } from '../../../src/inert/markup.ts';
import { forPaintedTerminal, forTerminal } from '../../../src/inert/terminal.ts';
import { oneLine, oneLineAll, visible } from '../../../src/inert/visible.ts';
import { paints } from '../../../src/report/terminal/paint.ts';
import { hostileText } from './hostile.ts';

/** Whether a text holds a control other than a line break or a tab, a mark that reorders text, or half a character. */
const acts = (text: string): boolean =>
  [...text.replaceAll('\r\n', '')].some((c) => {
    const code = c.codePointAt(0)!;
    const control = (code < 32 && !'\t\n'.includes(c)) || (code >= 127 && code < 160);
    return control || /[\u2028\u2029]|\p{Bidi_Control}|\p{Surrogate}/u.test(c);
  });

describe('visible', () => {
  it('writes out what would act, and keeps everything else', () => {
    expect(visible('a\u001b[31m\u009b\u202eb\u2028\ud800\r')).toBe(
      'a\\u001b[31m\\u009b\\u202eb\\u2028\\ud800\\u000d',
    );
    const kept = 'naïve 日本 \u{1f469}\u200d\u{1f4bb} عربي\r\n\ttab';
    expect(visible(kept)).toBe(kept);
  });

  it('on one line', () => {
    expect(oneLine('lis: fine\n  lis: faked\u2028x\ty')).toBe('lis: fine lis: faked x y');
    expect(oneLineAll({ 'a\nb': ['\u0007', 1, null, { c: true }] })).toEqual({
      'a b': ['\\u0007', 1, null, { c: true }],
    });
  });

  it('leaves nothing that acts, whatever the text', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        expect(acts(visible(text))).toBe(false);
        expect(oneLine(text)).not.toMatch(/[\r\n\t]/);
      }),
    );
  });
});

/** How the editor finds links in a notification, and icons in a label. */
const LINK = /\[([^\]]+)\]\(((?:https?:\/\/|command:|file:)[^)\s]+)(?: (["'])(.+?)(\3))?\)/i;
const ICON = /\$\([a-z0-9-]+(?:~[a-z]+)?\)/i;

describe('labels', () => {
  it('have no code marks: a name stands in quotation marks', () => {
    expect(forLabel('no column `usr_id` in `a b.csv`; did you mean `user_id`?')).toBe(
      'no column “usr_id” in “a b.csv”; did you mean “user_id”?',
    );
    expect(forLabel('one ` alone')).toBe('one ` alone');
  });

  it('have no links and no icons', () => {
    expect(forLabel('[Repair](command:lis.newEvaluation) $(bug)')).toBe(
      '[Repair] (command:lis.newEvaluation) $ (bug)',
    );
    fc.assert(
      fc.property(hostileText, (text) => {
        for (const shown of [forLabel(text), forTooltip(text)]) {
          expect(shown).not.toMatch(LINK);
          expect(shown).not.toMatch(ICON);
          expect(acts(shown)).toBe(false);
        }
      }),
    );
  });
});

describe('terminals', () => {
  it('obey nothing but line breaks and our own colours', () => {
    const text = 'a\n\u001b[32mmet\u001b[39m\u001b[2K\u001b]0;title\u0007\u001b[8mx';
    expect(forTerminal(text)).toBe('a\n\\u001b[32mmet\\u001b[39m\\u001b[2K\\u001b]0;title\\u0007\\u001b[8mx');
    expect(forPaintedTerminal(text)).toBe(
      'a\n\u001b[32mmet\u001b[39m\\u001b[2K\\u001b]0;title\\u0007\\u001b[8mx',
    );
  });

  it('show every colour that tables are painted with', () => {
    for (const paint of Object.values(paints(true))) expect(forPaintedTerminal(paint('x'))).toBe(paint('x'));
  });

  it('are given JSON that still is the same JSON', () => {
    const value = { 'a\u202eb': 'c\u009b\\u001b\u2028\u007f' };
    expect(JSON.parse(forTerminal(JSON.stringify(value)))).toEqual(value);
  });
});

describe('HTML and XML', () => {
  it('hold no markup', () => {
    expect(escapeHtml(`<a href="x" title='y'>&\u0000`)).toBe(
      '&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;\\u0000',
    );
    expect(escapeXml('a\nb\t"\uffff')).toBe('a&#10;b&#9;&quot;\\uffff');
  });
});

describe('CSV', () => {
  it.each([
    ['=1+1', "'=1+1"],
    ['+cmd', "'+cmd"],
    ['-a', "'-a"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\uff1d1+1', "'\uff1d1+1"],
    ['  =1', `"  '=1"`],
    ['a;=1+1', `"a;'=1+1"`],
    ['\t=1', `"\t'=1"`],
    ['a\n=1', `"a\n'=1"`],
    ['-0.5', '-0.5'],
    ['+3', '+3'],
    ['-1e-5', '-1e-5'],
    ['-1-1', "'-1-1"],
    ['a-b', 'a-b'],
    ['a,"b"', '"a,""b"""'],
    [-0.25, '-0.25'],
    [Number.NEGATIVE_INFINITY, '-Infinity'],
    [null, ''],
    [undefined, ''],
  ])('writes %j as %s', (value, cell) => expect(csvCell(value)).toBe(cell));

  it('is one cell, whatever the text', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const cell = csvCell(text);
        expect(acts(cell)).toBe(false);
        const inner = cell.startsWith('"') ? cell.slice(1, -1) : cell;
        expect(inner.replaceAll('""', '')).not.toMatch(cell.startsWith('"') ? /"/ : /[",\r\n;]/);
        if (Number.isNaN(Number(inner))) expect(inner).not.toMatch(/(^|[;\t\r\n])\s*[=+\-@]/);
      }),
    );
  });
});

describe('logs', () => {
  it('hold no entry that a file wrote', () => {
    expect(forLog('one\n2026-01-01 00:00:00.000 [info] faked\u001b[0m')).toBe(
      'one\n    2026-01-01 00:00:00.000 [info] faked\\u001b[0m',
    );
  });
});
