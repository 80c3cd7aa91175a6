import { describe, expect, test } from 'vitest';
import { PanelStateSchema, receiveFromPanel, receiveInPanel } from '../../../src/protocol/panel.ts';
import { fullReport } from '../../fixtures/full-report.ts';

const subject = { specPath: '/project/lis.yaml', specName: 'lis.yaml', canEvaluate: true };
const run = { created: '2026-11-01T10:00:00.000Z', rows: 100, metric: 'AUC', artefact: false, gains: [] };
const shown = { ...subject, report: fullReport(), stale: null, staleInputs: [], earlier: [], note: null };

describe('what the page receives', () => {
  test('is a report as the report’s own schema has it', () => {
    expect(receiveInPanel({ type: 'report', payload: shown })).toEqual({
      message: { type: 'report', payload: shown },
    });
    const broken = { ...shown, report: { ...fullReport(), arms: [{ id: 'base' }] } };
    expect(receiveInPanel({ type: 'report', payload: broken })).toEqual({
      problem: expect.stringMatching(/^message "report": `report\.arms\.0\./),
    });
  });

  test.each([
    ['nothing', { ...subject, sentence: 'No run yet.' }],
    ['progress', null],
    ['progress', { message: 'training base', fraction: 0.5 }],
    ['draw', { id: 1, format: 'svg' }],
    ['select', { tab: 'hints', part: 'co-click' }],
    ['strings', { Scores: 'Werte' }],
    ['history', { runs: [run], older: 0, damaged: 0 }],
    ['acts', [{ id: 'add-swing', code: 'headroom', target: 'co-click', title: 'Add Swing' }]],
  ])('%s: %j', (type, payload) => {
    expect(receiveInPanel({ type, payload })).toEqual({ message: { type, payload } });
  });

  test.each([
    ['progress', { message: 'x', fraction: 1.5 }],
    ['draw', { id: 1, format: 'gif' }],
    ['select', { tab: 'plots' }],
    ['strings', { Scores: 1 }],
    ['history', { runs: [{ ...run, gains: [{ name: 'co-click', what: 'LIS' }] }], older: 0, damaged: 0 }],
    ['ready', {}],
    ['toString', {}],
    [undefined, {}],
  ])('never %s: %j', (type, payload) => {
    expect(receiveInPanel({ type, payload })).toHaveProperty('problem');
  });
});

describe('what the host receives', () => {
  test.each([
    ['ready', {}],
    ['evaluate', {}],
    ['history', {}],
    ['goTo', { name: 'co-click' }],
    ['act', { id: 'add-swing' }],
    ['drawn', { id: 3, content: 'iVBOR' }],
    ['failed', { message: 'no canvas' }],
  ])('%s: %j', (type, payload) => {
    expect(receiveFromPanel({ type, payload })).toEqual({ message: { type, payload } });
  });

  test.each([
    ['evaluate', { specPath: '/etc/passwd' }],
    ['goTo', { name: 1 }],
    ['act', { id: 'add-swing', text: 'sources: []' }],
    ['drawn', { id: '3', content: '' }],
    ['report', shown],
  ])('never %s: %j', (type, payload) => {
    expect(receiveFromPanel({ type, payload })).toHaveProperty('problem');
  });

  test('never what is no message at all', () => {
    for (const value of [null, undefined, 'ready', 7, [], {}]) {
      expect(receiveFromPanel(value)).toHaveProperty('problem');
    }
  });
});

describe('what the page keeps', () => {
  test('begins at the scores of one spec', () => {
    expect(PanelStateSchema.parse({ specPath: '/project/lis.yaml' })).toEqual({
      specPath: '/project/lis.yaml',
      tab: 'scores',
      sort: {},
      scroll: {},
    });
  });

  test('is of no use without a spec, or from another version', () => {
    expect(PanelStateSchema.safeParse(undefined).success).toBe(false);
    expect(PanelStateSchema.safeParse({ specPath: '' }).success).toBe(false);
    expect(PanelStateSchema.safeParse({ specPath: '/a', zoom: 2 }).success).toBe(false);
  });
});
