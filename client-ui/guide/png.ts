/**
 * Makes a screenshot a quarter as large: an interface has few colours, and a reader does not tell 256 of them from a million; and tells
 * whether two of them look the same. Pure.
 *
 * Absent on purpose: every form of PNG that neither the browser nor this module writes.
 */
import { crc32, deflateSync, inflateSync } from 'node:zlib';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const COLOURS = 256;
/** So far apart of 255, two colours are a shade of each other; one pixel of so many is few. Measured: 15 and one in 780 at most. */
const SHADE = 15;
const FEW = 500;
/** Bytes of a pixel, by depth and kind: a palette's, red green blue, and those with alpha. */
const CHANNELS: Record<number, 1 | 3 | 4> = { 0x08030000: 1, 0x08020000: 3, 0x08060000: 4 };

export type Image = {
  width: number;
  height: number;
  /** Red, green and blue of each pixel. */ pixels: Buffer;
};

/** The same picture with a palette. */
export function fewerColours(png: Buffer): Buffer {
  return writePalette(readPng(png));
}

/**
 * Whether nobody could tell them apart: a browser does not blend every edge twice the same, nor does a palette hold each rare shade. Letters
 * that changed are further apart than a shade, and another ground is more than a few pixels.
 */
export function lookTheSame(one: Buffer, other: Buffer): boolean {
  const [first, second] = [readPng(one), readPng(other)];
  if (first.width !== second.width || first.height !== second.height) return false;
  let changed = 0;
  for (let at = 0; at < first.pixels.length; at += 3) {
    const apart = widest(first.pixels, second.pixels, at);
    if (apart > SHADE) return false;
    if (apart > 0) changed += 1;
  }
  return changed <= (first.width * first.height) / FEW;
}

/** How far the pixels there are apart, in the one of the three colours that changed most. */
function widest(one: Buffer, other: Buffer, at: number): number {
  let most = 0;
  for (let colour = at; colour < at + 3; colour += 1) {
    most = Math.max(most, Math.abs((one[colour] ?? 0) - (other[colour] ?? 0)));
  }
  return most;
}

export function readPng(png: Buffer): Image {
  const parts = chunks(png);
  const head = parts.find(([kind]) => kind === 'IHDR')?.[1];
  if (!head) throw new Error('not a PNG');
  const [width, height, kind] = [head.readUInt32BE(0), head.readUInt32BE(4), head.readUInt32BE(8)];
  const channels = CHANNELS[kind];
  if (channels === undefined) throw new Error(`not a PNG as the browser writes it: ${kind.toString(16)}`);
  const packed = Buffer.concat(parts.filter(([kind]) => kind === 'IDAT').map(([, data]) => data));
  const bytes = unfiltered(inflateSync(packed), width * channels, height, channels);
  const palette = parts.find(([kind]) => kind === 'PLTE')?.[1];
  return { width, height, pixels: channels === 1 ? coloured(bytes, palette) : withoutAlpha(bytes, channels) };
}

function chunks(png: Buffer): [string, Buffer][] {
  const found: [string, Buffer][] = [];
  for (let at = SIGNATURE.length; at + 8 <= png.length;) {
    const length = png.readUInt32BE(at);
    found.push([png.toString('latin1', at + 4, at + 8), png.subarray(at + 8, at + 8 + length)]);
    at += length + 12;
  }
  return found;
}

/** Each line tells how its bytes were foretold from those to the left and above (PNG, section 9). */
function unfiltered(lines: Buffer, stride: number, height: number, channels: number): Buffer {
  const bytes = Buffer.alloc(stride * height);
  const at = (row: number, column: number) =>
    row < 0 || column < 0 ? 0 : (bytes[row * stride + column] ?? 0);
  for (let row = 0; row < height; row += 1) {
    const filter = lines[row * (stride + 1)];
    for (let column = 0; column < stride; column += 1) {
      const [left, above] = [at(row, column - channels), at(row - 1, column)];
      const corner = column < channels ? 0 : at(row - 1, column - channels);
      const told = lines[row * (stride + 1) + 1 + column] ?? 0;
      bytes[row * stride + column] = told + foretold(filter, left, above, corner);
    }
  }
  return bytes;
}

function foretold(filter: number | undefined, left: number, above: number, corner: number): number {
  if (filter === 1) return left;
  if (filter === 2) return above;
  if (filter === 3) return (left + above) >> 1;
  if (filter !== 4) return 0;
  const byLeft = Math.abs(above - corner);
  const byAbove = Math.abs(left - corner);
  const byCorner = Math.abs(left + above - 2 * corner);
  if (byLeft <= byAbove && byLeft <= byCorner) return left;
  return byAbove <= byCorner ? above : corner;
}

/** A screenshot of a page lets nothing shine through. */
function withoutAlpha(bytes: Buffer, channels: number): Buffer {
  return channels === 3 ? bytes : Buffer.from(bytes.filter((_, index) => index % 4 !== 3));
}

/** What stands for each pixel is its place in the palette. */
function coloured(bytes: Buffer, palette: Buffer | undefined): Buffer {
  if (!palette) throw new Error('a PNG without its palette');
  const pixels = Buffer.alloc(bytes.length * 3);
  bytes.forEach((index, at) => palette.copy(pixels, at * 3, index * 3, index * 3 + 3));
  return pixels;
}

export function writePalette({ width, height, pixels }: Image): Buffer {
  const palette = paletteOf(pixels);
  const nearest = new Map<number, number>();
  const lines = Buffer.alloc((width + 1) * height);
  for (let row = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1) {
      const colour = pixels.readUIntBE((row * width + column) * 3, 3);
      const index = nearest.get(colour) ?? nearestOf(palette, colour);
      nearest.set(colour, index);
      lines[row * (width + 1) + 1 + column] = index;
    }
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.writeUInt32BE(0x08030000, 8);
  const colours = Buffer.alloc(palette.length * 3);
  palette.forEach((colour, index) => colours.writeUIntBE(colour, index * 3, 3));
  const packed = deflateSync(lines, { level: 9, memLevel: 9 });
  const all = [
    chunk('IHDR', head),
    chunk('PLTE', colours),
    chunk('IDAT', packed),
    chunk('IEND', Buffer.alloc(0))
  ];
  return Buffer.concat([SIGNATURE, ...all]);
}

/** The colours that most pixels have; of those that are almost alike only the first. */
function paletteOf(pixels: Buffer): number[] {
  const counts = new Map<number, number>();
  for (let at = 0; at + 3 <= pixels.length; at += 3) {
    const colour = pixels.readUIntBE(at, 3);
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  const common = [...counts].sort(([one, many], [other, more]) => more - many || one - other);
  for (let apart = 0; ; apart += 24) {
    const chosen: number[] = [];
    for (const [colour] of common) {
      if (chosen.every((other) => distance(colour, other) > apart)) chosen.push(colour);
      if (chosen.length > COLOURS) break;
    }
    if (chosen.length <= COLOURS) return chosen;
  }
}

function nearestOf(palette: readonly number[], colour: number): number {
  let best = 0;
  palette.forEach((other, index) => {
    if (distance(colour, other) < distance(colour, palette[best] ?? other)) best = index;
  });
  return best;
}

/** The square of how far two colours are apart. */
function distance(one: number, other: number): number {
  const red = (one >> 16) - (other >> 16);
  const green = ((one >> 8) & 255) - ((other >> 8) & 255);
  const blue = (one & 255) - (other & 255);
  return red * red + green * green + blue * blue;
}

function chunk(kind: string, data: Buffer): Buffer {
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  const named = Buffer.concat([Buffer.from(kind, 'latin1'), data]);
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, check]);
}
