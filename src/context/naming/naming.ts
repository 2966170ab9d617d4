/** How a language names what stands in other files, and where it marks members that have no body. One file for each language; data and pure functions. */
import type { ProjectFile, ProjectView } from '../project.ts';

export interface Naming {
  /** Ids of the languages whose files bring in each other's names, its own among them. */
  readonly kin: readonly string[];
  /**
   * The module that `file` is, as `importer` would write it.
   * @param importer absolute path
   * @param written relative modules that the importer names, or that others name where it names none
   */
  readonly moduleOf: (file: ProjectFile, importer: string, written: readonly string[], project: ProjectView) => string;
  /** The file that `importer` means by a module's name. @param importer absolute path */
  readonly fileOf: (from: string, importer: string, project: ProjectView) => ProjectFile | undefined;
  /** Whether a module's name means the file at that path itself, as far as both tell. */
  readonly isItself?: (from: string, path: string) => boolean;
  /** The package that a path belongs to, where packages name each other otherwise than by paths: its folder. */
  readonly packageOf?: (path: string, project: ProjectView) => string;
  /** Marks a member that has no body, in the rows above its name. */
  readonly abstractMark?: RegExp;
}
