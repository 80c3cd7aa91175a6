/** What jsdom lacks of a browser and the toolkit asks for as soon as it is loaded; imported before it. */

window.matchMedia = (media) =>
  ({
    media,
    matches: false,
    addListener: () => undefined,
    removeListener: () => undefined,
  }) as unknown as MediaQueryList;
HTMLCanvasElement.prototype.getContext = () => null; // a canvas that cannot draw
window.scrollTo = () => undefined;
