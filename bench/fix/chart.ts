/** Draws what came of each kind of fault as bars, as SVG. Pure. */
import { type FixSample, rowsOf } from './report.ts';

const WIDTH = 720;
const BAR = 18;
const GAP = 6;
/** Where bars begin: names stand left of it. */
const LEFT = 190;
const TOP = 52;
/** For the numbers behind a bar. */
const RIGHT = 90;
/** From what is best to what is worst. */
const COLOURS = { equal: '#2a9d5c', other: '#e0b040', nothing: '#d0d0d0' } as const;

/** Of the detected faults of each kind: repaired as before, repaired otherwise, not repaired. */
export function chart(samples: readonly FixSample[], title: string): string {
  const rows = rowsOf(samples);
  const bars = rows.map(([name, all], at) => {
    const detected = all.filter(({ isDetected }) => isDetected);
    const equal = detected.filter(({ isVerified, isEqual }) => isVerified && isEqual).length;
    const other = detected.filter(({ isVerified, isEqual }) => isVerified && !isEqual).length;
    const parts = [
      [equal, COLOURS.equal],
      [other, COLOURS.other],
      [detected.length - equal - other, COLOURS.nothing],
    ] as const;
    const y = TOP + at * (BAR + GAP);
    let x = LEFT;
    const drawn = parts.map(([count, colour]) => {
      const width = detected.length === 0 ? 0 : ((WIDTH - LEFT - RIGHT) * count) / detected.length;
      const rect = `<rect x="${x.toFixed(1)}" y="${y}" width="${width.toFixed(1)}" height="${BAR}" fill="${colour}"/>`;
      x += width;
      return rect;
    });
    const middle = y + BAR / 2 + 4;
    return [
      `<text x="${LEFT - 8}" y="${middle}" text-anchor="end">${escaped(name)}</text>`,
      ...drawn,
      `<text x="${WIDTH - RIGHT + 8}" y="${middle}">${equal} + ${other} of ${detected.length}</text>`,
    ].join('');
  });
  const legend = [
    ['as before', COLOURS.equal],
    ['otherwise, verified', COLOURS.other],
    ['not', COLOURS.nothing],
  ]
    .map(
      ([text, colour], at) =>
        `<rect x="${LEFT + at * 150}" y="30" width="12" height="12" fill="${colour}"/><text x="${LEFT + 18 + at * 150}" y="41">${text}</text>`,
    )
    .join('');
  const height = TOP + rows.length * (BAR + GAP) + 10;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" font-family="sans-serif" font-size="12"><rect width="100%" height="100%" fill="#fff"/><text x="8" y="20">${escaped(title)}</text>${legend}${bars.join('')}</svg>\n`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
