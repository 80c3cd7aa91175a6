/** Half-typed, cut off and odd texts: never a throw, and what is whole is still read. */
import { describe, expect, it } from 'vitest';
import { auditPython } from '../../../../src/audit/code/index.ts';
import { FIT_TWINS } from './fit-before-split.twins.ts';
import { OTHER_TWINS } from './other.twins.ts';
import { IMPORTS } from './twins.ts';

const LEAK = FIT_TWINS[0]!.wrong;
const codes = (text: string): string[] => auditPython(text).findings.map(({ code }) => code);

describe('a text', () => {
  it.each([
    ['with a half-typed line at its end', `${IMPORTS}${LEAK}model.fit(X_train, \n`],
    ['with a half-typed line before', `${IMPORTS}x = (\n${LEAK}`.replace('x = (\n', 'x = foo(.\n')],
    ['with a byte order mark', `\uFEFF${IMPORTS}${LEAK}`],
    ['with the line ends of Windows', `${IMPORTS}${LEAK}`.replaceAll('\n', '\r\n')],
    ['with magics', `%load_ext autoreload\n${IMPORTS}!pip install x\n${LEAK}`],
    ['indented by tabs', `${IMPORTS}def main():\n${LEAK.replace(/^/gm, '\t')}\nmain()\n`],
  ])('%s still has its finding', (_, text) => expect(codes(text)).toContain('LIS001'));

  it.each([
    ['empty', ''],
    ['of blanks', ' \n\t\n'],
    ['not Python', '<html><body>import numpy</body></html>\nimport numpy'],
    ['of brackets', `import numpy\n${'('.repeat(5000)}`],
    [
      'of deep indents',
      `import numpy\n${Array.from({ length: 150 }, (_, i) => `${' '.repeat(i)}if x:\n`).join('')}`,
    ],
    ['of a chain of calls', `import pandas as pd\ndf${'.a()'.repeat(3000)}\n`],
    ['of a function that calls itself', 'import numpy\ndef f(x):\n    return f(f(x))\nf(f(1))\n'],
    ['of classes that extend themselves', 'import numpy\nclass A(A):\n    pass\nA().b()\n'],
    [
      'of many functions that call each other',
      `import numpy\n${Array.from({ length: 60 }, (_, i) => `def f${i}(x):\n    return f${(i + 1) % 60}(x) + f${(i + 7) % 60}(x)\n`).join('')}f0(1)\n`,
    ],
  ])('%s is no reason to throw', (_, text) => expect(() => auditPython(text)).not.toThrow());

  it('that imports none of the libraries is not checked', () => {
    expect(auditPython('import os\nX = scaler.fit_transform(X)\n').checked).toBe(false);
    expect(auditPython('# import numpy\n').checked).toBe(false);
    expect(auditPython('import os, numpy as np\n').checked).toBe(true);
    expect(
      auditPython('try:\n    from sklearn.svm import SVC\nexcept ImportError:\n    pass\n').checked,
    ).toBe(true);
  });

  it('cut off anywhere never throws', () => {
    let audits = 0;
    for (const { wrong } of [...FIT_TWINS, ...OTHER_TWINS]) {
      const text = IMPORTS + wrong;
      for (let end = IMPORTS.length; end < text.length; end += 37) {
        expect(auditPython(text.slice(0, end)).checked).toBe(true);
        audits++;
      }
    }
    expect(audits).toBeGreaterThan(300);
  });

  it('gives the same findings when it is audited again after an edit and back', () => {
    const text = IMPORTS + LEAK;
    const before = auditPython(text);
    expect(codes(text.replace('scaler.fit_transform(X)', 'X'))).toEqual([]);
    expect(auditPython(`\n\n${text}`).findings).toMatchObject([{ line: before.findings[0]!.line + 2 }]);
    expect(auditPython(text)).toEqual(before);
  });
});
