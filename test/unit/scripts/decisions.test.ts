/** The index of the decisions: it holds what their files say, and refuses files that it cannot read. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { decisionFaults, decisionIn, decisionIndex, readDecisions } from '../../../scripts/decisions.mjs';

const root = join(import.meta.dirname, '../../..');

function text(
  number: string,
  { title = 'A title', status = 'accepted', subject = 'Reading data' } = {},
): string {
  return `# ${number} · ${title}\n\n- Date: 2026-11-30\n- Status: ${status}\n- Subject: ${subject}\n\n*What*: this.\n`;
}

it('of the project is current', () => expect(decisionFaults(root)).toEqual([]));

describe('one file', () => {
  it('gives its number, title, date, status and subject', () => {
    expect(decisionIn('0007-a.md', text('0007'))).toEqual({
      file: '0007-a.md',
      number: '0007',
      title: 'A title',
      date: '2026-11-30',
      status: 'accepted',
      subject: 'Reading data',
    });
  });

  it.each([
    ['another heading', '0007-a.md', '# A title\n', /begins with a heading/],
    ['another number in its name', '0008-a.md', text('0007'), /must begin with it/],
    ['an unknown status', '0007-a.md', text('0007', { status: 'maybe' }), /has a status/],
    ['an unknown subject', '0007-a.md', text('0007', { subject: 'Weather' }), /"Weather"/],
    [
      'a link to another number',
      '0007-a.md',
      text('0007', { status: 'superseded by [0009](0008-b.md)' }),
      /status/,
    ],
  ])('is refused with %s', (_, file, content, message) => {
    expect(() => decisionIn(file, content)).toThrow(message);
  });
});

describe('a folder', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'decisions-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('becomes a table for each subject, by number', () => {
    writeFileSync(join(folder, '0002-b.md'), text('0002', { title: 'Later' }));
    writeFileSync(join(folder, '0001-a.md'), text('0001', { status: 'superseded by [0002](0002-b.md)' }));
    const index = decisionIndex(readDecisions(folder));
    const section = index.slice(index.indexOf('## Reading data'), index.indexOf('## Specs'));
    expect(section.trim().split('\n').slice(-2)).toEqual([
      '| [0001](0001-a.md) | A title | 2026-11-30 | superseded by [0002](0002-b.md) |',
      '| [0002](0002-b.md) | Later | 2026-11-30 | accepted |',
    ]);
  });

  it('is refused with a gap in the numbers, and with a status that names a file that is not there', () => {
    writeFileSync(join(folder, '0002-b.md'), text('0002'));
    expect(() => readDecisions(folder)).toThrow(/0001 is missing or used twice/);
    writeFileSync(join(folder, '0001-a.md'), text('0001', { status: 'superseded by [0003](0003-c.md)' }));
    expect(() => readDecisions(folder)).toThrow(/0003-c\.md in its status/);
  });
});
