/** What a pen left: kept with the draft so that it can be drawn again, also in a box of another size. Pure. */
import type { PointGroup } from 'signature_pad';

export type Strokes = {
  /** Of the box in which they were drawn; its height follows. */
  width: number;
  groups: PointGroup[];
};

/** The same drawing for a box of this width. */
export function scaled(strokes: Strokes, width: number): PointGroup[] {
  const factor = strokes.width > 0 ? width / strokes.width : 1;
  if (factor === 1) return strokes.groups;
  return strokes.groups.map((group) => ({
    ...group,
    points: group.points.map((point) => ({ ...point, x: point.x * factor, y: point.y * factor }))
  }));
}

/** What was kept, if it can be drawn. */
export function readStrokes(kept: unknown): Strokes | null {
  if (typeof kept !== 'object' || kept === null) return null;
  const { width, groups } = kept as { width?: unknown; groups?: unknown };
  if (typeof width !== 'number' || !Array.isArray(groups) || groups.length === 0) return null;
  return groups.every(isGroup) ? { width, groups } : null;
}

function isGroup(group: unknown): group is PointGroup {
  if (typeof group !== 'object' || group === null) return false;
  const { points } = group as { points?: unknown };
  return (
    Array.isArray(points) &&
    points.every((point: { x?: unknown; y?: unknown } | null) => {
      return typeof point?.x === 'number' && typeof point.y === 'number';
    })
  );
}

/** As an image's source: never put into the page itself, for what came from elsewhere may hold anything. */
export function imageOf(svg: string): string {
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}
