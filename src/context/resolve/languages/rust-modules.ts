/** Rust: which file a path means, from a crate's root or from where it is written. Reads no crates but the project's own. */
import { basename, dirname, join } from 'node:path';
import type { ProjectFile, ProjectView } from '../../project.ts';
import type { ModuleRules } from '../module-view.ts';
import { isRustBuiltin, rustTypeText } from './rust-types.ts';

const ROOTS = /^(?:lib|main|mod)\.rs$/u;

/** Where the modules below a file stand. */
function folderOf(path: string): string {
  return ROOTS.test(basename(path)) ? dirname(path) : path.replace(/\.rs$/u, '');
}

/** The file of a module by its folder; a crate's root has the folder of its sources. */
function fileAt(folder: string, project: ProjectView): ProjectFile | undefined {
  return (
    project.file(`${folder}.rs`) ??
    project.file(join(folder, 'mod.rs')) ??
    project.file(join(folder, 'lib.rs')) ??
    project.file(join(folder, 'main.rs'))
  );
}

/** The folder of the sources of the crate that a file is part of. */
function crateOf(path: string, project: ProjectView): string {
  for (let folder = dirname(path); folder.length >= project.root.length; folder = dirname(folder)) {
    if (project.file(join(folder, 'lib.rs')) !== undefined || project.file(join(folder, 'main.rs')) !== undefined)
      return folder;
    // Each file of these is a crate of its own.
    if (/^(?:tests|examples|benches)$/u.test(basename(folder)) || folder === dirname(folder)) return folder;
  }
  return dirname(path);
}

/** Rules for the project as it is now: what was looked up once is kept for one question. */
export function rustModules(project: ProjectView): ModuleRules {
  let crates: ReadonlyMap<string, string> | undefined;
  const start = (word: string, importer: string): string | undefined => {
    if (word === 'crate') return crateOf(importer, project);
    if (word === 'self') return folderOf(importer);
    if (word === 'super') return dirname(folderOf(importer));
    const below = join(folderOf(importer), word);
    if (fileAt(below, project) !== undefined) return below;
    crates ??= cratesOf(project);
    // Before the edition of 2018 paths began at the crate's root.
    const above = join(crateOf(importer, project), word);
    return crates.get(word) ?? (fileAt(above, project) === undefined ? undefined : above);
  };
  return {
    parentOf: (type) => type,
    globals: '<rust>',
    typeText: rustTypeText,
    isName: (name) => !isRustBuiltin(name),
    isPath: true,
    fileOf(from, importer) {
      const [first = '', ...rest] = from.split('::');
      let folder = start(first, importer);
      for (const step of rest) folder = folder && (step === 'super' ? dirname(folder) : join(folder, step));
      return folder === undefined ? undefined : fileAt(folder, project);
    },
    *submodules({ path }, files) {
      const folder = folderOf(path);
      for (const file of files.files()) {
        if (!file.path.startsWith(`${folder}/`) || file.path === path) continue;
        const name = /^([\p{L}_][\p{L}\p{N}_]*)(?:\/mod)?\.rs$/u.exec(file.path.slice(folder.length + 1))?.[1];
        if (name !== undefined && !ROOTS.test(`${name}.rs`)) yield [name, file];
      }
    },
    // An `impl` may stand in another file.
    together: (file) => [file],
  };
}

/** Crates of the project: by the names in their manifests, else by their folders. */
function cratesOf(project: ProjectView): ReadonlyMap<string, string> {
  const crates = new Map<string, string>();
  for (const { path } of project.files()) {
    if (basename(path) !== 'lib.rs') continue;
    const folder = dirname(path);
    const home = basename(folder) === 'src' ? dirname(folder) : folder;
    const manifest = project.text(join(home, 'Cargo.toml')) ?? '';
    const name = /^\s*name\s*=\s*"([^"]+)"/mu.exec(manifest)?.[1] ?? basename(home);
    crates.set(name.replaceAll('-', '_'), folder);
  }
  return crates;
}
