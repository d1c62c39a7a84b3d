/** The pad that turns a pen into strokes; the only module that knows the library. */
import SignaturePad from 'signature_pad';
import { scaled, type Strokes } from './strokes';

/** Ink is dark, and it is drawn on white paper in both themes: it is part of the document, not of the window. */
const PEN = { penColor: '#1d1c18', minWidth: 0.8, maxWidth: 2.4 };

export class Ink {
  readonly #canvas: HTMLCanvasElement;
  readonly #pad: SignaturePad;

  constructor(canvas: HTMLCanvasElement, ondrawn: () => void) {
    this.#canvas = canvas;
    this.#pad = new SignaturePad(canvas, PEN);
    this.#pad.addEventListener('endStroke', ondrawn);
  }

  /** Sized to the box it has by now, as sharp as the screen, with these strokes on it. */
  show(strokes: Strokes | null): void {
    const canvas = this.#canvas;
    const ratio = Math.max(window.devicePixelRatio || 1, 1);
    canvas.width = Math.round(canvas.offsetWidth * ratio);
    canvas.height = Math.round(canvas.offsetHeight * ratio);
    canvas.getContext('2d')?.scale(ratio, ratio);
    this.#pad.clear();
    if (strokes) this.#pad.fromData(scaled(strokes, canvas.offsetWidth));
  }

  get strokes(): Strokes {
    // A copy: the pad goes on writing into its own.
    return { width: this.#canvas.offsetWidth, groups: structuredClone(this.#pad.toData()) };
  }

  /** The strokes as a document of their own, without any ground. */
  get svg(): string {
    return this.#pad.toSVG();
  }

  stop(): void {
    this.#pad.off();
  }
}
