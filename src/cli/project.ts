/** A project's context in this process, for commands that look at it once. */
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Options } from '../config/schema.ts';
import { findRoot } from '../context/discover/root.ts';
import { type ContextEngine, createContextEngine } from '../context/engine.ts';
import type { ProjectOptions } from '../context/service.ts';
import { grammarsFolder } from '../syntax/grammar.ts';
import { FimError } from '../text/error.ts';

/** What the options say of reading a project, without its root. */
export function projectOptions(options: Options): Omit<ProjectOptions, 'root' | 'includePaths'> {
  const { secretFiles, useOtherFiles, maxFileBytes } = options;
  return { secretFiles, useOtherFiles, maxFileBytes };
}

/** @param log lines for a person */
export function contextEngine(log: (text: string) => void): ContextEngine {
  return createContextEngine({ grammarsDir: grammarsFolder(), log });
}

/** The root of the project of a file, or of the working directory. */
export function rootFor(path: string | undefined): string {
  return findRoot(path === undefined ? resolve('.', 'x') : resolve(path));
}

/** @throws FimError `config` where there is no such folder */
export async function folder(path: string): Promise<string> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory() === true) return resolve(path);
  throw new FimError('config', { what: `There is no folder ${path}.`, next: 'Name a folder that is there.' });
}
