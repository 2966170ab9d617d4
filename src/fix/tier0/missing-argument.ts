/** Arguments that a call lacks at its end, where variables in scope have the very names of the parameters. Invents no value. */
import type { LookupResult } from '../../context/service.ts';
import type { CodeNode } from '../../syntax/code-tree.ts';
import { closest } from '../closest.ts';
import type { Scene } from '../scene.ts';
import { type Call, callAt } from './call.ts';
import type { Idea, Rule } from './rule.ts';
import { placesOf } from './word.ts';

/** Declarations of one name that are looked at. */
const MOST_DECLARED = 4;

export const missingArgument: Rule = {
  name: 'missing-argument',
  *ideas(scene, found) {
    const { source, language } = scene;
    const call = namedCall(scene);
    if (language === undefined || call === undefined) return;
    const { list, args, name } = call;
    const given = args.map(({ start, end }) => source.text.slice(start, end));
    for (const params of parametersOf(name, scene, found).slice(0, MOST_DECLARED)) {
      const missing = params.slice(args.length);
      const unknown = missing.findIndex((each) => !isKnown(each, given, call.node, scene));
      const known = unknown < 0 ? missing : missing.slice(0, unknown);
      // With the fewest first: those behind may be left out.
      for (let count = 1; count <= known.length; count++) {
        const text = known.slice(0, count).join(', ');
        const last = args.at(-1);
        const start = last?.end ?? list.start + 1;
        const changes = [{ start, end: start, text: last === undefined ? text : `, ${text}` }];
        yield { changes, explanation: `The call lacked \`${text}\`.`, rank: count } satisfies Idea;
      }
    }
  },
};

interface NamedCall extends Call {
  /** Of what is called. */
  readonly name: string;
}

function namedCall(scene: Scene): NamedCall | undefined {
  const { source } = scene;
  const call = callAt(scene);
  if (call === undefined) return undefined;
  const { node, list, args } = call;
  // Spread or named, their places tell nothing.
  if (args.some((arg) => /^(?:\.\.\.|\*|\w+\s*[:=](?![:=]))/u.test(source.text.slice(arg.start, arg.end))))
    return undefined;
  const name = /([\p{L}_][\p{L}\p{N}_]*)\s*$/u.exec(source.text.slice(node.start, list.start))?.[1] ?? '';
  return name === '' ? undefined : { ...call, name };
}

/** As each language calls what makes an object. */
const CONSTRUCTORS = '(?:__construct|constructor|__init__)';

/** Names of the parameters of all that is declared under a name: in this file, and elsewhere. */
function parametersOf(name: string, scene: Scene, { declared }: LookupResult): readonly (readonly string[])[] {
  const lists: (readonly string[])[] = [];
  for (const text of [scene.source.text, ...declared.map((each) => each.text)]) {
    const isType = new RegExp(`\\b(?:class|interface)\\s+${name}\\b`, 'u').test(text);
    const head = new RegExp(
      `(?<!->|::|\\.|\\bnew\\s+)\\b${isType ? CONSTRUCTORS : name}\\s*(?:<[^()]*>|\\??:)?\\s*\\(`,
      'gu',
    );
    for (const { index, 0: opened } of text.matchAll(head)) {
      const list = insideOf(text, index + opened.length);
      const after = text.slice(index + opened.length + list.length + 1).trimStart();
      if (!isDeclaration(text.slice(0, index), after, list)) continue;
      lists.push(pieces(list).flatMap((piece) => parameterIn(piece) ?? []));
    }
  }
  return lists;
}

/** `function f(`, `def f(`, `f(a: A): B {` are; a call is not. */
function isDeclaration(before: string, after: string, list: string): boolean {
  const line = before.slice(before.lastIndexOf('\n') + 1);
  if (/\b(?:function|def|fn)\s*&?\s*$/u.test(line)) return true;
  return (
    /^(?:[:{]|=>)/u.test(after) &&
    /^\s*(?:(?:public|protected|private|static|override|abstract|async|readonly)\s+)*$/u.test(line) &&
    !/^\s*$/u.test(list)
  );
}

/** From behind a bracket to what closes it. */
function insideOf(text: string, from: number): string {
  let depth = 1;
  for (let at = from; at < text.length; at++) {
    if ('([{'.includes(text[at] ?? '')) depth++;
    else if (')]}'.includes(text[at] ?? '') && --depth === 0) return text.slice(from, at);
  }
  return text.slice(from);
}

function pieces(list: string): readonly string[] {
  const found: string[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at < list.length; at++) {
    if ('([{<'.includes(list[at] ?? '')) depth++;
    else if (')]}'.includes(list[at] ?? '') || (list[at] === '>' && !/[=-]/u.test(list[at - 1] ?? ''))) depth--;
    else if (list[at] === ',' && depth === 0) {
      found.push(list.slice(from, at));
      from = at + 1;
    }
  }
  return [...found, list.slice(from)].map((piece) => piece.trim()).filter((piece) => piece !== '');
}

/** `$a` of `array $a = []`, `a` of `readonly a?: A`; none of the object itself, and of what takes the rest. */
function parameterIn(piece: string): string | undefined {
  if (/\.\.\.|^\*|^(?:self|cls|this)\b/u.test(piece)) return undefined;
  const variable = /\$[\p{L}_][\p{L}\p{N}_]*/u.exec(piece)?.[0];
  return variable ?? /^(?:(?:public|protected|private|readonly)\s+)*([\p{L}_][\p{L}\p{N}_]*)/u.exec(piece)?.[1];
}

/** Whether the function around has it before the call, and the call not yet. */
function isKnown(name: string, given: readonly string[], call: CodeNode, { source, language }: Scene): boolean {
  const bare = name.replace(/^\$/u, '');
  if (given.includes(name) || COUNTS.test(bare)) return false;
  const around = closest(call.parent, language?.functions ?? []);
  const from = around?.start ?? 0;
  for (const at of placesOf(source.text.slice(0, call.start), bare, from)) {
    const before = source.text[at - 1] ?? '';
    if (name.startsWith('$') ? before === '$' : !/[.$>'"]/u.test(before)) return true;
  }
  return false;
}

/** What goes on with each call is seldom handed on as it is. */
const COUNTS = /(?:level|depth|index|offset|position)$/iu;
