/** Which files of a project belong to one of several shards: each file's bytes decide, whatever else there is. Pure. */

/** Of a sum: 48 bits, which a number holds exactly. */
const HEX_DIGITS = 12;

/** One of several parts of a project's files, from 1. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

/** Whether a file belongs to a shard; its bytes alone decide. */
export function isOwn(shard: Shard | undefined, sha256: string): boolean {
  return shard === undefined || shardOf(sha256, shard.count) === shard.index;
}

/** From 1. */
export function shardOf(sha256: string, count: number): number {
  return (Number.parseInt(sha256.slice(0, HEX_DIGITS), 16) % count) + 1;
}
