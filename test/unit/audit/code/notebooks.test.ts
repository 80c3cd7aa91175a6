import { describe, expect, it } from 'vitest';
import { auditCells, auditNotebook } from '../../../../src/audit/code/index.ts';
import { Failure } from '../../../../src/common/failure.ts';

const CELLS = [
  '%matplotlib inline\nimport pandas as pd\nfrom sklearn.preprocessing import StandardScaler\nfrom sklearn.model_selection import train_test_split',
  "!ls\ndf = pd.read_csv('a.csv')",
  '%%time\nX = df[["a"]]\nX = StandardScaler().fit_transform(X)',
  'X_train, X_test = train_test_split(X)',
];

const code = (source: unknown): object => ({ cell_type: 'code', source });

describe('a notebook', () => {
  it('is one program: what a cell leaves, the next finds', () => {
    const { findings, checked } = auditCells(CELLS);
    expect(checked).toBe(true);
    expect(findings).toMatchObject([{ code: 'LIS001', cell: 2, line: 3 }]);
    const { from, to } = findings[0]!;
    expect(CELLS[2]!.slice(from, to)).toBe('fit_transform');
  });

  it('is read from its file, whose cells may be texts or lists of lines', () => {
    const lines = (text: string): string[] => text.split(/(?<=\n)/);
    const cells = [
      { cell_type: 'markdown', source: '# Title' },
      ...CELLS.map((cell, i) => code(i % 2 ? cell : lines(cell))),
    ];
    const { findings } = auditNotebook(`\uFEFF${JSON.stringify({ cells })}`);
    expect(findings).toMatchObject([{ code: 'LIS001', cell: 3, line: 3 }]);
  });

  it('of the old format is read too', () => {
    const cells = CELLS.map((input) => ({ cell_type: 'code', input }));
    expect(auditNotebook(JSON.stringify({ worksheets: [{ cells }] })).findings).toMatchObject([{ cell: 2 }]);
  });

  it('counts an ignored finding and an idle comment within their cells', () => {
    const cells = [...CELLS];
    cells[2] += '  # lis: ignore[LIS001] a known scale';
    cells[3] += '\n# lis: ignore[LIS005] nothing here';
    const audit = auditCells(cells);
    expect(audit.findings).toEqual([]);
    expect(audit.ignored).toMatchObject([{ cell: 2, line: 3, reason: 'a known scale' }]);
    expect(audit.idleIgnores).toMatchObject([{ cell: 3, line: 2 }]);
  });

  it('in another language has nothing to find', () => {
    const cells = CELLS.map(code);
    const metadata = { language_info: { name: 'R' } };
    expect(auditNotebook(JSON.stringify({ cells, metadata }))).toMatchObject({
      findings: [],
      checked: false,
    });
  });

  it('may have cells that are not objects, or none', () => {
    expect(
      auditNotebook('{"cells": [1, null, {"cell_type": "code"}, {"cell_type": "code", "source": [1, "x"]}]}')
        .findings,
    ).toEqual([]);
    expect(auditNotebook('{"cells": []}').checked).toBe(false);
    expect(auditCells([]).checked).toBe(false);
  });

  it.each([
    ['binary', 'PK\u0003\u0004\u0000\u0000', 'notebook-binary', /binary/],
    ['bytes that are not a text', '\uFFFD\uFFFD{"cells": []}', 'notebook-binary', /binary/],
    ['cut off', '{"cells": [{"cell_type": "co', 'notebook-json', /JSON is broken/],
    ['empty', '', 'notebook-json', /JSON is broken/],
    ['a list', '[1, 2]', 'notebook-cells', /no list of cells/],
    ['a number', '7', 'notebook-cells', /no list of cells/],
    ['an object without cells', '{"cells": 3}', 'notebook-cells', /no list of cells/],
  ])('that is %s is a failure that says so', (_, text, name, message) => {
    let failure: unknown;
    try {
      auditNotebook(text);
    } catch (error) {
      failure = error;
    }
    expect(failure).toBeInstanceOf(Failure);
    expect(failure).toMatchObject({ kind: 'data', code: name, message: expect.stringMatching(message) });
  });
});
