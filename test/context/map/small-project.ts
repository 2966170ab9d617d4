/** Projects in a few words, for tests of the map: what files declare, refer to and mention. */
import type { MapFiles, MapWords } from '../../../src/context/map/repo-map.ts';
import type { ProjectFile } from '../../../src/context/project.ts';
import type { Declaration } from '../../../src/context/symbols.ts';

export interface SmallFile {
  /** Types by name, with the names of their methods. */
  readonly types?: Readonly<Record<string, readonly string[]>>;
  /** Names of types in the namespace `App`. */
  readonly refers?: readonly string[];
  /** Identifiers in the text besides. */
  readonly mentions?: readonly string[];
}

export type SmallProject = Readonly<Record<string, SmallFile>>;

const ROOT = '/project';

export const absolute = (relative: string): string => `${ROOT}/${relative}`;

export function worldOf(project: SmallProject): MapFiles & MapWords {
  const files = Object.entries(project).map(([relative, file]) => fileOf(relative, file));
  return {
    files: () => files,
    file: (path) => files.find((file) => file.path === path),
    identifiersOf: (path) => identifiersOf(project[path.slice(ROOT.length + 1)]),
  };
}

function fileOf(relative: string, { types = {}, refers = [] }: SmallFile): ProjectFile {
  const declarations: Declaration[] = [];
  const place = (): { row: number; endRow: number; nameRow: number } => {
    const row = declarations.length;
    return { row, endRow: row, nameRow: row };
  };
  for (const [name, methods] of Object.entries(types)) {
    const parent = declarations.length;
    const qualified = `App\\${name}`;
    declarations.push({ kind: 'class', name, qualified, parent: -1, signature: `class ${name}`, ...place() });
    for (const method of methods) {
      const signature = `public function ${method}()`;
      declarations.push({ kind: 'method', name: method, qualified: '', parent, signature, ...place() });
    }
  }
  const references = refers.map((name, row) => ({ name: `App\\${name}`, role: 'type' as const, row }));
  const symbols = { language: 'php', namespace: 'App', imports: [], declarations, references };
  return { path: absolute(relative), relative, symbols, isOwn: true };
}

function identifiersOf({ types = {}, refers = [], mentions = [] }: SmallFile = {}): Iterable<string> {
  return new Set([...Object.entries(types).flatMap(([name, methods]) => [name, ...methods]), ...refers, ...mentions]);
}
