import { describe, expect, it } from 'vitest';
import { hoursOf, placed, SHOWN_MINUTES } from './hours';
import { visit } from './testing';

const at = (...hours: string[]) => hours.map((hour) => visit({ at: hour }));

describe('the week', () => {
  it.each([
    [[], { first: 7, last: 20 }],
    [['08:00', '19:20'], { first: 7, last: 20 }],
    [['05:45'], { first: 5, last: 20 }],
    [['19:45'], { first: 7, last: 21 }],
    [['23:50'], { first: 7, last: 24 }]
  ])('of visits at %j shows %j', (hours, expected) => {
    expect(hoursOf([at(...hours)])).toEqual(expected);
  });

  it('puts visits at their hour, and under each other where they would overlap', () => {
    const minutes = placed(at('08:00', '08:10', '08:20', '11:00', '')).map((one) => one.minutes);
    expect(minutes).toEqual([480, 480 + SHOWN_MINUTES, 480 + 2 * SHOWN_MINUTES, 660]);
  });

  it('keeps all of them within the day, one above the other before midnight', () => {
    const minutes = placed(at('23:00', '23:30', '23:45')).map((one) => one.minutes);
    const last = 24 * 60 - 1 - SHOWN_MINUTES;
    expect(minutes).toEqual([last - 2 * SHOWN_MINUTES, last - SHOWN_MINUTES, last]);
  });
});
