// @ts-check
/**
 * `node scripts/translations.mjs [LANGUAGE]`: brings the files of a language (or of all that are there) into the order of the English ones, adds what is new
 * in English and removes what is gone, then lists what is left to translate. A language that is not there yet is begun.
 */
import { join } from 'node:path';
import { writeWhole } from './lib/files.mjs';
import { isMain, root } from './lib/project.mjs';
import { faultsOfTranslation, filesOfLanguage, inOrder, languages, wordsIn } from './lib/translations.mjs';

if (isMain(import.meta.filename)) {
  const [asked] = process.argv.slice(2);
  if (asked !== undefined && !/^[a-z]{2,3}(-[a-z]{2,4})?$/.test(asked))
    throw new Error(`"${asked}" is not a language as the editor names it, such as de or zh-cn.`);
  for (const language of asked === undefined ? languages() : [asked]) {
    for (const { english, translated } of filesOfLanguage(language)) {
      const words = wordsIn(english);
      const next = inOrder(words, wordsIn(translated));
      writeWhole(join(root, translated), `${JSON.stringify(next, null, 2)}\n`);
      const faults = faultsOfTranslation(language, words, next);
      console.log([`${translated}: ${faults.length} to mend`, ...faults].join('\n  '));
    }
  }
}
