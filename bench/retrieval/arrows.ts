/** Places behind arrows, and what the project knows of the object before one. */
import { momentOf } from '../../src/context/moment.ts';
import { ancestors } from '../../src/context/resolve/hierarchy.ts';
import { memberAccess } from '../../src/context/resolve/member-access.ts';
import { membersOf } from '../../src/context/resolve/members.ts';
import { type Receiver, receiverAt } from '../../src/context/resolve/receiver.ts';
import { EXPRESSIONS } from '../../src/context/resolve/syntax.ts';
import { namedType } from '../../src/context/resolve/type-text.ts';
import { languageOf } from '../../src/syntax/registry.ts';
import type { Cursor } from './cursors.ts';
import type { AddedLine, Place } from './draw.ts';
import { ROWS_ABOVE, ROWS_BELOW } from './measure.ts';
import type { ReplayProject } from './project.ts';

/** The cursor stands directly behind the arrow, or so many characters into the name at most. */
const MOST_TYPED = 2;

/** Places behind the arrows of a line. */
export function behindArrows(line: AddedLine, random: () => number): readonly Place[] {
  const operators = EXPRESSIONS[line.language.id]?.operators ?? [];
  return line.names.flatMap(({ name, row, col }) => {
    if (row > 0) return [];
    const before = line.text.slice(0, col).replace(/::\$$/u, '::');
    // `...rest` is no member, and `Order::class` none that anybody looks for.
    if (!operators.some((one) => before.endsWith(one)) || before.endsWith('..') || name === 'class') return [];
    const typed = Math.floor(random() * (Math.min(MOST_TYPED, name.length - 1) + 1));
    return [{ ...line, col: col + typed, member: name }];
  });
}

/** The object or class before the arrow. */
export interface KnownReceiver {
  /** Code: `$this->repo`; '' where no arrow was seen. */
  readonly receiver: string;
  /** '' when it is not known. */
  readonly type: string;
  /** Names of its members, as they are seen from the cursor. */
  readonly names: ReadonlySet<string>;
  /** It inherits from something that is not there to be read: a library that is not installed. Its list can't be whole. */
  readonly isPartial: boolean;
}

/** @param budget tokens of the context that was asked for */
export function receiverOf({ path, lines, row, col }: Cursor, project: ReplayProject, budget: number): KnownReceiver {
  const { index } = project.project;
  const absolute = project.absolute(path);
  const language = languageOf({ filetype: '', path: absolute });
  const member = memberAccess(lines, row, col, language);
  const receiver = member?.receiver ?? '';
  const file = index.file(absolute);
  if (file === undefined) return { receiver, type: '', names: new Set(), isPartial: false };
  const moment = momentOf({
    request: { path: absolute, row, col, window: [row - ROWS_ABOVE, row + ROWS_BELOW], budget },
    relative: path,
    language,
    lines,
    text: lines.join('\n'),
    symbols: file.symbols,
    member,
  });
  const found = receiverAt(moment, index);
  const from = moment.enclosingType && { file, ...moment.enclosingType };
  const list = found === undefined ? [] : membersOf(found, from);
  return {
    receiver,
    type: found?.type ?? '',
    names: new Set(list.map((one) => one.found.declaration.name)),
    isPartial: found !== undefined && isPartial(found),
  };
}

function isPartial({ instances, project }: Receiver): boolean {
  return instances
    .flatMap((one) => [...ancestors(one, project)])
    .flatMap(({ found: { declaration } }) => [...(declaration.extends ?? []), ...(declaration.mixins ?? [])])
    .some((parent) => project.type(namedType(parent)?.name ?? '') === undefined);
}
