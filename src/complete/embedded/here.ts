/** The instant engine on the files of this machine, in the thread that calls. Reads what the options allow. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { projectDisk } from '../../context/discover/disk.ts';
import { endsIn } from '../../context/discover/kinds.ts';
import { absoluteFolders, markedRoot } from '../../context/discover/root.ts';
import type { Proposal } from '../../model/instant/complete.ts';
import { type InstantDocument, InstantEngine, type Question } from '../../model/instant/engine.ts';
import type { ProjectTexts } from '../../model/instant/shelf.ts';
import type { InstantOptions, InstantService } from './service.ts';

/** Other people's code: plenty, and not how this project writes. Read only where it is asked for. */
const FOREIGN_FOLDERS = ['vendor', 'node_modules', '.venv', 'venv'];

export function createInstantHere(log: (text: string) => void): InstantService {
  return new InstantHere(log);
}

class InstantHere implements InstantService {
  readonly generation = 0;
  readonly #log: (text: string) => void;
  #engine: InstantEngine | undefined;

  constructor(log: (text: string) => void) {
    this.#log = log;
  }

  start(options: InstantOptions): void {
    this.#engine?.dispose();
    this.#engine = new InstantEngine({
      texts: (root, extensions) => textsIn(root, extensions, options),
      root: markedRoot,
      show: options.instant,
      log: this.#log,
    });
  }

  put(document: InstantDocument): void {
    this.#engine?.put(document);
  }

  close(path: string): void {
    this.#engine?.close(path);
  }

  touched(paths: readonly string[]): void {
    this.#engine?.touched(paths);
  }

  async ask(question: Question): Promise<Proposal | undefined> {
    return this.#engine?.ask(question);
  }

  async settled(): Promise<void> {
    await this.#engine?.settled();
  }

  dispose(): void {
    this.#engine?.dispose();
    this.#engine = undefined;
  }
}

function textsIn(root: string, extensions: readonly string[], options: InstantOptions): ProjectTexts | undefined {
  if (!options.useOtherFiles) return undefined;
  const { secretFiles, useOtherFiles, maxFileBytes, onlyMyCode } = options;
  const foreign = onlyMyCode ? [] : FOREIGN_FOLDERS.map((name) => join(root, name)).filter((path) => existsSync(path));
  const includePaths = [...absoluteFolders(root, options.includePaths), ...foreign];
  return projectDisk({ root, includePaths, secretFiles, useOtherFiles, maxFileBytes }, (path) =>
    endsIn(path, extensions),
  );
}
