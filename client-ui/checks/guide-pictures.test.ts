// @vitest-environment node
/** A picture of the guide is written anew when somebody would see the difference, and only then. */
import { describe, expect, it } from 'vitest';
import { lookTheSame, readPng, writePalette, type Image } from '../guide/png';

const [WIDTH, HEIGHT] = [200, 100];

/** Paper with a word on it, and what `change` makes of the first `count` pixels. */
function picture(count = 0, change: (colour: number) => number = (colour) => colour): Image {
  const pixels = Buffer.alloc(WIDTH * HEIGHT * 3, 250);
  for (let at = 6_000; at < 6_900; at += 3) pixels.writeUIntBE(0x1d1c18, at, 3);
  for (let at = 0; at < count * 3; at += 1) pixels[at] = change(pixels[at] ?? 0);
  return { width: WIDTH, height: HEIGHT, pixels };
}

const same = (one: Image, other: Image) => lookTheSame(writePalette(one), writePalette(other));

describe('a picture of the guide', () => {
  it('is read as it was written', () => {
    const read = readPng(writePalette(picture()));
    expect([read.width, read.height]).toEqual([WIDTH, HEIGHT]);
    expect(read.pixels.equals(picture().pixels)).toBe(true);
  });

  it('looks the same when a few pixels are another shade', () => {
    expect(same(picture(), picture())).toBe(true);
    expect(
      same(
        picture(),
        picture(40, (colour) => colour - 15)
      )
    ).toBe(true);
  });

  it('does not when a stroke of a letter is there or not', () => {
    expect(
      same(
        picture(),
        picture(1, () => 29)
      )
    ).toBe(false);
  });

  it('does not when a ground is another shade', () => {
    expect(
      same(
        picture(),
        picture(41, (colour) => colour - 3)
      )
    ).toBe(false);
  });

  it('does not when it has another size', () => {
    const { height, ...rest } = picture();
    expect(same(picture(), { ...rest, height: height / 2, pixels: rest.pixels.subarray(0, 30_000) })).toBe(
      false
    );
  });
});
