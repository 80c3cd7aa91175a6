import { describe, expect, it } from 'vitest';
import { renderCsv } from '../../../src/report/exports/csv.ts';
import { renderHtml } from '../../../src/report/exports/html/html.ts';
import { renderJunit } from '../../../src/report/exports/junit.ts';
import { renderMarkdown } from '../../../src/report/exports/markdown.ts';
import { gateResult } from '../../../src/report/gate.ts';
import { factsOf } from '../../../src/report/kept/run-facts.ts';
import { renderTable } from '../../../src/report/terminal/table.ts';
import { leadingVerdict } from '../../../src/report/words/label-leak.ts';
import { withLeak, withLeakingBase } from '../../fixtures/leaks.ts';
import { fullReport, modelsReport } from './sample.ts';

const ofSource = withLeak(fullReport(), 'editorial');
const ofBase = withLeakingBase(fullReport());

describe('a label leak', () => {
  it('is red in the terminal, that of the base before all numbers', () => {
    expect(renderTable(ofSource, { colour: true })).toContain('\u001b[31mlabel-leak\u001b[39m: The column');
    const table = renderTable(ofBase, { colour: false });
    expect(table.indexOf('Base\n  label-leak: The column `watched` of the base')).toBeGreaterThan(0);
    expect(table.indexOf('label-leak')).toBeLessThan(table.indexOf('Arms'));
  });

  it('is an alert of Markdown, apart from other quotes', () => {
    expect(renderMarkdown(ofSource)).toMatch(/> \[!CAUTION\]\n> \*\*label-leak\*\*: .*dwell\\_ms/);
    const base = renderMarkdown(ofBase);
    expect(base.indexOf('[!CAUTION]')).toBeLessThan(base.indexOf('<details>'));
    expect(base.indexOf('[!CAUTION]')).toBeLessThan(base.indexOf('| source or model |'));
    expect(renderMarkdown(fullReport())).not.toContain('CAUTION');
  });

  it('has the colour of errors in HTML', () => {
    expect(renderHtml(ofSource)).toContain('<div class="card error"><p><b class="error">label-leak</b>');
    const base = renderHtml(ofBase);
    expect(base.indexOf('card error')).toBeLessThan(base.indexOf('<figure'));
  });

  it('is an error of JUnit', () => {
    const text = renderJunit(ofSource);
    expect(text).toContain('<error type="label-leak" message="The column `dwell_ms`');
    expect(text).toMatch(/<testsuites [^>]* errors="1"/);
    expect(renderJunit(ofBase)).toContain('<testsuite name="the base" tests="1" failures="0" errors="1"');
  });

  it('is a row of CSV for each column, and the verdict of all rows of its target', () => {
    const lines = renderCsv(ofSource).split('\r\n');
    expect(lines[1]).toMatch(/^editorial,labelLeak,column,dwell_ms,1,.*,label-leak,,,$/);
    const targetLines = lines.filter((line) => line.startsWith('editorial,'));
    expect(targetLines.length).toBeGreaterThan(1);
    expect(targetLines.filter((line) => !line.endsWith(',label-leak,,,'))).toEqual([]);
    expect(renderCsv(ofBase).split('\r\n')[1]).toMatch(
      /^,labelLeak,column,watched,0\.9998,.*,label-leak,,,$/,
    );
  });

  it('is never the best of a run, and speaks for it', () => {
    const high = fullReport();
    high.sources[1]!.lis.total.value = 0.9;
    const { best, verdict } = factsOf(withLeak(high, 'editorial'));
    expect(best?.source).toBe('co-click');
    expect(verdict).toMatchObject({ code: 'label-leak', target: 'editorial' });
    expect(factsOf(ofBase).best).toBeUndefined();
    expect(factsOf(withLeak(modelsReport(), 'notellm')).bestModel?.model).toBe('prod-v2');
    expect(leadingVerdict(ofSource, 'co-click')?.code).toBe('headroom');
  });

  it('meets no gate', () => {
    const gate = { source: 'editorial', total: '>= -1' };
    expect(gateResult(gate, fullReport())).toMatchObject({ met: true });
    expect(gateResult(gate, ofSource)).toMatchObject({ met: false, leak: true });
    expect(gateResult(gate, ofBase)).toMatchObject({ met: false, leak: true });
    const report = { ...ofSource, gate: gateResult(gate, ofSource) };
    expect(renderTable(report, { colour: false })).toMatch(/found .*, a label leak:\s+not met/);
    expect(renderMarkdown(report)).toContain('a label leak: not met');
  });
});
