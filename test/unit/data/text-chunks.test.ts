/** Text that is read in chunks of a mebibyte: a border may lie anywhere, and each is tried. */
import { afterAll, describe, expect, it } from 'vitest';
import { scanText } from '../../../src/data/duckdb/formats/text/scan.ts';
import { textFile } from './text-source.ts';

const { sourceOf, remove } = textFile();
afterAll(remove);

const quiet = { mixedEnds: false, brokenQuotes: false, longValues: false, backslashQuotes: false };

describe('scanText', () => {
  it('finds the same wherever a chunk ends', async () => {
    const values = ['"a ""b"" c"', '"d', 'e"', ' "f" ', '5" disc', '"g" h', 'plain'];
    const delimiters = [',', '::'];
    for (const delimiter of delimiters) {
      const lines = Array.from({ length: 30 }, (_, i) =>
        [values[i % 7 === 1 ? 6 : i % 7], values[(i * 3) % 7 === 2 ? 6 : 0]].join(delimiter),
      );
      const text = `${lines.join('\r\n')}\r\n`;
      const whole = await scanText(sourceOf(text), delimiter);
      // Chunks are a mebibyte long: what stands before the text moves it over their border.
      for (let shift = 0; shift < text.length; shift += 7) {
        const filler = `${'x'.repeat(2 ** 20 - shift - 2)}\r\n`;
        expect(await scanText(sourceOf(filler + text), delimiter)).toEqual(whole);
      }
    }
  });

  it('knows characters that a chunk ends in', async () => {
    for (let shift = 0; shift < 4; shift++) {
      const text = `${'x'.repeat(2 ** 20 - shift)}\u{1f600}é\n`;
      expect(await scanText(sourceOf(text), undefined)).toEqual(quiet);
      const bytes = Buffer.from(text);
      bytes[2 ** 20 - shift + 2] = 0x41;
      await expect(scanText(sourceOf(bytes), ',')).rejects.toMatchObject({ code: 'not-utf8' });
    }
  });
});
