/**
 * The context part as one object, in the thread of its caller: follows the open documents, and answers requests from what is known of the project
 * by then. The editor uses it through `worker/`.
 */
import { dirname, resolve } from 'node:path';
import { LRUCache } from 'lru-cache';
import { languageOf } from '../syntax/registry.ts';
import { abortError } from '../text/error.ts';
import { maskSecrets } from '../text/secrets.ts';
import type { Snippet } from '../text/snippet.ts';
import { allocate } from './allocate.ts';
import { projectDisk } from './discover/disk.ts';
import { librariesOf } from './discover/libraries.ts';
import type { Libraries, OpensDisk } from './disk.ts';
import { ContextDocument, type LiveDocument } from './documents.ts';
import { WholeDocument } from './holed.ts';
import { SymbolReader } from './index/reader.ts';
import { lookup, NOTHING_FOUND } from './lookup.ts';
import { momentOf } from './moment.ts';
import { OpenedProject } from './opened-project.ts';
import type { ProjectFile } from './project.ts';
import { createSources } from './registry.ts';
import { memberAccess } from './resolve/member-access.ts';
import type {
  ContextRequest,
  ContextResult,
  ContextService,
  LinesChange,
  LookupRequest,
  LookupResult,
  MapRequest,
  MapResult,
  OpenDocument,
  ProjectOptions,
  ProjectStatus,
} from './service.ts';
import type { Moment, Source } from './source.ts';

export interface ContextWorld {
  readonly reader: SymbolReader;
  readonly openDisk: OpensDisk;
  readonly librariesOf: (options: ProjectOptions) => Libraries;
  /** Milliseconds of a clock that only moves on. */
  readonly now: () => number;
  readonly log: (text: string) => void;
  /** Does what sources have put off, when nobody waits. Default: at the event loop's next turn. */
  readonly later?: (job: () => void) => void;
}

/** What isn't ready by then is left out, where the request says nothing else. In ms. */
const USUAL_LIMIT_MS = 25;
/** Pause after the last change of a document until its words are looked at anew, in ms. */
const QUIET_MS = 200;

/** Texts that were masked lately: neighbouring requests show the same ones. */
const MOST_MASKED = 500;

const NOTHING: ContextResult = { snippets: [], reports: [], isComplete: false, ms: 0 };
const NO_PROJECT: ProjectStatus = {
  root: '',
  files: 0,
  filesKnown: 0,
  libraryFiles: 0,
  declarations: 0,
  chunks: 0,
  isComplete: false,
  indexedMs: undefined,
};

/** A project and who is asked about it. */
interface Opened {
  readonly project: OpenedProject;
  readonly sources: readonly Source[];
}

export function createContextEngine({
  grammarsDir,
  log,
}: {
  readonly grammarsDir: string;
  readonly log: (text: string) => void;
}): ContextEngine {
  return new ContextEngine({
    reader: new SymbolReader(grammarsDir),
    openDisk: projectDisk,
    librariesOf: ({ root }) => librariesOf(root),
    now: () => performance.now(),
    log,
  });
}

export class ContextEngine implements ContextService {
  readonly #world: ContextWorld;
  readonly #documents = new Map<string, ContextDocument>();
  readonly #quiet = new Map<string, NodeJS.Timeout>();
  #opened: Opened | undefined;
  #held: LiveDocument | undefined;
  /** Documents that somebody has asked about since they were opened. */
  readonly #asked = new Set<string>();
  readonly #masked = new LRUCache<string, string>({ max: MOST_MASKED });

  constructor(world: ContextWorld) {
    this.#world = world;
  }

  /** What is known of the project: for benches and tests. */
  get project(): OpenedProject | undefined {
    return this.#opened?.project;
  }

