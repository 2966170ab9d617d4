/** PageRank against the obvious, slow way: a dense matrix and many rounds. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Edges, pageRank } from '../../../src/context/map/page-rank.ts';
import { runToEnd } from '../../../src/context/map/steps.ts';

type Edge = readonly [from: number, to: number, weight: number];

const NODES = 6;
const edge = fc.tuple(fc.nat(NODES - 1), fc.nat(NODES - 1), fc.integer({ min: 1, max: 9 }));

function packed(edges: readonly Edge[]): Edges {
  const sorted = [...edges].sort((a, b) => a[0] - b[0]);
  const starts = Int32Array.from({ length: NODES + 1 }, (_, node) => sorted.filter(([from]) => from < node).length);
  return {
    starts,
    targets: Int32Array.from(sorted, ([, to]) => to),
    weights: Float64Array.from(sorted, ([, , weight]) => weight),
  };
}

function slowRank(edges: readonly Edge[], personal: readonly number[]): readonly number[] {
  let rank = [...personal];
  for (let round = 0; round < 200; round++) {
    rank = personal.map((start, node) => {
      let flow = 0;
      for (let from = 0; from < NODES; from++) {
        const out = edges.filter(([source]) => source === from);
        const all = out.reduce((sum, [, , weight]) => sum + weight, 0);
        const here = out.filter(([, to]) => to === node).reduce((sum, [, , weight]) => sum + weight, 0);
        flow += (rank[from] ?? 0) * (all === 0 ? start : here / all);
      }
      return 0.15 * start + 0.85 * flow;
    });
  }
  return rank;
}

describe('PageRank', () => {
  it('is what the slow way says', () => {
    fc.assert(
      fc.property(fc.array(edge, { maxLength: 20 }), fc.nat(NODES - 1), (edges, seed) => {
        const personal = Array.from({ length: NODES }, (_, node) => (node === seed ? 0.75 : 0.05));
        const fast = runToEnd(pageRank(packed(edges), Float64Array.from(personal)));
        const slow = slowRank(edges, personal);
        for (const [node, rank] of fast.entries()) expect(rank).toBeCloseTo(slow[node] ?? 0, 2);
        expect(fast.reduce((sum, rank) => sum + rank, 0)).toBeCloseTo(1, 9);
      }),
    );
  });

  it('has nothing to say of no files', () => {
    const none = { starts: new Int32Array(1), targets: new Int32Array(0), weights: new Float64Array(0) };
    expect(runToEnd(pageRank(none, new Float64Array(0)))).toHaveLength(0);
  });
});
