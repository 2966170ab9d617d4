/** The repo map: what a project consists of, most important first, in a number of tokens. Follows the index lazily; reads no files. */
import { estimateTokens } from '../../text/tokens.ts';
import type { ProjectFile } from '../project.ts';
import type { MapRequest, MapResult } from '../service.ts';
import type { FileSymbols } from '../symbols.ts';
import { createNameSpaces, type FileNames, fileNames } from './file-names.ts';
import { buildGraph, type Graph } from './graph.ts';
import { rankDeclarations, type Seeds } from './rank.ts';
import { mostDeclarations, renderMap } from './render.ts';
import { runToEnd, type Steps } from './steps.ts';

/** The project's own files. */
export interface MapFiles {
  files(): Iterable<ProjectFile>;
  /** By absolute path. */
  file(path: string): ProjectFile | undefined;
}

export interface MapWords {
  /** Identifiers in a file's text, each once. */
  identifiersOf(path: string): Iterable<string>;
}

export interface MapLook {
  /** Absolute paths of files that were edited lately: they count as half in focus. */
  readonly edited?: readonly string[];
  /** Default: the path and a colon. */
  readonly header?: (path: string) => string;
  /** From the root: files that are shown elsewhere. */
  readonly hidden?: ReadonlySet<string>;
}

/** How much an edited file counts; one in focus counts 1. */
const EDITED_SEED = 0.5;
const pathLine = (path: string): string => `${path}:`;

interface KnownFile {
  readonly symbols: FileSymbols;
  readonly names: FileNames;
}

export class RepoMap {
  readonly #project: MapFiles;
  readonly #words: MapWords;
  readonly #spaces = createNameSpaces();
  /** Each by the symbols that it was made from: a file that was read anew has others. */
  #known = new Map<string, KnownFile>();
  #graph: Graph | undefined;
  #version = 0;

  constructor(project: MapFiles, words: MapWords) {
    this.#project = project;
    this.#words = words;
  }

  /** Grows with each change of a file. */
  get version(): number {
    return this.#version;
  }

  /** Something of this file has changed, or it is new or gone. Takes some 30 µs, so that the first map needn't look at all files. */
  changed(path: string): void {
    const file = this.#project.file(path);
    if (file?.isOwn === true) this.#known.set(path, this.#look(file));
    else this.#known.delete(path);
    this.#graph = undefined;
    this.#version++;
  }

  /** Files in focus aren't in the map: who asks has them. */
  map(request: MapRequest, look: MapLook = {}): MapResult {
    return runToEnd(this.steps(request, look));
  }

  /** The same for those who can wait, and let others do something in between. */
  *steps(request: MapRequest, { edited = [], header = pathLine, hidden = new Set() }: MapLook = {}): Steps<MapResult> {
    const graph = yield* this.#current();
    const focus = new Set(request.focus);
    const seeds: Seeds = {
      files: new Map([
        ...edited.map((path) => [path, EDITED_SEED] as const),
        ...request.focus.map((path) => [path, 1] as const),
      ]),
      mentioned: new Set(request.mentioned),
    };
    const isLeftOut = ({ path, relative }: ProjectFile): boolean => focus.has(path) || hidden.has(relative);
    const ranked = yield* rankDeclarations(graph, seeds, mostDeclarations(request.tokens), isLeftOut);
    const estimate = (text: string): number => estimateTokens(text, request.charsPerToken);
    return renderMap(ranked, { room: request.tokens, estimate, header });
  }

  *#current(): Steps<Graph> {
    if (this.#graph !== undefined) return this.#graph;
    const version = this.#version;
    const graph = yield* buildGraph(yield* this.#allNames(), this.#spaces);
    // Files may have changed meanwhile: then it serves this once.
    if (version === this.#version) this.#graph = graph;
    return graph;
  }

  *#allNames(): Steps<readonly FileNames[]> {
    const files = [...this.#project.files()].sort((a, b) => (a.relative < b.relative ? -1 : 1));
    const known = new Map<string, KnownFile>();
    const all: FileNames[] = [];
    for (const file of files) {
      const before = this.#known.get(file.path);
      const look = before?.symbols === file.symbols ? before : this.#look(file);
      known.set(file.path, look);
      all.push(look.names);
      yield;
    }
    this.#known = known;
    return all;
  }

  #look(file: ProjectFile): KnownFile {
    return { symbols: file.symbols, names: fileNames(file, this.#words.identifiersOf(file.path), this.#spaces) };
  }
}
