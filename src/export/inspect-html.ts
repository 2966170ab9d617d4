/** What was seen of a dataset as one page that needs no network: histograms, and examples to filter. Pure. */
import { columnName, type Histogram, type Inspected } from './inspect.ts';

const STYLE = `
:root { color-scheme: light dark; --line: #8884; --bar: #4a7dcf; --middle: #ffe28a; --ink: #1b1b1b; }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem; }
section { display: grid; grid-template-columns: repeat(auto-fit, minmax(18rem, 1fr)); gap: 1.5rem; }
td { padding: 0 .5rem 0 0; white-space: nowrap; } td.bar { width: 100%; }
td.bar i { display: block; height: .8rem; background: var(--bar); border-radius: 2px; }
article { border-top: 1px solid var(--line); padding: .5rem 0; }
pre { overflow: auto; max-height: 26rem; font: 13px/1.45 ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace; margin: .3rem 0; }
pre span { opacity: .55; } mark { background: var(--middle); color: var(--ink); }
bdi::before { content: attr(data-sign); font-size: .75em; border: 1px solid; border-radius: 2px; padding: 0 .2em; }
form { position: sticky; top: 0; background: Canvas; padding: .5rem 0; } input, select { font: inherit; }
`;

/** Brings the middles into view, and shows what the fields of the form let through. */
const SCRIPT = `
for (const mark of document.querySelectorAll('mark')) {
  const pre = mark.parentElement;
  pre.scrollTop = mark.offsetTop - pre.offsetTop - pre.clientHeight / 3;
}
const form = document.querySelector('form');
const articles = [...document.querySelectorAll('article')];
form.addEventListener('input', () => {
  const { kind, split, words } = Object.fromEntries(new FormData(form));
  let shown = 0;
  for (const article of articles) {
    const fits = (!kind || article.dataset.kind === kind) && (!split || article.dataset.split === split)
      && article.textContent.toLowerCase().includes(words.toLowerCase());
    article.hidden = !fits;
    if (fits) shown++;
  }
  document.querySelector('output').textContent = shown + ' of ' + articles.length;
});
`;

export function inspectedPage(seen: Inspected): string {
  const { family, examples, kinds, sample } = seen;
  const names = Object.keys(kinds).sort();
  const byCount = Object.entries(kinds).sort(([, a], [, b]) => b - a);
  const options = names.map((name) => `<option>${escaped(name)}</option>`).join('');
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<title>Fill-in-the-middle dataset</title><style>${STYLE}</style></head><body>
<h1>Fill-in-the-middle dataset</h1>
<p>${examples.train} training and ${examples.val} validation examples for ${escaped(family)}.</p>
<section>
${table('Kinds of spans', byCount)}
${table('Tokens', columns(seen.tokens))}
${table('Lines of the middle', columns(seen.middleLines))}
${table('Characters of the middle', columns(seen.middleChars))}
</section>
<h2>Examples</h2>
<form><select name="kind" aria-label="Kind"><option value="">every kind</option>${options}</select>
<select name="split" aria-label="Split"><option value="">both splits</option><option>train</option><option>val</option></select>
<input name="words" type="search" placeholder="text or path" aria-label="Text"> <output>${sample.length} of ${sample.length}</output></form>
${sample.map(article).join('\n')}
<script>${SCRIPT}</script></body></html>
`;
}

function article({
  path,
  start_line,
  span_kind,
  span_name,
  split,
  n_tokens,
  prefix,
  middle,
  suffix,
}: Inspected['sample'][number]): string {
  const head = `${path}:${start_line} · ${span_kind}${span_name === '' ? '' : ` ${span_name}`} · ${split} · ${n_tokens} tokens`;
  return `<article data-kind="${escaped(span_kind)}" data-split="${split}"><b>${shown(head)}</b>
<pre><span>${shown(prefix)}</span><mark>${shown(middle)}</mark><span>${shown(suffix)}</span></pre></article>`;
}

function columns(of: Histogram): readonly (readonly [string, number])[] {
  return of.counts.map((count, column) => [columnName(of, column), count] as const);
}

function table(title: string, rows: readonly (readonly [name: string, count: number])[]): string {
  const most = Math.max(...rows.map(([, count]) => count), 1);
  const lines = rows.map(([name, count]) => {
    const width = Math.round((count / most) * 100);
    return `<tr><td>${escaped(name)}</td><td class="bar"><i style="width:${width}%"></i></td><td>${count}</td></tr>`;
  });
  return `<div><h3>${title}</h3><table>${lines.join('')}</table></div>`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/gu, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** What turns the direction of text would show code in another order than it has: it stands by itself, and is seen. */
const DIRECTION = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

function shown(text: string): string {
  return escaped(text).replace(DIRECTION, (sign) => {
    const code = sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
    return `<bdi data-sign="U+${code}">${sign}</bdi>`;
  });
}
