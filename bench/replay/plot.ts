/** Draws how a replay's confidence keeps its word, and what each threshold earns, as SVG: no library is worth it. Pure. */
import type { ReplaySample } from './samples.ts';
import { calibration, sharesOf, wholeLine } from './summary.ts';

const SIDE = 300;
const LEFT = 50;
const TOP = 40;
const GAP = 80;
/** Thresholds of the curve. */
const STEPS = 20;

interface Point {
  /** 0 … 1 from the left and from the bottom. */
  readonly x: number;
  readonly y: number;
}

export function plot(samples: readonly ReplaySample[], title: string): string {
  const bins = calibration(samples);
  const most = Math.max(1, ...bins.map(({ lines }) => lines));
  const kept = panel(LEFT, 'confidence', 'share of lines that are right', [
    path(
      LEFT,
      [
        { x: 0, y: 0 },
        { x: 1, y: 1 },
      ],
      '#bbb',
    ),
    ...bins.map(({ confidence, exact, lines }) =>
      dot(LEFT, { x: confidence, y: exact }, 3 + 6 * Math.sqrt(lines / most)),
    ),
  ]);
  const curve = Array.from({ length: STEPS }, (_, at) => sharesOf(samples, wholeLine(at / STEPS))).filter(
    ({ coverage }) => coverage > 0,
  );
  const right = LEFT + SIDE + GAP;
  const earned = panel(right, 'shown at (share of places)', 'share of lines that are right', [
    path(
      right,
      curve.map(({ coverage, exact }) => ({ x: coverage / 100, y: exact / 100 })),
      '#2a9d5c',
    ),
  ]);
  const width = right + SIDE + LEFT;
  const height = TOP + SIDE + LEFT;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="sans-serif" font-size="12"><rect width="100%" height="100%" fill="#fff"/><text x="8" y="20">${escaped(title)}</text>${kept}${earned}</svg>\n`;
}

function panel(left: number, xName: string, yName: string, marks: readonly string[]): string {
  const bottom = TOP + SIDE;
  return [
    `<rect x="${left}" y="${TOP}" width="${SIDE}" height="${SIDE}" fill="none" stroke="#222"/>`,
    `<text x="${left + SIDE / 2}" y="${bottom + 34}" text-anchor="middle">${xName}</text>`,
    `<text transform="translate(${left - 30} ${TOP + SIDE / 2}) rotate(-90)" text-anchor="middle">${yName}</text>`,
    ...[0, 0.5, 1].flatMap((value) => [
      `<text x="${left + value * SIDE}" y="${bottom + 16}" text-anchor="middle">${value}</text>`,
      `<text x="${left - 6}" y="${bottom - value * SIDE + 4}" text-anchor="end">${value}</text>`,
    ]),
    ...marks,
  ].join('');
}

function dot(left: number, point: Point, radius: number): string {
  const [x, y] = screen(left, point);
  return `<circle cx="${x}" cy="${y}" r="${radius.toFixed(1)}" fill="#2a9d5c"/>`;
}

function path(left: number, points: readonly Point[], stroke: string): string {
  const drawn = points.map((point) => screen(left, point).join(',')).join(' ');
  return `<polyline points="${drawn}" fill="none" stroke="${stroke}"/>`;
}

function screen(left: number, { x, y }: Point): readonly [number, number] {
  return [Math.round(left + x * SIDE), Math.round(TOP + SIDE - y * SIDE)];
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
