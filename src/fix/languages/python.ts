/** Python, for repairs. */
import { type FixLanguage, USUAL_STUBS } from './language.ts';
import { pythonMembers } from './python-members.ts';

/** Modules that Python brings along, but for those that nobody imports any more. */
const STANDARD = new Set(
  (
    'abc argparse array ast asyncio atexit base64 binascii bisect builtins bz2 cProfile calendar cmath cmd code ' +
    'codecs collections colorsys concurrent configparser contextlib contextvars copy csv ctypes curses dataclasses ' +
    'datetime dbm decimal difflib dis doctest email encodings enum errno faulthandler fcntl filecmp fileinput ' +
    'fnmatch fractions ftplib functools gc getopt getpass gettext glob graphlib gzip hashlib heapq hmac html http ' +
    'imaplib importlib inspect io ipaddress itertools json keyword linecache locale logging lzma mailbox marshal ' +
    'math mimetypes mmap multiprocessing netrc numbers operator optparse os pathlib pdb pickle pkgutil platform ' +
    'plistlib poplib posixpath pprint profile pstats pty pwd py_compile queue quopri random re readline reprlib ' +
    'resource runpy sched secrets select selectors shelve shlex shutil signal site smtplib socket socketserver ' +
    'sqlite3 ssl stat statistics string stringprep struct subprocess symtable sys sysconfig syslog tarfile ' +
    'tempfile termios textwrap threading time timeit tkinter token tokenize tomllib trace traceback tracemalloc ' +
    'tty turtle types typing unicodedata unittest urllib uuid venv warnings wave weakref webbrowser winreg wsgiref ' +
    'xml xmlrpc zipapp zipfile zipimport zlib zoneinfo'
  ).split(' '),
);

function kindOf(module: string): number {
  if (module === '__future__') return 0;
  if (module.startsWith('.')) return 3;
  return STANDARD.has(module.split('.')[0] ?? '') ? 1 : 2;
}

export const python: FixLanguage = {
  id: 'python',
  names: ['python', 'py', 'python3', 'pyi'],
  functions: ['function_definition'],
  classes: ['class_definition'],
  imports: ['import_statement', 'import_from_statement', 'future_import_statement'],
  blocks: ['module', 'block'],
  calls: ['call'],
  importLine:
    /^(?:from\s+[\w.]+\s+import\s+[\w*., ()]+|import\s+[\w.]+(?:\s+as\s+\w+)?(?:\s*,\s*[\w.]+(?:\s+as\s+\w+)?)*)\s*$/u,
  importTexts: ({ name, from, kind, further = [] }, alias) => {
    const module = name === '*' || kind === 'module' ? (from ?? name) : '';
    if (module !== '') return [module === alias ? `import ${module}` : `import ${module} as ${alias}`];
    if (from === undefined || from === '') return [];
    const own = `from ${from} import ${name === alias ? name : `${name} as ${alias}`}`;
    if (further.length === 0) return [own];
    const names = [name, ...further.map((each) => each.name)].sort((a, b) =>
      a.toLowerCase() < b.toLowerCase() ? -1 : 1,
    );
    return [`from ${from} import ${names.join(', ')}`, own];
  },
  modules: STANDARD,
  importParts: (statement) => {
    const from = /^from\s+(\S+)\s+import\s+\(?([^()]*)\)?/u.exec(statement);
    const path = from?.[1] ?? /^import\s+([\w.]+)/u.exec(statement)?.[1] ?? '';
    const names = from?.[2]
      ?.split(',')
      .map((name) => name.trim())
      .filter((name) => name !== '');
    return {
      path,
      rank: kindOf(path),
      form: from === null ? 0 : 1,
      isApart: true,
      ...(names === undefined ? {} : { names, isWhole: names.includes('*') }),
    };
  },
  conditionalImport: /^(?:if\s|try:|except\b|else:)/u,
  memberStyles: pythonMembers,
  heads: [
    { head: /^\s*(?:async\s+)?(?:if|elif|else|for|while|def|class|with|try|except|finally|match|case)\b/u, word: ':' },
  ],
  quotes: '\'"',
  returns: {
    end: '',
    own: 'self',
    selfTypes: ['Self', 'typing.Self', 't.Self'],
    local: /(?<![\w.'"])[\p{L}_][\p{L}\p{N}_]*(?=\s*[=:.[+\-*/|&])/gu,
    writes: /^(?:\s*:[^=\n]+)?\s*=(?!=)/u,
    builds: [
      { write: /^\.(?:append|extend|insert)\(/u, type: /^(?:t\.|typing\.)?(?:list|Sequence|Iterable|Collection)\b/iu },
      {
        write: /^\[[^\]\n]*\]\s*=(?!=)|^\.(?:update|setdefault)\(/u,
        type: /^(?:t\.|typing\.)?(?:dict|(?:Mutable)?Mapping)\b/iu,
      },
      { write: /^\.(?:add|update)\(/u, type: /^(?:t\.|typing\.)?(?:set|AbstractSet)\b/iu },
      { write: /^\s*[+-]=/u, type: /^(?:str|int|float|bytes)$/u },
    ],
  },
  equals: '==',
  ownMember: 'self.',
  ownReach: /\b(?:self|cls)\.$/u,
  suppressions: [
    /#\s*type:\s*ignore/giu,
    /#\s*pyright:\s*(?:ignore|basic|report\w+\s*=)/giu,
    /#[^\n]*\bnoqa\b/giu,
    /@(?:typing\.)?no_type_check\b/gu,
    /#\s*pylint:\s*disable/giu,
    /#\s*mypy:/giu,
    /\bcast\(\s*(?:typing\.)?Any\b/gu,
    /(?::|->)\s*(?:typing\.)?Any\b/gu,
  ],
  casts: [/\bcast\(/gu],
  stubs: [...USUAL_STUBS, /raise\s+NotImplemented(?:Error)?\b/gu],
};
