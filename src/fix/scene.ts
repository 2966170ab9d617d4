/** Everything about a text and its diagnostic that does not change while repairs are looked for. Holds the text's tree: whoever made it lets go of it. */
import type { CodeNode, CodeParser, CodeTree } from '../syntax/code-tree.ts';
import { languageOf } from '../syntax/registry.ts';
import type { Diagnostic } from './diagnostic.ts';
import { syntaxFaults } from './faults.ts';
import { commonIndent, dedent } from './indent.ts';
import type { FixLanguage } from './languages/language.ts';
import { fixLanguage } from './languages/registry.ts';
import { nudgeFor } from './nudges/cookbook.ts';
import type { Nudge } from './nudges/schema.ts';
import { REGION_LINES, type Region, regionOf } from './region.ts';
import type { SourceText } from './source-text.ts';
import type { AnswerForm } from './words.ts';

export interface Scene {
  /** Absolute. */
  readonly path: string;
  /** As in `src/syntax`; '' for a language without an entry. */
  readonly languageId: string;
  readonly language: FixLanguage | undefined;
  readonly lineComment: string;
  readonly source: SourceText;
  readonly root: CodeNode | undefined;
  readonly target: Diagnostic;
  readonly nudge: Nudge;
  readonly region: Region;
  /** How a model is to answer. */
  readonly form: AnswerForm;
  /** The region's lines as a model is shown them. */
  readonly dedented: readonly string[];
  /** Faults of the parser in the text as it is. */
  readonly faults: number;
  /** Parses a text of the same language; `undefined` without a grammar. The caller deletes. */
  readonly parse: (text: string) => CodeTree | undefined;
}

export interface SceneInput {
  readonly path: string;
  /** Neovim's; '' to go by the path. */
  readonly filetype: string;
  readonly source: SourceText;
  readonly target: Diagnostic;
  /** Most lines of a region. */
  readonly limit: number;
  /** A longer function may be the region, answered in pieces. */
  readonly inPieces?: boolean;
  readonly parser: CodeParser | undefined;
  readonly tree: CodeTree | undefined;
}

export function sceneOf({ path, filetype, source, target, limit, inPieces, parser, tree }: SceneInput): Scene {
  const entry = languageOf({ filetype, path });
  const language = entry === undefined ? undefined : fixLanguage(entry.id);
  const nudge = nudgeFor(target);
  const root = tree?.root;
  const wantsClass = nudge.region === 'class';
  const usual = regionOf(source, root, language, target, { limit, wantsClass });
  const long = inPieces === true ? longRegion(source, root, language, target, wantsClass) : undefined;
  const isLong = long !== undefined && long.kind !== usual.kind && long.last - long.first >= limit;
  const region = isLong ? long : usual;
  const lines = source.lines.slice(region.first, region.last + 1);
  return {
    path,
    languageId: entry?.id ?? '',
    language,
    lineComment: entry?.lineComment ?? '//',
    source,
    root,
    target,
    nudge,
    region,
    form: isLong ? 'pieces' : 'region',
    dedented: dedent(lines, commonIndent(lines)),
    faults: root === undefined ? 0 : syntaxFaults(root, source.text).length,
    parse: (text) => parser?.parse(text, tree),
  };
}

/** Longest region that is answered in pieces, in lines. */
const LONGEST_IN_PIECES = 400;

/** The whole function or class around, where even the longest region would be some statements of it. */
function longRegion(
  source: SourceText,
  root: CodeNode | undefined,
  language: FixLanguage | undefined,
  target: Diagnostic,
  wantsClass: boolean,
): Region | undefined {
  const region = regionOf(source, root, language, target, { limit: LONGEST_IN_PIECES, wantsClass });
  return region.kind === 'function' || region.kind === 'class' ? region : undefined;
}

/** The same with a smaller region: where the prompt has no room for this one. */
export function narrowed(scene: Scene, limit: number): Scene {
  const { source, root, language, target } = scene;
  const region = regionOf(source, root, language, target, { limit });
  const lines = source.lines.slice(region.first, region.last + 1);
  return {
    ...scene,
    region,
    form: lines.length > REGION_LINES.large ? scene.form : 'region',
    dedented: dedent(lines, commonIndent(lines)),
  };
}
