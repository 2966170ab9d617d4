/**
 * The projects of the buffers that are open: one context service for each root, in a thread of its own, which is told every change. Nobody waits for
 * it; what it knows in time gets into a prompt.
 */

import { setTimeout as sleep } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';
import type { Options } from '../config/schema.ts';
import { absoluteFolders, findRoot } from '../context/discover/root.ts';
import { NOTHING_FOUND } from '../context/lookup.ts';
import type {
  ContextRequest,
  ContextResult,
  ContextService,
  LookupRequest,
  LookupResult,
  OpenDocument,
} from '../context/service.ts';
import type { LinesEvent } from './editor.ts';
import type { Document } from './mirror.ts';

export interface ProjectsWorld {
  /** Starts the service of one project, which knows nothing yet. */
  readonly create: (documents: () => Iterable<OpenDocument>) => ContextService;
  readonly options: () => Options;
  readonly log: (text: string) => void;
}

/** An index costs memory: projects that nobody has looked at for longest are let go. */
const MOST_PROJECTS = 2;

/** A project that is still being read answers with what it has by then, in ms. */
const LOOKUP_PATIENCE_MS = 1500;

const NOTHING: ContextResult = { snippets: [], reports: [], isComplete: false, ms: 0 };

interface Followed {
  readonly document: Document;
  /** As it was told to the service; a buffer may get another name. */
  readonly path: string;
  readonly root: string;
}

export class Projects {
  readonly #world: ProjectsWorld;
  readonly #followed = new Map<number, Followed>();
  readonly #services = new LRUCache<string, ContextService>({
    max: MOST_PROJECTS,
    dispose: (service) => void service.dispose(),
  });

  constructor(world: ProjectsWorld) {
    this.#world = world;
  }

  /** A buffer's lines have changed, or have come for the first time. */
  changed(document: Document, { first, last, lines, tick }: LinesEvent): void {
    // A preview is on the screen only.
    if (tick === null) return;
    const { buf, path } = document.info;
    const known = this.#followed.get(buf);
    if (known === undefined || known.document !== document || known.path !== path) {
      this.forget(buf);
      this.#follow(document);
      return;
    }
    this.#services.peek(known.root)?.change(path, [{ firstRow: first, lastRow: last, lines }]);
  }

  /** A buffer is not followed any more. */
  forget(buf: number): void {
    const known = this.#followed.get(buf);
    this.#followed.delete(buf);
    if (known !== undefined) this.#services.peek(known.root)?.close(known.path);
  }

  /** A buffer was written: other tools may have changed files as well. */
  saved(buf: number): void {
    const known = this.#followed.get(buf);
    if (known !== undefined) this.#services.peek(known.root)?.touched([known.path]);
  }

  /** The root of a buffer's project; `undefined` for a buffer that is not followed. */
  rootOf(buf: number): string | undefined {
    return this.#followed.get(buf)?.root;
  }

  /** What the project knows for a place; nothing where there is no project. */
  async query(buf: number, request: Omit<ContextRequest, 'path'>, signal: AbortSignal): Promise<ContextResult> {
    const known = this.#followed.get(buf);
    if (known === undefined) return NOTHING;
    const service = this.#services.get(known.root) ?? this.#start(known.root);
    return service.query({ ...request, path: known.path }, signal);
  }

  /** What the project knows of a report in a text; the first time it is read before. */
  async lookup(document: OpenDocument, request: LookupRequest, signal: AbortSignal): Promise<LookupResult> {
    const isFollowed = [...this.#followed.values()].some(({ path }) => path === document.path);
    const root = findRoot(document.path);
    const service = this.#services.get(root) ?? this.#start(root);
    if (!isFollowed) service.open(document);
    try {
      const late = sleep(LOOKUP_PATIENCE_MS, undefined, { signal });
      late.catch(() => undefined);
      await Promise.race([service.settled(), late]);
      // Who reads a large folder answers when a slice of it is done.
      const none = sleep(LOOKUP_PATIENCE_MS, NOTHING_FOUND, { signal });
      none.catch(() => undefined);
      return await Promise.race([service.lookup(request, signal), none]);
    } finally {
      if (!isFollowed) service.close(document.path);
    }
  }

  /** Options have changed: everything begins anew, with the next change or request. */
  restart(): void {
    this.#services.clear();
    const documents = [...this.#followed.values()].map(({ document }) => document);
    this.#followed.clear();
    for (const document of documents) this.#follow(document);
  }

  dispose(): void {
    this.#followed.clear();
    this.#services.clear();
  }

  #follow(document: Document): void {
    const { buf, path, filetype } = document.info;
    if (path === '') return;
    const root = findRoot(path);
    this.#followed.set(buf, { document, path, root });
    const service = this.#services.get(root);
    if (service === undefined) this.#start(root);
    else service.open({ path, filetype, lines: document.lines });
  }

  #start(root: string): ContextService {
    const { create, options, log } = this.#world;
    const { secretFiles, useOtherFiles, includePaths, maxFileBytes } = options();
    const service = create(() => this.#documentsIn(root));
    this.#services.set(root, service);
    service
      .start({
        root,
        includePaths: absoluteFolders(root, includePaths),
        secretFiles,
        useOtherFiles,
        maxFileBytes,
      })
      .catch((error: unknown) => log(`project ${root}: ${error instanceof Error ? error.message : String(error)}`));
    for (const document of this.#documentsIn(root)) service.open(document);
    return service;
  }

  *#documentsIn(root: string): Iterable<OpenDocument> {
    for (const { document, path, root: own } of this.#followed.values()) {
      if (own === root) yield { path, filetype: document.info.filetype, lines: document.lines };
    }
  }
}
