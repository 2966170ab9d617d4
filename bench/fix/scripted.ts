/** A model that is none: it knows what is wanted, and errs as often and in such ways as small models do. For benches of everything around a model. */
import { hunks } from '../../src/fix/fit.ts';
import type { Question } from '../../src/fix/question.ts';
import type { Chat } from '../../src/model/chat.ts';
import { randomOf } from '../retrieval/random.ts';
import type { Case } from './cases.ts';

type Way = 'right' | 'same' | 'lazy' | 'prose' | 'silenced' | 'shorter' | 'twice';

/** What is said one after the other, and how often, of a hundred. */
const MANNERS: readonly { readonly share: number; readonly ways: readonly Way[] }[] = [
  { share: 50, ways: ['right'] },
  { share: 14, ways: ['same', 'right'] },
  { share: 6, ways: ['lazy', 'same', 'right'] },
  { share: 6, ways: ['prose', 'right'] },
  { share: 8, ways: ['silenced'] },
  { share: 8, ways: ['shorter'] },
  { share: 4, ways: ['twice', 'right'] },
  { share: 4, ways: ['same'] },
];

export interface ScriptedModel extends Chat {
  /** What the next answers are about; in places of the whole file until a question has come. */
  begin(one: Case): void;
  asked(question: Question): void;
}

export function scriptedModel(seed: number): ScriptedModel {
  let current: Case | undefined;
  let question: Question | undefined;
  let said = 0;
  return {
    name: 'scripted',
    place: '',
    begin(one) {
      current = one;
      question = undefined;
      said = 0;
    },
    asked(asked) {
      question = asked;
    },
    async *chat(_, signal) {
      signal.throwIfAborted();
      if (current === undefined) return;
      const ways = mannerOf(current, seed);
      const way = ways[Math.min(said++, ways.length - 1)] ?? 'right';
      yield { text: question === undefined ? inPlaces(current, way) : inRegion(current, question, way) };
    },
  };
}

/** The same for the same fault, whatever was asked before. */
function mannerOf({ path, faulty }: Case, seed: number): readonly Way[] {
  let hash = seed;
  for (const character of `${path.slice(path.lastIndexOf('/'))} ${faulty}`)
    hash = (Math.imul(hash, 31) + (character.codePointAt(0) ?? 0)) | 0;
  let left = randomOf(hash)() * 100;
  for (const { share, ways } of MANNERS) {
    left -= share;
    if (left < 0) return ways;
  }
  return ['right'];
}

function inRegion({ faulty, wanted }: Case, { scene }: Question, way: Way): string {
  const { first, last } = scene.region;
  const old = faulty.split('\n');
  const fresh = wanted.split('\n');
  const changes = hunks(old, fresh, 0);
  const inside = changes.filter((edit) => edit.first >= first && edit.last <= last + 1);
  // What belongs further up is put first, as the prompt asks for imports.
  const outside = changes.filter((edit) => !inside.includes(edit)).flatMap(({ lines }) => lines);
  const lines = [...old];
  for (const edit of inside.toReversed()) lines.splice(edit.first, edit.last - edit.first, ...edit.lines);
  const region = [...outside, ...lines.slice(first, last + 1 + lines.length - old.length)];
  return said(
    way,
    old.slice(first, last + 1),
    region,
    scene.lineComment,
    (code) => `\`\`\`\n${code.join('\n')}\n\`\`\`\n`,
  );
}

function said(
  way: Way,
  old: readonly string[],
  right: readonly string[],
  comment: string,
  block: (lines: readonly string[]) => string,
): string {
  const middle = Math.floor(right.length / 2);
  switch (way) {
    case 'right':
      return `It was wrong.\n\n${block(right)}`;
    case 'same':
      return `It was wrong.\n\n${block(old)}`;
    case 'twice':
      return `It was wrong.\n\n${block(right)}\nOr:\n\n${block([...right, `${comment} another`])}`;
    case 'prose':
      return 'The name in this line is not known. You should correct it.';
    case 'lazy':
      return `It was wrong.\n\n${block([...right.slice(0, middle), `${comment} ... existing code ...`, ...right.slice(middle + 1)])}`;
    case 'silenced':
      return `It was wrong.\n\n${block([`${comment} @ts-ignore @phpstan-ignore-next-line type: ignore`, ...old])}`;
    case 'shorter':
      return `It was wrong.\n\n${block(old.filter((_, row) => row !== Math.floor(old.length / 2)))}`;
  }
}

/** For the other mode: each change with the lines around it. */
function inPlaces({ faulty, wanted }: Case, way: Way): string {
  if (way === 'prose') return said('prose', [], [], '//', () => '');
  const old = faulty.split('\n');
  const changes = hunks(old, wanted.split('\n'), 0).map(({ first, last, lines }) => {
    const from = Math.max(0, first - 1);
    const find = old.slice(from, last + 1);
    const right = [...old.slice(from, first), ...lines, ...old.slice(last, last + 1)];
    const made =
      way === 'same'
        ? find
        : way === 'silenced'
          ? ['// @ts-ignore @phpstan-ignore-next-line', ...find]
          : way === 'shorter'
            ? find.filter((_, row) => row !== 1)
            : way === 'lazy'
              ? [right[0] ?? '', '// ... existing code ...']
              : right;
    return `---FIND\n\`\`\`\n${find.join('\n')}\n\`\`\`\n---REPLACE\n\`\`\`\n${made.join('\n')}\n\`\`\`\n`;
  });
  return `It was wrong.\n\n${changes.join('')}---COMPLETE\n`;
}
