/** Texts that an attacker would name a column. */
import fc from 'fast-check';

/** Signs that mean something somewhere, and plain letters between them. */
export const hostileText = fc
  .array(
    fc.constantFrom(
      ...[
        '[a](command:x)',
        '](',
        '$(bug)',
        '`',
        '``',
        '|',
        '\\',
        '\\|',
        '![x](https://x.y/z.png)',
        '<img src=x>',
      ],
      ...[
        '\u001b[2J',
        '\u001b]0;t\u0007',
        '\u009b31m',
        '\r',
        '\n',
        '\r\n',
        '\t',
        '\u202e',
        '\u2066',
        '\u2028',
        '\u0000',
      ],
      ...[
        '=1+1',
        '+1',
        '-1',
        '@a',
        ';',
        ',',
        '"',
        "'",
        '&',
        'https://a.b',
        'www.a.b',
        'a@b.c',
        'mailto:a@b.c',
        '$x$',
      ],
      ...['    ', ' ', 'a', 'id_7', '# ', '- ', '1. ', '---', '===', '> ', '\ud800', '\u{1f600}', ':-:'],
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(''));
