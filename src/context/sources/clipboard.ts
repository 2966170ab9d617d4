/** The source `clipboard`: what was copied last, where it looks like code. */
import type { Source } from '../source.ts';

const SHARE = 0.05;
/** Longer is no piece of code that somebody means to use here. */
const MOST_LINES = 20;
const CODE = /[({[;=]|->|::|\b(?:function|def|class|return)\b/u;

export const clipboardSource: Source = {
  name: 'clipboard',
  share: ({ clipboard }) => (clipboard === '' ? 0 : SHARE),
  collect(moment, _project, room) {
    const text = moment.clipboard.trimEnd().replaceAll('\r\n', '\n');
    const tokens = moment.estimate(`${text}\n`);
    const isWanted = CODE.test(text) && text.split('\n').length <= MOST_LINES && tokens <= room;
    const [first, last] = moment.window;
    if (
      !isWanted ||
      moment.lines
        .slice(first, last + 1)
        .join('\n')
        .includes(text)
    )
      return [];
    return [
      {
        source: 'clipboard',
        id: 'clipboard',
        path: '',
        text,
        kind: 'code',
        score: 0.5,
        reason: 'copied last',
        stability: 'session',
        tokens,
      },
    ];
  },
};
