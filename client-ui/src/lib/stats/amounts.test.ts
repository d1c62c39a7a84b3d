import { expect, it } from 'vitest';
import { axisEuros, changeOf, partText, permilleText } from './amounts';
import { axis } from './scale';

const N = '\u00a0';

it.each([
  [851, `85,1${N}%`],
  [1000, `100${N}%`],
  [0, `0${N}%`],
  [960, `96${N}%`]
])('%i thousandths', (permille, text) => {
  expect(permilleText(permille)).toBe(text);
});

it.each([
  [214, 312, `68,6${N}%`],
  [0, 5, `0${N}%`],
  [5, 5, `100${N}%`],
  [0, 0, null]
])('%i of %i', (part, whole, text) => {
  expect(partText(part, whole)).toBe(text);
});

it.each([
  [100_00, 103_60, { text: `+3,6${N}%`, tone: 'ok' }],
  [100_00, 90_00, { text: `\u221210${N}%`, tone: 'bad' }],
  [100_000_00, 100_001_00, { text: `0${N}%`, tone: 'neutral' }],
  [0, 50, null],
  [-10, 50, null]
])('from %i to %i', (before, now, change) => {
  expect(changeOf(before, now)).toEqual(change);
});

it('writes the marks of an axis in the unit that suits them', () => {
  const marks = (most: number, least = 0) => {
    const { ticks } = axis([most, least], 2, { whole: false });
    return ticks.map((tick) => axisEuros(tick, ticks));
  };
  expect(marks(90_000_00)).toEqual([`0${N}k€`, `50${N}k€`, `100${N}k€`]);
  expect(marks(900_00)).toEqual([`0${N}€`, `500${N}€`, `1${N}000${N}€`]);
  expect(marks(2_900_000_00)).toEqual([`0${N}M€`, `2${N}M€`, `4${N}M€`]);
  expect(marks(2_400_000_00, -100_00)[0]).toMatch(/^\u2212\d/);
});
