/**
 * The lock file of a managed server: who keeps it, and how to reach them. It comes into being whole and at once, so that nobody reads half of it
 * and only one process can have made it. It holds no text of the user.
 */
import { access, link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';

const lockContent = z.object({
  /** Of the process that keeps the server. */
  pid: z.int(),
  /** When it started, as `Date.now()`. */
  startedAt: z.number(),
  /** Where it listens for Neovims, on loopback. */
  controlPort: z.int(),
  /** What they have to show: the file is readable by its user only. */
  key: z.string(),
  /** The llama-server, while there is one. */
  server: z.object({ pid: z.int(), port: z.int(), startedAt: z.number() }).optional(),
});
export type Lock = z.output<typeof lockContent>;

/** The lock; `undefined` where there is none, or something else stands in the file. */
export async function readLock(file: string): Promise<Lock | undefined> {
  try {
    return lockContent.safeParse(JSON.parse(await readFile(file, 'utf8'))).data;
  } catch {
    return undefined;
  }
}

/** Makes the file. @returns false where it is there already */
export async function createLock(file: string, lock: Lock): Promise<boolean> {
  const draft = await writeDraft(file, lock);
  try {
    await link(draft, file);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

/** Writes the lock anew, by the process that holds it. */
export async function updateLock(file: string, lock: Lock): Promise<void> {
  if ((await readLock(file))?.key !== lock.key) return;
  await rename(await writeDraft(file, lock), file);
}

/** Removes the file where it is still the lock with this key; `undefined`: where it is no lock at all. @returns whether it is gone */
export async function removeLock(file: string, key: string | undefined): Promise<boolean> {
  // Away with it first, and then a look: between a look and a removal another process could make a new one.
  const aside = `${file}.${process.pid}-${performance.now()}.old`;
  try {
    await rename(file, aside);
  } catch {
    return true;
  }
  const found = await readLock(aside);
  // Whoever has made a new one meanwhile keeps it.
  if (found?.key !== key) await link(aside, file).catch(() => undefined);
  await rm(aside, { force: true });
  return found?.key === key;
}

/** Removes what stands in the lock's place and is none. A lock is there at once and whole: this is nobody's half-written one. */
export async function clearWay(file: string): Promise<void> {
  const isThere = await access(file).then(
    () => true,
    () => false,
  );
  if (isThere && (await readLock(file)) === undefined) await removeLock(file, undefined);
}

async function writeDraft(file: string, lock: Lock): Promise<string> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${process.pid}.new`;
  await writeFile(draft, JSON.stringify(lock), { mode: 0o600 });
  return draft;
}
