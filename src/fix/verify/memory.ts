/** How much memory processes use with all that they have started. Asks the system once, and knows nothing where it does not answer. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** The system is asked for a look at health: nobody waits longer, in ms. */
const LIMIT_MS = 1000;

interface Process {
  readonly parent: number;
  /** Resident, in KiB. */
  readonly size: number;
}

/** @returns MiB for each of `pids`; `undefined` where it is not known */
export async function memoryOf(pids: readonly number[]): Promise<readonly (number | undefined)[]> {
  if (pids.length === 0) return [];
  const listed = await promisify(execFile)('ps', ['-A', '-o', 'pid=,ppid=,rss='], { timeout: LIMIT_MS }).catch(
    () => undefined,
  );
  const processes = processesIn(listed?.stdout ?? '');
  return pids.map((pid) => (processes.has(pid) ? Math.round(sizeWithChildren(pid, processes) / 1024) : undefined));
}

function processesIn(list: string): ReadonlyMap<number, Process> {
  const found = new Map<number, Process>();
  for (const [, pid, parent, size] of list.matchAll(/^\s*(\d+)\s+(\d+)\s+(\d+)\s*$/gmu))
    found.set(Number(pid), { parent: Number(parent), size: Number(size) });
  return found;
}

function sizeWithChildren(pid: number, processes: ReadonlyMap<number, Process>): number {
  let sum = processes.get(pid)?.size ?? 0;
  for (const [child, { parent }] of processes)
    if (parent === pid && child !== pid) sum += sizeWithChildren(child, processes);
  return sum;
}
