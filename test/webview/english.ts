/** Finds texts of a page that are left in English where another language is spoken. */

/** Verdicts, warnings and reasons are the report's, in English in every language. */
export const SAID = 'SAID';
/** Names, codes, arms, files, columns and units; and what people in China say in English. */
const STAYS = [
  /headroom|underpowered|self-evidence|label-leak|alignment-bottleneck/g,
  /AUC|GAUC|LogLoss|LIS|AIS|NDCG|IPW|RelaImpr|SHA-256|DeepFM|FM|CPU|CSV|JSON|Markdown|Holm|ID|UTC|\bSE\b/g,
  /lis(\.yaml|-lens)?|node|duckdb|data\/[\w.-]+|\b[\da-f]{40,}\b|learningRate|\d+ (MB|kB|min|s)\b|nat\b/g,
  /(leaked-total|honest|fresh|leaked|placebo|model|baseline|probe|base)(:[\w-]+)*/g,
  /co-click|recent|content|notellm|off-the-shelf|prod-v2|swing|embeddings|predictions|dwell_ms|device|tablet & <phone>/g,
  /\b(fm|lr|deepfm|mean|max|cluster|factors|label|epochs|day|log|abc|ties|transferable)\b|recall@\d+/g,
];

/** Nothing of what is hidden from a screen reader and is no text. */
function heard(element: Element | null, text: string | null): string {
  return element?.closest('[aria-hidden="true"], pre') ? '' : (text ?? '');
}

/** Every text that a person sees or hears. */
function textsIn(root: HTMLElement): string[] {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const found: string[] = [];
  while (walker.nextNode())
    found.push(heard(walker.currentNode.parentElement, walker.currentNode.textContent));
  for (const element of root.querySelectorAll('[aria-label], [title], [placeholder]'))
    for (const name of ['aria-label', 'title', 'placeholder'])
      found.push(heard(element, element.getAttribute(name)));
  return found.map((text) => text.trim()).filter((text) => text !== '');
}

/** What of that has a word of English that is no name. */
export function englishIn(root: HTMLElement): string[] {
  return textsIn(root).filter((text) => {
    const rest = STAYS.reduce((left, names) => left.replace(names, ''), text.replaceAll(SAID, ''));
    return /[A-Za-z]{2,}/.test(rest);
  });
}
