/** Personalised PageRank by power iteration over typed arrays (Page, Brin, Motwani, Winograd 1999). Knows numbers only. */

import type { Steps } from './steps.ts';

/** Chance to follow an edge instead of starting anew; the paper's. */
const DAMPING = 0.85;
/** Sum of all changes from which on nothing moves in the order of the ranks. */
const CONVERGED = 1e-6;
/** 0.85³⁰ < 1 %: further rounds move less than that. */
const MOST_ROUNDS = 30;

/** Edges, those of each node together. */
export interface Edges {
  /** Edges of node n: [starts[n], starts[n + 1]). */
  readonly starts: Int32Array;
  readonly targets: Int32Array;
  /** > 0 */
  readonly weights: Float64Array;
}

/**
 * @param personal where a walk starts, for each node; sums up to 1. Nodes without edges lead there as well
 * @returns a rank for each node; they sum up to 1
 */
export function* pageRank(edges: Edges, personal: Float64Array): Steps<Float64Array> {
  const out = outWeights(edges, personal.length);
  let rank = personal;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const next = new Float64Array(personal.length);
    const dangling = follow(edges, out, rank, next);
    const restart = 1 - DAMPING + DAMPING * dangling;
    let change = 0;
    for (let node = 0; node < next.length; node++) {
      const value = (next[node] ?? 0) + restart * (personal[node] ?? 0);
      change += Math.abs(value - (rank[node] ?? 0));
      next[node] = value;
    }
    rank = next;
    if (change < CONVERGED) break;
    yield;
  }
  return rank;
}

/** Adds to `next` what flows along the edges. @returns rank of the nodes that have none */
function follow(
  { starts, targets, weights }: Edges,
  out: Float64Array,
  rank: Float64Array,
  next: Float64Array,
): number {
  let dangling = 0;
  for (let node = 0; node < rank.length; node++) {
    const own = rank[node] ?? 0;
    const all = out[node] ?? 0;
    if (all === 0) dangling += own;
    if (all === 0 || own === 0) continue;
    const flow = (DAMPING * own) / all;
    const end = starts[node + 1] ?? 0;
    for (let edge = starts[node] ?? 0; edge < end; edge++) {
      const target = targets[edge] ?? 0;
      next[target] = (next[target] ?? 0) + flow * (weights[edge] ?? 0);
    }
  }
  return dangling;
}

/** The sum of the weights of each node's edges. */
export function outWeights({ starts, weights }: Edges, count: number): Float64Array {
  const out = new Float64Array(count);
  for (let node = 0; node < count; node++) {
    const end = starts[node + 1] ?? 0;
    let sum = 0;
    for (let edge = starts[node] ?? 0; edge < end; edge++) sum += weights[edge] ?? 0;
    out[node] = sum;
  }
  return out;
}
