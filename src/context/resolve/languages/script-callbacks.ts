/** TypeScript and JavaScript: what is handed to a function that is an argument: what the parameter that it stands for says of its own parameters. */

import { pieces } from '../../extract/pieces.ts';
import { splitOutside } from '../../extract/split.ts';
import type { Found } from '../../project.ts';
import { type Infer, instanceFor, memberOf } from '../infer.ts';
import { receiverStart } from '../member-access.ts';
import { ModuleView } from '../module-view.ts';
import { openCall } from '../open-call.ts';
import { deeper, type Scope } from '../scope.ts';
import { EXPRESSIONS } from '../syntax.ts';
import { namedType, substitute } from '../type-text.ts';
import type { Binding } from './script-bindings.ts';
import { type FunctionType, functionCode, functionType, plainCode, resultOf, typeAlternatives } from './script-text.ts';
import { awaited, parts, typeInCode } from './script-types.ts';

const SYNTAX = EXPRESSIONS['typescript'];

/** The type of a parameter without one, by whom its function is handed to. */
export function handedType(
  { open, index }: Pick<Binding, 'open' | 'index'>,
  before: string,
  scope: Scope,
  infer: Infer,
): string {
  if (scope.depth <= 2) return '';
  const front = before
    .slice(0, open)
    .replace(/\b(?:async\s+)?function\s*[\w$]*\s*$|\basync\s*$/u, '')
    .trimEnd();
  const declared = /\b(?:const|let|var)\s+[\w$]+\s*:\s*([^=;{}]+?)\s*=$/u.exec(front)?.[1];
  if (declared !== undefined) return paramOf(typeInCode(declared, scope), index, scope);
  const call = openCall(plainCode(front));
  if (call === undefined || SYNTAX === undefined) return '';
  const head = front.slice(0, call.at).replace(/<[^<>()]*>\s*$/u, '');
  const types = front.slice(head.length, call.at).replace(/^<|>\s*$/gu, '');
  const expression = head.slice(receiverStart(head, SYNTAX)).trim();
  const args = splitOutside(front.slice(call.at + 1), ',');
  const around = deeper(scope, front.slice(0, head.length - expression.length));
  const split = /^([\s\S]+?)\s*\??\.\s*([\w$#]+)$/u.exec(expression);
  const asked = { index, argument: call.argument, args, types };
  if (split !== null) return ofMethod(split[1] ?? '', split[2] ?? '', asked, around, infer);
  const found = scope.project instanceof ModuleView ? scope.project.value(scope.path, expression) : undefined;
  if (found?.declaration.kind !== 'function') return '';
  return ofDeclared(found, new Map(), asked, around, infer);
}

interface Handed {
  /** Which parameter of the function that is handed over, and which argument that is. */
  readonly index: number;
  readonly argument: number;
  /** In front of it. */
  readonly args: readonly string[];
  /** What the call says of templates; '' for nothing. */
  readonly types: string;
}

function ofMethod(receiver: string, name: string, asked: Handed, scope: Scope, infer: Infer): string {
  for (const part of parts(infer(receiver, scope), scope, infer)) {
    const type = /^class-string<(.+)>$/su.exec(part)?.[1] ?? part;
    const instance = instanceFor(type, scope);
    if (instance === undefined) continue;
    const method = memberOf(instance, name, true, scope);
    const known =
      method === undefined
        ? heldParam(infer.field(type, name, scope), asked, scope)
        : ofDeclared(method.member, method.owner.templates, asked, scope, infer);
    if (known !== '') return known;
  }
  return '';
}

/** A property that holds a function. */
function heldParam(held: string, { index, argument }: Handed, scope: Scope): string {
  const taken = functionOf(held, scope)?.params[argument];
  return taken === undefined ? '' : paramOf(pieces(taken).type, index, scope);
}

function ofDeclared(
  { declaration }: Found,
  templates: ReadonlyMap<string, string>,
  { index, argument, args, types }: Handed,
  scope: Scope,
  infer: Infer,
): string {
  const taken = declaration.params?.[argument]?.type;
  if (taken === undefined) return '';
  const { templates: open = [] } = declaration;
  const said = types === '' ? [] : splitOutside(typeInCode(types, scope), ',', true);
  const own =
    said.length > 0
      ? new Map(open.flatMap((name, at) => (said[at] === undefined ? [] : [[name, said[at]] as const])))
      : infer.bound(declaration, args.slice(0, argument), scope);
  const type = paramOf(substitute(taken, new Map([...templates, ...own])), index, scope);
  return open.includes(type) ? '' : type;
}

/** The type of a parameter of a function of that type. */
function paramOf(type: string, index: number, scope: Scope): string {
  const { params = [] } = functionOf(type, scope) ?? {};
  const exact = params[index];
  if (exact !== undefined) return pieces(exact.replace(/^\.\.\./u, '')).type;
  const rest = params.at(-1);
  return rest?.startsWith('...') === true ? pieces(rest.slice(3)).type.replace(/\[\]$/u, '') : '';
}

/** A type as that of a function, where it is one or the name of one. */
function functionOf(type: string, { project }: Scope): FunctionType | undefined {
  for (const part of typeAlternatives(type)) {
    const written = functionType(part);
    if (written !== undefined) return written;
    const named = namedType(part);
    const alias = named && project.type(named.name)?.declaration;
    if (named === undefined || alias?.kind !== 'type' || alias.type === undefined) continue;
    const names = new Map((alias.templates ?? []).map((name, at) => [name, named.args[at] ?? 'unknown']));
    const known = functionType(substitute(alias.type, names));
    if (known !== undefined) return known;
  }
  return undefined;
}

/** What a function that is an argument gives. */
export function argumentResult(
  argument: string,
  wanted: string,
  scope: Scope,
  infer: Infer,
): readonly [string, string] | undefined {
  const type = functionType(wanted);
  if (type === undefined) return undefined;
  const code = functionCode(argument);
  if (code === undefined) return [type.result, ''];
  if (code.type !== '') return [type.result, typeInCode(code.type, scope)];
  const given = new Map(scope.given ?? []);
  for (const [at, param] of code.params.entries()) {
    const { name, type: written } = pieces(param);
    const taken = type.params[at];
    given.set(name, written === '' ? (taken === undefined ? '' : pieces(taken).type) : typeInCode(written, scope));
  }
  const result = infer(resultOf(code.body), { ...deeper(scope), given });
  return [type.result, /^async\b/u.test(argument) && result !== '' ? `Promise<${awaited(result)}>` : result];
}
