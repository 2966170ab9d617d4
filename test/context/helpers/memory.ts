/** A project whose files are texts: the product's own index over them, without a disk. */
import { MemoryDisk, NO_LIBRARIES } from '../../../src/context/disk.ts';
import { ContextEngine } from '../../../src/context/engine.ts';
import { SymbolReader } from '../../../src/context/index/reader.ts';
import type { ContextRequest, ContextResult } from '../../../src/context/service.ts';
import { grammarsFolder } from '../../../src/syntax/grammar.ts';

export const ROOT = '/project';

/** Loaded once for all tests of a file: grammars take a while. */
export const reader = new SymbolReader(grammarsFolder());

export interface MemoryProject {
  readonly engine: ContextEngine;
  readonly disk: MemoryDisk;
  /** What is told of a place; `¦` in the text is the cursor. @param path from the root */
  ask(path: string, text: string, request?: Partial<ContextRequest>): Promise<ContextResult>;
}

/** @param files path from the root → text */
export async function memoryProject(files: Readonly<Record<string, string>>): Promise<MemoryProject> {
  const disk = new MemoryDisk();
  for (const [path, text] of Object.entries(files)) disk.put(`${ROOT}/${path}`, text);
  const faults: string[] = [];
  const engine = new ContextEngine({
    reader,
    openDisk: () => disk,
    librariesOf: () => NO_LIBRARIES,
    now: () => performance.now(),
    log: (text) => faults.push(text),
  });
  await engine.start({ root: ROOT, includePaths: [], secretFiles: [], useOtherFiles: true, maxFileBytes: 1_000_000 });
  await engine.settled();
  return {
    engine,
    disk,
    async ask(path, text, request = {}) {
      const at = text.indexOf('¦');
      const before = text.slice(0, at).split('\n');
      const lines = (text.slice(0, at) + text.slice(at + 1)).split('\n');
      const absolute = `${ROOT}/${path}`;
      engine.open({ path: absolute, filetype: '', lines });
      const row = before.length - 1;
      const result = await engine.query(
        {
          path: absolute,
          row,
          col: before.at(-1)?.length ?? 0,
          window: [row - 60, row + 20],
          budget: 1024,
          limitMs: 60_000,
          ...request,
        },
        new AbortController().signal,
      );
      if (faults.length > 0) throw new Error(faults.join('\n'));
      return result;
    },
  };
}
