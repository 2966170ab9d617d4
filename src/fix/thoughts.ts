/** Takes off what a model thought before it answered, and what it says after its end. Tags that the region itself holds are code, and stay. Pure. */

const TAGS = '(?:think|thinking|thought|reasoning|reflection)';
/** How templates mark it: at the start of a line, so that code that speaks of it is none. */
const OPENING = new RegExp(String.raw`^[^\S\n]*(?:<${TAGS}>|\[THINK\])`, 'imu');
const CLOSING = new RegExp(String.raw`(?:</${TAGS}>|\[/THINK\])[^\S\n]*(?=\n|$)`, 'iu');
const ANY = new RegExp(String.raw`</?${TAGS}>|\[/?THINK\]`, 'iu');
/** Where code begins, nobody thinks any more. */
const FENCE = /^[^\S\n]*(?:`{3,}|~{3,})/mu;

/**
 * @param region the text that is to be corrected
 * @returns `undefined` where the thoughts have no end
 */
export function withoutThoughts(reply: string, region: string): string | undefined {
  if (ANY.test(region)) return reply;
  let spoken = reply;
  for (;;) {
    const opening = OPENING.exec(spoken);
    const fence = FENCE.exec(spoken);
    if (opening === null || (fence !== null && fence.index < opening.index)) break;
    const inner = spoken.slice(opening.index + opening[0].length);
    // `</think>` in the middle of a line ends thoughts as well, where they have begun.
    const end = CLOSING.exec(inner) ?? ANY.exec(inner);
    if (end === null) return undefined;
    spoken = spoken.slice(0, opening.index) + inner.slice(end.index + end[0].length);
  }
  // Some templates leave out the opening tag.
  const ends = [...spoken.matchAll(new RegExp(String.raw`^[^\S\n]*${CLOSING.source}`, 'gimu'))];
  const last = ends.at(-1);
  return last === undefined ? spoken : spoken.slice(last.index + last[0].length);
}

/** What ends a turn in the templates of chat models: servers with the wrong template let it through, and the model goes on as somebody else. */
const END =
  /<\|(?:im_end|im_start|endoftext|eot_id|end_of_text|end|eom_id|EOT)\|>|<｜end▁of▁sentence｜>|<end_of_turn>|\[\/INST\]|<\/s>\s*$/u;

/** @param region the text that is to be corrected */
export function withoutTokens(reply: string, region: string): string {
  const end = END.exec(reply);
  return end === null || region.includes(end[0].trim()) ? reply : reply.slice(0, end.index);
}
