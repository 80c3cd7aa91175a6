/**
 * A canvas that records what is drawn on it as SVG. The elements belong to a document of their own, and texts are written
 * without the inline style that the package would set: the page's policy refuses it.
 */
import { Context } from 'svgcanvas';

const ANCHORS: Partial<Record<CanvasTextAlign, string>> = { right: 'end', end: 'end', center: 'middle' };
const BASELINES: Partial<Record<CanvasTextBaseline, string>> = {
  hanging: 'hanging',
  top: 'text-before-edge',
  bottom: 'text-after-edge',
  middle: 'central',
};

/** What a chart needs of a canvas. */
export interface RecordingCanvas {
  width: number;
  height: number;
  style: Record<string, string>;
  getContext(): CanvasRenderingContext2D;
}

export interface Recorder {
  canvas: RecordingCanvas;
  svg(): SVGSVGElement;
}

/** @throws Error where the page has no canvas to measure texts with. */
export function recorder(width: number, height: number, owner: Document): Recorder {
  const measuring = document.createElement('canvas').getContext('2d');
  if (measuring === null) throw new Error('this page cannot draw');
  const context = new Context({ width, height, document: owner, ctx: measuring });
  context.__applyText = writeText;
  const canvas: RecordingCanvas = {
    width,
    height,
    style: {},
    getContext: () => context as unknown as CanvasRenderingContext2D,
  };
  context.canvas = canvas;
  return { canvas, svg: () => context.getSvg() };
}

function writeText(this: Context, text: string, x: number, y: number, action: 'fill' | 'stroke'): void {
  const { style } = document.createElement('span');
  style.font = this.font;
  const parent = this.__closestGroupOrSvg();
  const element = this.__createElement(
    'text',
    {
      'font-family': style.fontFamily,
      'font-size': style.fontSize,
      'font-weight': style.fontWeight,
      x,
      y,
      'text-anchor': ANCHORS[this.textAlign] ?? 'start',
      'dominant-baseline': BASELINES[this.textBaseline] ?? 'alphabetic',
    },
    true,
  );
  element.append(text);
  this.__currentElement = element;
  this.__applyTransformation(element);
  this.__applyStyleToCurrentElement(action);
  parent.append(element);
}
