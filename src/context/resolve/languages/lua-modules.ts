/** Lua: which file `require` means. Looks in the project's own folders, as Neovim and Lua do. */
import { dirname, join } from 'node:path';
import type { ProjectFile, ProjectView } from '../../project.ts';
import type { ModuleRules } from '../module-view.ts';
import { luaTypeText } from './lua-types.ts';

/** Folders below the root that modules stand in. */
const FOLDERS = ['lua', '', 'src', 'lib'] as const;

function fileOf(from: string, importer: string, project: ProjectView): ProjectFile | undefined {
  const below = from.replaceAll('.', '/');
  const at = (folder: string): ProjectFile | undefined =>
    project.file(join(folder, `${below}.lua`)) ?? project.file(join(folder, below, 'init.lua'));
  for (const folder of FOLDERS) {
    const file = at(join(project.root, folder));
    if (file !== undefined) return file;
  }
  for (let folder = dirname(importer); folder.length > project.root.length; folder = dirname(folder)) {
    const file = at(folder);
    if (file !== undefined) return file;
  }
  return undefined;
}

export const luaModules: ModuleRules = {
  parentOf: (type) => type,
  globals: '<lua>',
  typeText: luaTypeText,
  isByName: true,
  fileOf,
};
