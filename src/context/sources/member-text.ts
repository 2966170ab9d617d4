/** Prints members as a prompt shows them: the type's head, the likeliest ones with their signatures, names of further ones. */
import type { Member } from '../resolve/members.ts';
import type { Receiver } from '../resolve/receiver.ts';
import type { Moment } from '../source.ts';
import { headText, lineText } from './signatures.ts';
import { styleOf } from './signatures-style.ts';

/** Signatures that are printed; more of them say less than names do. */
const MOST_SIGNATURES = 12;
/** Names without signatures: of the whole budget, as they help a model less than they count in a measure. */
const NAMES_SHARE = 0.15;
/** The line with the path and its marker, in tokens, besides the path. */
const HEADER_TOKENS = 3;

export interface PrintedMembers {
  readonly text: string;
  readonly tokens: number;
}

/** @param room tokens; @returns `undefined` where not even one member fits */
export function memberLines(
  { instances }: Receiver,
  members: readonly Member[],
  moment: Moment,
  room: number,
): PrintedMembers | undefined {
  const [instance] = instances;
  if (instance === undefined) return undefined;
  const { declaration, file } = { declaration: instance.found.declaration, file: instance.found.file };
  const style = styleOf(file.symbols.language);
  const [head = '', close = ''] = headText(declaration, style).split('\n');
  const frame = moment.estimate(`${file.relative}\n${head}\n${close}\n`) + HEADER_TOKENS;
  let left = room - frame;
  const lines: string[] = [];
  let next = 0;
  for (; next < members.length && lines.length < MOST_SIGNATURES; next++) {
    const line = lineText(members[next]?.found.declaration ?? declaration, 1, style).replace(/\n$/u, '');
    const cost = moment.estimate(`${line}\n`);
    if (cost > left) continue;
    left -= cost;
    lines.push(line);
  }
  if (lines.length === 0) return undefined;
  const names = namesThatFit(members.slice(next), moment, Math.min(left, moment.budget * NAMES_SHARE));
  const comment = names === '' ? [] : [`${style.indent}${moment.language?.lineComment ?? '//'} ${names}`];
  const text = [head, ...lines, ...comment, ...(close === '' ? [] : [close])].join('\n');
  return { text, tokens: moment.estimate(`${file.relative}\n${text}\n`) + HEADER_TOKENS };
}

/** `also: total, items`; those that the prompt shows anyway too, as they are typed again more often than others. */
function namesThatFit(members: readonly Member[], { estimate }: Moment, room: number): string {
  const names: string[] = [];
  let left = room - estimate('// also: \n');
  for (const { found } of members) {
    const { name } = found.declaration;
    if (name.startsWith('__')) continue;
    left -= estimate(`${name}, `);
    if (left < 0) break;
    names.push(name);
  }
  return names.length === 0 ? '' : `also: ${names.join(', ')}`;
}
