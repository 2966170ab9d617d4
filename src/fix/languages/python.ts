/** Python, for repairs. */
import { type FixLanguage, USUAL_STUBS } from './language.ts';

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
  importTexts: ({ name, from, kind }, alias) => {
    const module = name === '*' || kind === 'module' ? (from ?? name) : '';
    if (module !== '') return [module === alias ? `import ${module}` : `import ${module} as ${alias}`];
    if (from === undefined || from === '') return [];
    return [`from ${from} import ${name === alias ? name : `${name} as ${alias}`}`];
  },
  equals: '==',
  ownMember: 'self.',
  suppressions: [
    /#\s*type:\s*ignore/giu,
    /#\s*pyright:\s*(?:ignore|basic|report\w+\s*=)/giu,
    /#\s*noqa\b/giu,
    /#\s*pylint:\s*disable/giu,
    /#\s*mypy:/giu,
    /\bcast\(\s*(?:typing\.)?Any\b/gu,
    /(?::|->)\s*(?:typing\.)?Any\b/gu,
  ],
  stubs: [...USUAL_STUBS, /raise\s+NotImplemented(?:Error)?\b/gu],
};
