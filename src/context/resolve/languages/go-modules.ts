/** Go: which folder an import means, and which files are one package. Reads no module cache. */
import { dirname, join } from 'node:path';
import type { ProjectFile, ProjectView } from '../../project.ts';
import type { ModuleRules } from '../module-view.ts';
import { goTypeText } from './go-types.ts';

const BUILTIN =
  /^(?:string|u?int(?:8|16|32|64|ptr)?|float(?:32|64)|complex(?:64|128)|byte|rune|bool|error|any|comparable|list|map|chan|func|tuple|class-string|class|nil|true|false|iota|_)$/u;

function isTest(path: string): boolean {
  return path.endsWith('_test.go');
}

interface Folder {
  readonly files: ProjectFile[];
  /** Files by the names that they declare, of each package of the folder. */
  names?: Map<string, ProjectFile>;
}

/** Rules for the project as it is now: what was looked up once is kept for one question. */
export function goModules(project: ProjectView): ModuleRules {
  let folders: Map<string, Folder> | undefined;
  const folderAt = (path: string): Folder | undefined => {
    folders ??= foldersOf(project);
    return folders.get(path);
  };
  const fileOf = (from: string, importer: string): ProjectFile | undefined => {
    const files = folderOf(from, importer, project, folderAt)?.files;
    return files?.find(({ path }) => !isTest(path)) ?? files?.[0];
  };
  return {
    parentOf: (type) => type,
    globals: '<go>',
    typeText: goTypeText,
    isName: (name) => !BUILTIN.test(name),
    fileOf,
    beside(file, name) {
      const folder = folderAt(dirname(file.path));
      if (folder === undefined) return undefined;
      folder.names ??= namesIn(folder.files);
      return folder.names.get(`${file.symbols.namespace} ${name}`);
    },
    *together(file) {
      const beside = folderAt(dirname(file.path))?.files ?? [file];
      for (const one of beside) {
        if (one.symbols.namespace === file.symbols.namespace && (isTest(file.path) || !isTest(one.path))) yield one;
      }
    },
  };
}

function foldersOf(project: ProjectView): Map<string, Folder> {
  const folders = new Map<string, Folder>();
  for (const file of project.files()) {
    if (!file.path.endsWith('.go')) continue;
    const folder = dirname(file.path);
    const known = folders.get(folder);
    if (known === undefined) folders.set(folder, { files: [file] });
    else known.files.push(file);
  }
  return folders;
}

function namesIn(files: readonly ProjectFile[]): Map<string, ProjectFile> {
  const names = new Map<string, ProjectFile>();
  for (const file of files) {
    for (const { parent, name, kind } of file.symbols.declarations) {
      const key = `${file.symbols.namespace} ${name}`;
      if (parent < 0 && kind !== 'extension' && (!names.has(key) || !isTest(file.path))) names.set(key, file);
    }
  }
  return names;
}

/** `module github.com/a/b` of the nearest `go.mod`: imports below it are folders beside that. */
function folderOf(
  from: string,
  importer: string,
  project: ProjectView,
  folderAt: (path: string) => Folder | undefined,
): Folder | undefined {
  for (let folder = dirname(importer); folder.length >= project.root.length; folder = dirname(folder)) {
    const module = /^module\s+(\S+)/mu.exec(project.text(join(folder, 'go.mod')) ?? '')?.[1];
    if (module !== undefined && (from === module || from.startsWith(`${module}/`)))
      return folderAt(join(folder, from.slice(module.length)));
    if (folder === dirname(folder)) break;
  }
  // Without one: the longest end of the path that is a folder here. What has no host in front is Go's own.
  const parts = from.split('/');
  if (!parts[0]?.includes('.')) return undefined;
  for (let start = 1; start < parts.length; start++) {
    const found = folderAt(join(project.root, ...parts.slice(start)));
    if (found !== undefined) return found;
  }
  const own = folderAt(project.root);
  const name = (parts.at(-1) ?? '').replace(/^v\d+$/u, parts.at(-2) ?? '');
  return own?.files.some(({ symbols }) => symbols.namespace === name) === true ? own : undefined;
}
