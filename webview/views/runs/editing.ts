/** A text of a table that is written in place: a button that becomes a box. Enter keeps it, Escape gives it up. */
import { h, setText } from '../../dom.ts';

export interface Editable {
  /** Under which the focus is found again. */
  key: string;
  /** What a screen reader calls it. */
  label: string;
  text: string;
  /** In its place while there is none. */
  empty: string;
  /** Of what can be written. */
  longest: number;
  save(text: string): void;
  /** Writing has begun, or ended. */
  busy(on: boolean): void;
}

export function editable({ key, label, text, empty, longest, save, busy }: Editable): HTMLElement {
  const place = h('span', { class: 'editable' });
  const button = h('button', {
    ...{ type: 'button', class: text === '' ? 'link quiet' : 'link', 'data-key': key },
    'aria-label': text === '' ? `${empty}: ${label}` : `${label}: ${text}`, // with the words in sight, for those who say them
    click: () => write(),
  });
  setText(button, text === '' ? empty : text);
  const show = (): void => place.replaceChildren(button);
  const write = (): void => {
    let open = true;
    const close = (kept: string | undefined, back: boolean): void => {
      if (!open) return;
      open = false;
      show();
      if (back) button.focus();
      if (kept !== undefined && kept.trim() !== text) save(kept.trim());
      busy(false);
    };
    const box = h('input', {
      ...{ type: 'text', class: 'box', value: text, maxlength: longest, 'aria-label': label },
      'data-key': `${key}:box`,
      blur: () => close(box.value, false),
      keydown: (event) => {
        const { key: pressed } = event as KeyboardEvent;
        if (pressed !== 'Enter' && pressed !== 'Escape') return;
        event.preventDefault(); // Enter would press the button that has the focus by then
        close(pressed === 'Enter' ? box.value : undefined, true);
      },
    });
    busy(true);
    place.replaceChildren(box);
    box.focus();
    box.select();
  };
  show();
  return place;
}
