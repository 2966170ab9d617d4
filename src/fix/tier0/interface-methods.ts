/**
 * Members that a class has to have and has not, with their signatures and the smallest bodies that their types allow. A member whose type allows none is left out:
 * a body that only throws repairs nothing.
 */
import type { MissingMember } from '../../context/service.ts';
import { importEdits } from '../imports.ts';
import { indentOf, unitOf } from '../indent.ts';
import type { FixLanguage, MemberStyle } from '../languages/language.ts';
import type { Scene } from '../scene.ts';
import { offsetIn } from '../source-text.ts';
import { renamings } from './rename-member.ts';
import type { Idea, Rule, TextChange } from './rule.ts';

export const interfaceMethods: Rule = {
  name: 'interface-methods',
  *ideas(scene, { missing }) {
    const { language } = scene;
    if (missing === undefined || language?.memberStyles === undefined) return;
    const place = placeIn(scene, missing.row, missing.endRow);
    if (place === undefined) return;
    yield* renamed(scene, language, missing.members, place);
    for (const [rank, style] of language.memberStyles(scene.source.text).entries()) {
      const idea = added(scene, language, missing.members, style, place);
      // Who misspells a member has written it: another one beside it is less likely.
      if (idea !== undefined) yield { ...idea, rank: rank + 1 };
    }
  },
};

/** The members in the style; `undefined` where no type of any allows a body. */
function added(
  scene: Scene,
  language: FixLanguage,
  members: readonly MissingMember[],
  style: MemberStyle,
  place: Place,
): Idea | undefined {
  const made = members.flatMap((member) => {
    const lines = style(member);
    return lines === undefined ? [] : [{ member, lines }];
  });
  if (made.length === 0) return undefined;
  const owners = [...new Set(made.map(({ member }) => `\`${member.owner}\``))].join(', ');
  const names = made.map(({ member }) => `\`${member.name}\``).join(', ');
  return {
    changes: [
      ...importChanges(
        scene,
        language,
        made.map(({ member }) => member),
      ),
      place.change(made.map(({ lines }) => lines)),
    ],
    explanation: `${names} of ${owners} ${made.length === 1 ? 'was' : 'were'} missing. What is put in has the smallest body that its type allows: it does nothing yet.`,
  };
}

/** What the class has under a wrong name is renamed; what it lacks beside that is put in. */
function* renamed(
  scene: Scene,
  language: FixLanguage,
  members: readonly MissingMember[],
  place: Place,
): Iterable<Idea> {
  const wrong = members.filter(({ misspelled }) => misspelled !== '');
  if (wrong.length === 0) return;
  const others = members.filter(({ misspelled }) => misspelled === '');
  const [style] = language.memberStyles?.(scene.source.text) ?? [];
  const rest = style === undefined ? undefined : added(scene, language, others, style, place);
  const ways = wrong.map((member) => renamings(scene, language, place, member.misspelled, member.name));
  const names = wrong.map(
    ({ misspelled, name, owner }) => `\`${misspelled}\` was meant to be \`${name}\` of \`${owner}\`.`,
  );
  const most = Math.max(...ways.map(({ length }) => length));
  for (let way = 0; way < most; way++) {
    const changes = ways.flatMap((each) => each[Math.min(way, each.length - 1)] ?? []);
    const explanation = [...names, ...(rest === undefined ? [] : [rest.explanation])].join(' ');
    if (changes.length > 0) yield { changes: [...changes, ...(rest?.changes ?? [])], explanation };
  }
}

interface Place {
  /** UTF-16 offsets of the class, the end exclusive. */
  readonly from: number;
  readonly to: number;
  /** @param members lines of each, without indentation of the class */
  readonly change: (members: readonly (readonly string[])[]) => TextChange;
}

/** Behind the last member of the class. @param row 0-based, of the class @param endRow inclusive */
function placeIn({ root, source, language }: Scene, row: number, endRow: number): Place | undefined {
  const unit = unitOf(source.lines) || (language?.usualUnit ?? '    ');
  const header = source.lines.slice(row, endRow + 1).findIndex((line) => /^\s*(?:\w+\s+)*(?:class|enum)\b/u.test(line));
  const headerRow = row + Math.max(0, header);
  const base = indentOf(source.lines[headerRow] ?? '');
  if (root === undefined || language === undefined) return undefined;
  const from = offsetIn(source, headerRow, base.length);
  let node: typeof root | undefined = root.at(from, from + 1);
  // The word `class` may be a node of that name.
  while (node !== undefined && !(node.isNamed && language.classes.includes(node.type))) node = node.parent;
  const body = node?.field('body') ?? node?.children.find(({ type }) => language.blocks.includes(type));
  if (node === undefined || body === undefined) return undefined;
  const indented = (members: readonly (readonly string[])[]): string =>
    members
      .map((lines) => lines.map((line) => (line === '' ? '' : base + unit + line.replace(/\t/gu, unit))).join('\n'))
      .join('\n\n');
  const closer = source.text.lastIndexOf('}', body.end);
  const hasBraces = source.text[body.start] === '{' && closer >= body.start;
  if (!hasBraces) {
    const rest = source.text.slice(body.start, body.end).trim();
    // A body that says that there is none.
    const isEmpty = rest === 'pass' || rest === '...';
    const end = body.start + source.text.slice(body.start, body.end).trimEnd().length;
    const start = isEmpty ? offsetIn(source, body.row, 0) : end;
    return {
      from: node.start,
      to: node.end,
      change: (members) => ({ start, end, text: (isEmpty ? '' : '\n\n') + indented(members) }),
    };
  }
  const inside = source.text.slice(body.start + 1, closer);
  const start = body.start + 1 + inside.trimEnd().length;
  const isEmpty = inside.trim() === '';
  return {
    from: node.start,
    to: node.end,
    change: (members) => ({ start, end: closer, text: `${isEmpty ? '\n' : '\n\n'}${indented(members)}\n${base}` }),
  };
}

function importChanges(scene: Scene, language: FixLanguage, members: readonly MissingMember[]): readonly TextChange[] {
  const { source } = scene;
  const lines = new Set(
    members.flatMap(({ imports }) =>
      imports.flatMap(
        ({ alias, offer }) => language.importTexts?.({ ...offer, further: [] }, alias, source.text).slice(0, 1) ?? [],
      ),
    ),
  );
  const at = (row: number): number => (row >= source.lines.length ? source.text.length : offsetIn(source, row, 0));
  return importEdits(scene, [...lines]).map((edit) => ({
    start: at(edit.first),
    end: at(edit.last),
    text: `${edit.lines.join('\n')}\n`,
  }));
}
