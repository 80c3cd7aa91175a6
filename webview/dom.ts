/**
 * Elements as expressions. Text goes in as text nodes and attributes by name, so that nothing a report holds can become
 * markup, a script, or an inline style (which the page's policy refuses).
 */
import { visible } from '../src/inert/visible.ts';

export type Child = Node | string | null | undefined | false;

type Attribute = string | number | boolean | undefined;
type Attributes = Record<string, Attribute | ((event: Event) => void)>;

/** An element. A function is a listener (`click`), `true` an empty attribute; `false` and `undefined` are left out. */
export function h<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes?: Attributes,
  ...children: Child[]
): HTMLElementTagNameMap[Tag];
export function h(tag: `vscode-${string}`, attributes?: Attributes, ...children: Child[]): HTMLElement;
export function h(tag: string, attributes: Attributes = {}, ...children: Child[]): HTMLElement {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name, value);
    else if (value === true) element.setAttribute(name, '');
    else if (value !== false && value !== undefined) element.setAttribute(name, visible(String(value)));
  }
  for (const child of children) {
    if (child !== null && child !== undefined && child !== false)
      element.append(typeof child === 'string' ? visible(child) : child);
  }
  return element;
}

/** Replaces all that an element holds by a text. */
export function setText(element: Element, text: string): void {
  element.textContent = visible(text);
}

const SVG = 'http://www.w3.org/2000/svg';

/** Outlines in a box of 16 × 16. */
const ICONS = {
  play: 'M4.5 2.8v10.4l8.2-5.2z',
  stop: 'M4 4h8v8H4z',
  export: 'M8 10V2.2M5 5l3-3 3 3M3 9v4h10V9',
  positive: 'M2.8 8.6l3.2 3.2 7-7.4',
  warning: 'M8 2.2l6 11.3H2zM8 6.4v3.4M8 11.2v.6',
  error: 'M8 2.2a5.8 5.8 0 1 0 .01 0M5.8 5.8l4.4 4.4M10.2 5.8l-4.4 4.4',
  info: 'M8 2.2a5.8 5.8 0 1 0 .01 0M8 7.4v3.8M8 5v.6',
  arrow: 'M2.8 8h10M8.8 4l4 4-4 4',
  file: 'M4 1.8h5l3 3v9.4H4zM9 1.8v3h3',
  chevron: 'M5.5 3l5 5-5 5',
} as const;

export type IconName = keyof typeof ICONS;

/** The marks of charts, as they stand in texts. */
const SHAPES = {
  circle: 'M8 3a5 5 0 1 0 .01 0z',
  rect: 'M3.5 3.5h9v9h-9z',
  rectRot: 'M8 2l6 6-6 6-6-6z',
  triangle: 'M8 2.5l6 10.5H2z',
} as const;

/** A picture that says nothing its neighbouring text does not. */
export function icon(name: IconName, slot?: string): SVGElement {
  const look = name === 'play' || name === 'stop' ? 'solid' : 'outline';
  return drawn(ICONS[name], `icon ${look} ${name}`, slot);
}

export function shapeIcon(shape: keyof typeof SHAPES): SVGElement {
  return drawn(SHAPES[shape], 'icon solid shape');
}

function drawn(outline: string, look: string, slot?: string): SVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', outline);
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('class', look);
  svg.setAttribute('aria-hidden', 'true');
  if (slot !== undefined) svg.setAttribute('slot', slot);
  svg.append(path);
  return svg;
}