  async start(options: ProjectOptions): Promise<ProjectStatus> {
    const { reader, now, log, openDisk, librariesOf, later } = this.#world;
    this.#opened?.project.dispose();
    const project = new OpenedProject(options, {
      disk: openDisk(options),
      libraries: librariesOf(options),
      document: (path) => this.#document(path),
      reader,
      now,
      log,
    });
    this.#opened = { project, sources: createSources(project, later) };
    // Who has documents open wants to be answered from them first.
    project.want(this.#documents.keys(), 'now');
    await project.list([...this.#documents.keys()].at(-1));
    return project.status;
  }

  async settled(): Promise<ProjectStatus> {
    await this.project?.settled();
    return this.status();
  }

  open(document: OpenDocument): void {
    this.#documents.get(document.path)?.delete();
    this.#asked.delete(document.path);
    this.#documents.set(document.path, new ContextDocument(document, this.#world.reader));
    this.visit(document.path);
    this.project?.want([document.path], 'now');
    this.project?.wantFolder(dirname(document.path));
  }

  change(path: string, changes: readonly LinesChange[]): void {
    const document = this.#documents.get(path);
    if (document === undefined) return;
    for (const change of document.change(changes)) this.project?.edits.record(path, change);
    clearTimeout(this.#quiet.get(path));
    const timer = setTimeout(() => this.project?.want([path], 'now'), QUIET_MS);
    timer.unref();
    this.#quiet.set(path, timer);
  }

  replace(document: OpenDocument): void {
    this.open(document);
  }

  close(path: string): void {
    this.#documents.get(path)?.delete();
    this.#documents.delete(path);
    this.#asked.delete(path);
    clearTimeout(this.#quiet.get(path));
    this.#quiet.delete(path);
    // What stands on disk counts again.
    this.touched([path]);
  }

  /**
   * A file that pieces are to be taken out of; its grammar is loaded.
   * @param path absolute; @param text with `\n`; @param isCode whether all of it is, where that is known
   */
  async whole(path: string, text: string, isCode?: boolean): Promise<WholeDocument> {
    const { reader } = this.#world;
    const language = languageOf({ filetype: '', path });
    if (language !== undefined) await reader.load(language).catch(() => undefined);
    return new WholeDocument(path, text, reader, isCode);
  }

  /** That is what stands in the file, until `release`: known at once, and by the next request. */
  hold(document: LiveDocument): void {
    this.#held = document;
    this.project?.hold(document);
  }

  release(): void {
    this.#held = undefined;
    this.project?.restore();
  }

  visit(path: string): void {
    this.project?.recency.visit(path);
  }

  touched(paths: readonly string[]): void {
    this.project?.touched(paths);
  }

  async query(request: ContextRequest, signal: AbortSignal): Promise<ContextResult> {
    const { now, log, reader } = this.#world;
    const begun = now();
    const document = this.#document(request.path);
    if (this.#opened === undefined || document === undefined) return NOTHING;
    const { project, sources } = this.#opened;
    if (document.language !== undefined) await reader.load(document.language).catch(() => undefined);
    if (signal.aborted) throw abortError();
    const moment = this.#moment(request, document, project);
    const asked =
      request.sources === undefined ? sources : sources.filter(({ name }) => request.sources?.includes(name));
    const { snippets, reports } = allocate(asked, moment, {
      project: project.index,
      now,
      deadline: begun + (request.limitMs ?? USUAL_LIMIT_MS),
      failed: (source, error) =>
        log(`${source}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`),
    });
    return {
      snippets: snippets.map((snippet) => finished(snippet, this.#withoutSecrets(snippet.text), project)),
      reports,
      isComplete: project.isComplete,
      ms: now() - begun,
    };
  }

  async map(request: MapRequest, signal: AbortSignal): Promise<MapResult> {
    if (signal.aborted) throw abortError();
    const map = this.project?.map.map(request) ?? { text: '', tokens: 0, entries: [] };
    const entries = map.entries.map((entry) => ({ ...entry, lines: entry.lines.map(maskSecrets) }));
    return { ...map, text: maskSecrets(map.text), entries };
  }

  async lookup(request: LookupRequest, signal: AbortSignal): Promise<LookupResult> {
    const document = this.#document(request.path);
    const project = this.project;
    if (project === undefined || document === undefined) return NOTHING_FOUND;
    if (document.language !== undefined) await this.#world.reader.load(document.language).catch(() => undefined);
    if (signal.aborted) throw abortError();
    const moment = this.#moment({ ...request, window: [request.row, request.row], budget: 0 }, document, project);
    const found = lookup(request, moment, project.index);
    return { ...found, declared: found.declared.map((each) => ({ ...each, text: maskSecrets(each.text) })) };
  }

  status(): Promise<ProjectStatus> {
    return Promise.resolve(this.project?.status ?? NO_PROJECT);
  }

  async dispose(): Promise<void> {
    for (const path of [...this.#documents.keys()]) this.close(path);
    this.project?.dispose();
    this.#opened = undefined;
  }

  #withoutSecrets(text: string): string {
    let masked = this.#masked.get(text);
    if (masked === undefined) {
      masked = maskSecrets(text);
      this.#masked.set(text, masked);
    }
    return masked;
  }

  #document(path: string): LiveDocument | undefined {
    return this.#held?.path === path ? this.#held : this.#documents.get(path);
  }

  /** What sources are told of the place of a request. */
  #moment(request: ContextRequest, document: LiveDocument, project: OpenedProject): Moment {
    const { language, lines, text } = document;
    const symbols = document.symbolsAt(request.row, request.col);
    project.declare(request.path, symbols, this.#asked.has(request.path) ? undefined : lines);
    this.#asked.add(request.path);
    const member = memberAccess(lines, request.row, request.col, language);
    return momentOf({ request, relative: project.relative(request.path), language, lines, text, symbols, member });
  }
}

/** The namespace of a file goes along. @param text without keys and passwords: they stay on this side of the border */
function finished(snippet: Snippet, text: string, project: OpenedProject): Snippet {
  const { path } = snippet;
  // What a language brings along is in no file.
  if (path.startsWith('<')) return { ...snippet, text, path: '' };
  const namespace = path === '' ? undefined : namespaceLine(project.index.file(resolve(project.options.root, path)));
  return { ...snippet, text, ...(namespace === undefined ? {} : { namespace }) };
}

/** How a file says in which namespace it is, where its language has them. */
function namespaceLine(file: ProjectFile | undefined): string | undefined {
  const name = file?.symbols.namespace ?? '';
  const line = languageOf({ filetype: '', path: file?.path ?? '' })?.namespaceLine;
  return name === '' || line === undefined ? undefined : line.replace('{name}', name);
}
