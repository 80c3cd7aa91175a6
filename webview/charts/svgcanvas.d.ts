/** The package has no types of its own: what the recorder uses of it. */
declare module 'svgcanvas' {
  export class Context {
    constructor(options: {
      width: number;
      height: number;
      document: Document;
      ctx: CanvasRenderingContext2D;
    });
    canvas: unknown;
    font: string;
    textAlign: CanvasTextAlign;
    textBaseline: CanvasTextBaseline;
    getSvg(): SVGSVGElement;
    /** Writes the text; on the prototype with an inline style, which the page's policy refuses. */
    __applyText(text: string, x: number, y: number, action: 'fill' | 'stroke'): void;
    __closestGroupOrSvg(): Element;
    __createElement(name: string, attributes: Record<string, string | number>, resetFill: boolean): Element;
    __applyTransformation(element: Element): void;
    __applyStyleToCurrentElement(action: 'fill' | 'stroke'): void;
    __currentElement: Element;
  }
}
