/** A server's process with what it knows: texts that it was shown, and files that are followed for it. Started as one; asks nothing. */
import { basename } from 'node:path';
import { z } from 'zod';
import { languageOf } from '../../syntax/registry.ts';
import { bounded } from './bounded.ts';
import { Inbox } from './inbox.ts';
import { type LspProcess, type ServerPlace, startServer } from './lsp-process.ts';
import { PassingTexts } from './passing-texts.ts';
import { followFiles, type ProjectFiles } from './project-files.ts';
import type { ServerSpec } from './server-spec.ts';
import { OpenTexts, type ServerTexts } from './server-texts.ts';

/** For one text, in ms, and for each of its characters: one of 15,000 lines takes intelephense 3 s, pyright 4 s, and twice as much on a machine that is busy. */
const ANSWER_MS = 10_000;
const CHARACTER_MS = 1 / 40;

const published = z.object({ uri: z.string(), diagnostics: z.array(z.unknown()) });

export interface Session {
  readonly process: LspProcess;
  readonly texts: ServerTexts;
  readonly files: ProjectFiles | undefined;
  /** It has answered once: some read the project only then. */
  isWarm: boolean;
}

/** @throws FimError where the server does not start */
export async function startSession(spec: ServerSpec, place: ServerPlace): Promise<Session> {
  // Before it reads the project: what changes from now on is told.
  const files = spec.disk === 'itself' ? undefined : await followFiles(place.root, isWantedBy(spec));
  try {
    const process = await startServer(spec, place);
    return { process, texts: textsFor(spec, process), files, isWarm: false };
  } catch (error) {
    files?.close();
    throw error;
  }
}

function isWantedBy({ languages, settingsFiles = [] }: ServerSpec): (path: string) => boolean {
  return (path) =>
    Object.hasOwn(languages, languageOf({ filetype: '', path })?.id ?? '') || settingsFiles.includes(basename(path));
}

function textsFor(spec: ServerSpec, { connection, ready, takesRanges }: LspProcess): ServerTexts {
  if (spec.way !== 'publish') return new OpenTexts(connection, takesRanges);
  const inbox = new Inbox();
  connection.onNotification('textDocument/publishDiagnostics', (params: unknown) => {
    const { uri, diagnostics } = published.parse(params);
    inbox.put(uri, diagnostics);
  });
  const publisher = {
    next: (uri: string) => inbox.next(uri),
    reread: ready,
    patient: <T>(answer: Promise<T>, characters: number) => bounded(answer, spec.name, patienceFor(characters)),
  };
  return new PassingTexts(connection, publisher, Object.values(spec.languages)[0] ?? '');
}

/** For the answer to a text of so many characters, in ms. */
export function patienceFor(characters: number): number {
  return Math.round(ANSWER_MS + characters * CHARACTER_MS);
}
