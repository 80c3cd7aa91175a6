import { describe, expect, it } from 'vitest';
import { readingLines } from '../../../../src/vscode/codelens/config-titles.ts';

const t = (message: string, ...args: (string | number)[]): string =>
  message.replace(/\{(\d+)\}/g, (_match, i) => String(args[Number(i)]));

describe('over a training config', () => {
  it('says how it was read, with the reasons, then what is done otherwise', () => {
    const choices = [
      { key: 'user', value: 'user_id', why: 'USER_ID_FIELD' },
      { key: 'features', value: 'age', why: '' },
    ];
    expect(readingLines('RecBole', choices, [{ message: 'x is not applied' }], t)).toBe(
      'Read as a RecBole config:\nuser: user_id (USER_ID_FIELD)\nfeatures: age\nNote: x is not applied',
    );
  });
});
