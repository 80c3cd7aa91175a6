/** The manifest's words move to package.nls.json once, wherever they stand, and nothing else does. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { extractStrings } from '../../../scripts/lib/nls.mjs';

const root = join(import.meta.dirname, '../../..');

const manifest = {
  name: 'lis-lens',
  displayName: 'LIS Lens',
  capabilities: { virtualWorkspaces: { supported: false, description: 'Needs files.' } },
  contributes: {
    commands: [
      { command: 'lis.a', category: 'LIS', title: 'A', enablement: 'resourceScheme == file' },
      { command: 'lis.b', category: 'LIS', title: 'B' },
    ],
    configuration: {
      title: 'LIS Lens',
      properties: {
        'lis.mode': {
          type: 'string',
          enum: ['fast', 'exact'],
          enumDescriptions: ['Quick.', 'To the last digit.'],
          description: 'How.',
          items: { description: 'One of them.' },
        },
      },
    },
    views: { lis: [{ id: 'lis.runs', name: 'Runs', when: 'true' }] },
    viewsWelcome: [
      { view: 'lis.runs', contents: 'No run yet.', when: 'x' },
      { view: 'lis.runs', contents: 'No folder open.', when: 'y' },
    ],
    walkthroughs: [
      { id: 'start', title: 'Start', steps: [{ id: 'run', title: 'Run', media: { altText: 'A run' } }] },
    ],
    languageModelTools: [
      {
        name: 'lis_report',
        displayName: 'Report',
        modelDescription: 'For the model.',
        inputSchema: { title: 'T' },
      },
    ],
  },
};

describe('the words of the manifest', () => {
  test('become keys that say what they belong to', () => {
    const { manifest: moved, strings } = extractStrings(manifest, {});
    expect(strings).toEqual({
      displayName: 'LIS Lens',
      'virtualWorkspaces.description': 'Needs files.',
      category: 'LIS',
      'lis.a.title': 'A',
      'lis.b.title': 'B',
      'configuration.title': 'LIS Lens',
      'lis.mode.enumDescriptions.0': 'Quick.',
      'lis.mode.enumDescriptions.1': 'To the last digit.',
      'lis.mode.description': 'How.',
      'lis.mode.description.2': 'One of them.',
      'lis.runs.name': 'Runs',
      'lis.runs.contents': 'No run yet.',
      'lis.runs.contents.2': 'No folder open.',
      'start.title': 'Start',
      'run.title': 'Run',
      'run.altText': 'A run',
      'lis_report.displayName': 'Report',
    });
    expect(moved['contributes']).toMatchObject({
      commands: [
        {
          command: 'lis.a',
          category: '%category%',
          title: '%lis.a.title%',
          enablement: 'resourceScheme == file',
        },
        { command: 'lis.b', category: '%category%', title: '%lis.b.title%' },
      ],
      configuration: { properties: { 'lis.mode': { type: 'string', enum: ['fast', 'exact'] } } },
      views: { lis: [{ id: 'lis.runs', name: '%lis.runs.name%', when: 'true' }] },
      languageModelTools: [
        { name: 'lis_report', modelDescription: 'For the model.', inputSchema: { title: 'T' } },
      ],
    });
  });

  test('stay where they are when it is done again', () => {
    const once = extractStrings(manifest, {});
    expect(extractStrings(once.manifest, once.strings)).toEqual(once);
  });

  test('that are added later find a key of their own, and words of what is gone go', () => {
    const once = extractStrings(manifest, {});
    const contributes = once.manifest['contributes'] as typeof manifest.contributes;
    const later = {
      ...once.manifest,
      contributes: {
        ...contributes,
        commands: [{ command: 'lis.c', category: 'LIS', title: 'C' }, ...contributes.commands.slice(1)],
        viewsWelcome: [{ view: 'lis.runs', contents: 'Trust it.', when: 'z' }, ...contributes.viewsWelcome],
      },
    };
    const { manifest: moved, strings } = extractStrings(later, once.strings);
    expect(strings).toMatchObject({
      category: 'LIS',
      'lis.c.title': 'C',
      'lis.runs.contents': 'No run yet.',
      'lis.runs.contents.2': 'No folder open.',
      'lis.runs.contents.3': 'Trust it.',
    });
    expect(strings).not.toHaveProperty('lis.a.title');
    expect(extractStrings(moved, strings)).toEqual({ manifest: moved, strings });
  });

  test('must exist behind every key', () => {
    expect(() => extractStrings({ displayName: '%displayName%' }, {})).toThrow(/package\.nls\.json lacks/);
  });

  test('have all been moved in the real manifest', () => {
    const read = (file: string) => JSON.parse(readFileSync(join(root, file), 'utf8'));
    const [real, words] = [read('package.json'), read('package.nls.json')];
    expect(extractStrings(real, words)).toEqual({ manifest: real, strings: words });
  });
});
