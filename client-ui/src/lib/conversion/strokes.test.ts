import { afterEach, describe, expect, it, vi } from 'vitest';
import { Ink } from './ink';
import { imageOf, readStrokes, scaled, type Strokes } from './strokes';

const point = (x: number, y: number, time: number) => ({ x, y, time, pressure: 0.5 });
const pen = {
  penColor: '#1d1c18',
  dotSize: 0,
  minWidth: 0.8,
  maxWidth: 2.4,
  velocityFilterWeight: 0.7,
  compositeOperation: 'source-over' as const
};
const strokes: Strokes = {
  width: 400,
  groups: [
    { ...pen, points: [point(10, 20, 1), point(40, 30, 20), point(80, 20, 40), point(120, 60, 60)] },
    { ...pen, points: [point(200, 40, 90)] }
  ]
};

describe('strokes', () => {
  it('are the same drawing in a box of another size', () => {
    const [first] = scaled(strokes, 800);
    expect(first?.points.map(({ x, y }) => [x, y])).toEqual([
      [20, 40],
      [80, 60],
      [160, 40],
      [240, 120]
    ]);
    expect(scaled(strokes, 400)).toBe(strokes.groups);
  });

  it('are found again in what was kept, and nothing else is', () => {
    expect(readStrokes(JSON.parse(JSON.stringify(strokes)))).toEqual(strokes);
    for (const other of [null, 'x', {}, { width: 4, groups: [] }, { width: 4, groups: [{ points: [{}] }] }]) {
      expect(readStrokes(other)).toBeNull();
    }
  });

  it('are shown as an image, whatever stands in them', () => {
    expect(imageOf('<svg a="#1"></svg>')).toBe('data:image/svg+xml,%3Csvg%20a%3D%22%231%22%3E%3C%2Fsvg%3E');
  });
});

describe('the document', () => {
  afterEach(() => vi.restoreAllMocks());

  /** A canvas of that size; nothing is painted here. */
  function box(width: number) {
    const nothing = new Proxy({}, { get: () => () => undefined, set: () => true });
    vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(nothing as never);
    const canvas = document.createElement('canvas');
    Object.defineProperty(canvas, 'offsetWidth', { value: width });
    Object.defineProperty(canvas, 'offsetHeight', { value: width / 3.5 });
    return canvas;
  }

  it('begins as the server wants it, and holds strokes only', () => {
    const ink = new Ink(box(400), () => undefined);
    ink.show(strokes);
    expect(ink.svg).toMatch(/^<svg /);
    const names = [...ink.svg.matchAll(/<(\w+)/g)].map(([, name]) => name);
    expect(new Set(names)).toEqual(new Set(['svg', 'path', 'circle']));
    expect(ink.svg).toContain('stroke="#1d1c18"');
    expect(ink.svg).not.toMatch(/style=|href="|fill="#fff/);
  });

  it('keeps every stroke when the box becomes wider', () => {
    const ink = new Ink(box(800), () => undefined);
    ink.show(strokes);
    expect(ink.strokes.width).toBe(800);
    expect(ink.strokes.groups.map(({ points }) => points.length)).toEqual([4, 1]);
    expect(ink.strokes.groups[1]?.points[0]).toMatchObject({ x: 400, y: 80 });
    ink.show(null);
    expect(ink.strokes.groups).toEqual([]);
  });
});
