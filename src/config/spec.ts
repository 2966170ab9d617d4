/** The option schema as a plain tree, for those who cannot read zod: the Lua validator, the help, the messages. It validates nothing. */
import { z } from 'zod';
import { optionsSchema } from './schema.ts';
import { seedOptions } from './seed.ts';

/** What every node of the tree carries. */
interface Node {
  /** Help text, one paragraph; '' for the items of a list or record. */
  readonly help: string;
}

/** A group of options: `keys`, `model`, and the whole. */
export interface SectionSpec extends Node {
  readonly kind: 'section';
  readonly fields: Readonly<Record<string, OptionSpec>>;
  /** Other names of its fields. */
  readonly aliases?: Readonly<Record<string, AliasSpec>>;
  /** Names that are known and refused, with the reason: a sentence to go on with after the name. */
  readonly refused?: Readonly<Record<string, string>>;
}

/** Another name of a field. */
export interface AliasSpec {
  /** The field. */
  readonly of: string;
  /** True means false, and the other way round. */
  readonly isInverted?: true;
}

/** One value, or a list or record of them. Bounds are inclusive; `undefined` means unbounded. */
export interface ValueSpec extends Node {
  readonly kind: 'boolean' | 'integer' | 'number' | 'string' | 'enum' | 'list' | 'record';
  /** Numbers: the smallest and the largest value. */
  readonly min?: number;
  readonly max?: number;
  /** Strings: '' is refused. */
  readonly nonEmpty?: true;
  /** Besides its kind, `false` is accepted. */
  readonly orFalse?: true;
  /** Besides its kind, these strings are accepted. */
  readonly orWords?: readonly string[];
  /** Enums: the accepted strings. */
  readonly values?: readonly string[];
  /** Lists and records: what each entry is. */
  readonly of?: ValueSpec;
  /** `undefined` for entries. */
  readonly default?: unknown;
}

export type OptionSpec = SectionSpec | ValueSpec;

/** The corner of JSON Schema that the option schema makes use of; anything else is refused, so that nothing is dropped in silence. */
interface JsonNode {
  readonly $schema?: string | undefined;
  readonly type?: 'object' | 'array' | 'string' | 'integer' | 'number' | 'boolean' | undefined;
  readonly description?: string | undefined;
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, JsonNode>> | undefined;
  readonly additionalProperties?: JsonNode | false | undefined;
  readonly propertyNames?: unknown;
  readonly items?: JsonNode | undefined;
  readonly anyOf?: readonly JsonNode[] | undefined;
  readonly enum?: readonly string[] | undefined;
  readonly const?: unknown;
  readonly minimum?: number | undefined;
  readonly maximum?: number | undefined;
  readonly minLength?: number | undefined;
}

const jsonNode: z.ZodType<JsonNode> = z.lazy(() =>
  z.strictObject({
    $schema: z.string().optional(),
    type: z.enum(['object', 'array', 'string', 'integer', 'number', 'boolean']).optional(),
    description: z.string().optional(),
    default: z.unknown().optional(),
    properties: z.record(z.string(), jsonNode).optional(),
    additionalProperties: z.union([z.literal(false), jsonNode]).optional(),
    propertyNames: z.unknown().optional(),
    items: jsonNode.optional(),
    anyOf: z.array(jsonNode).optional(),
    enum: z.array(z.string()).optional(),
    const: z.unknown().optional(),
    minimum: z.number().optional(),
    maximum: z.number().optional(),
    minLength: z.literal(1).optional(),
  }),
);

/**
 * The tree of all options, in the schema's order.
 * @throws Error when the schema uses something that the tree cannot carry: extend both.
 */
export function optionTree(): SectionSpec {
  const tree = toSpec(jsonNode.parse(z.toJSONSchema(optionsSchema, { io: 'input' })), '');
  if (tree.kind !== 'section') throw new Error('The option schema is not an object.');
  return { ...tree, ...otherNames() };
}

function otherNames(): Required<Pick<SectionSpec, 'aliases' | 'refused'>> {
  const aliases: Record<string, AliasSpec> = {};
  const refused: Record<string, string> = {};
  for (const seed of seedOptions) {
    if ('refusal' in seed) refused[seed.name] = seed.refusal;
    else if (seed.name !== seed.option)
      aliases[seed.name] = { of: seed.option, ...(seed.isInverted ? { isInverted: true } : {}) };
  }
  return { aliases, refused };
}

function toSpec(node: JsonNode, path: string): OptionSpec {
  if (node.properties === undefined) return toValue(node, path);
  const fields: Record<string, OptionSpec> = {};
  for (const [name, child] of Object.entries(node.properties)) {
    fields[name] = toSpec(child, path === '' ? name : `${path}.${name}`);
  }
  return { kind: 'section', help: node.description ?? '', fields };
}

function toValue(node: JsonNode, path: string): ValueSpec {
  const common = { help: node.description ?? '', ...(node.default === undefined ? {} : { default: node.default }) };
  if (node.anyOf !== undefined) {
    const [first, second, ...more] = node.anyOf;
    if (first === undefined || second === undefined || more.length > 0) throw unsupported(path);
    return { ...toValue(first, path), ...common, ...alternative(second, path) };
  }
  if (node.enum !== undefined) return { ...common, kind: 'enum', values: node.enum };
  switch (node.type) {
    case 'boolean':
      return { ...common, kind: 'boolean' };
    case 'string':
      return { ...common, kind: 'string', ...(node.minLength === undefined ? {} : { nonEmpty: true }) };
    case 'integer':
    case 'number':
      return { ...common, kind: node.type, ...bounds(node) };
    case 'array':
      if (node.items !== undefined) return { ...common, kind: 'list', of: toValue(node.items, `${path}[]`) };
      break;
    case 'object':
      if (node.additionalProperties)
        return { ...common, kind: 'record', of: toValue(node.additionalProperties, `${path}[]`) };
      break;
  }
  throw unsupported(path);
}

/** What is accepted besides the kind. */
function alternative(node: JsonNode, path: string): Pick<ValueSpec, 'orFalse' | 'orWords'> {
  if (node.const === false) return { orFalse: true };
  if (node.enum === undefined) throw unsupported(path);
  return { orWords: node.enum };
}

function bounds(node: JsonNode): Pick<ValueSpec, 'min' | 'max'> {
  return {
    ...(node.minimum === undefined ? {} : { min: node.minimum }),
    ...(node.maximum === undefined ? {} : { max: node.maximum }),
  };
}

function unsupported(path: string): Error {
  return new Error(
    `The option "${path}" has a shape that src/config/spec.ts does not know; teach it there and in lua/fim/validate.lua.`,
  );
}

/** Walks all options below `section`, parents before children, with their dotted paths. */
export function* walk(section: SectionSpec, path = ''): Generator<{ path: string; spec: OptionSpec }> {
  for (const [name, spec] of Object.entries(section.fields)) {
    const here = path === '' ? name : `${path}.${name}`;
    yield { path: here, spec };
    if (spec.kind === 'section') yield* walk(spec, here);
  }
}

/** What a value must be, to go on with after "expected": `a whole number from 0 to 2000`. */
export function expectation(spec: OptionSpec): string {
  const phrase = basePhrase(spec);
  if (spec.kind === 'section') return phrase;
  const words = (spec.orWords ?? []).map((word) => `"${word}"`);
  return [phrase, ...words, ...(spec.orFalse ? ['false'] : [])].join(' or ');
}

function basePhrase(spec: OptionSpec): string {
  switch (spec.kind) {
    case 'section':
      return 'a table';
    case 'boolean':
      return 'true or false';
    case 'integer':
      return `a whole number${range(spec)}`;
    case 'number':
      return `a number${range(spec)}`;
    case 'string':
      return spec.nonEmpty ? 'a non-empty string' : 'a string';
    case 'enum':
      return `one of ${(spec.values ?? []).join(', ')}`;
    case 'list':
      return `a list, each entry ${spec.of ? expectation(spec.of) : 'anything'}`;
    case 'record':
      return `a table from names, each value ${spec.of ? expectation(spec.of) : 'anything'}`;
  }
}

function range({ min, max }: ValueSpec): string {
  if (min !== undefined && max !== undefined) return ` from ${min} to ${max}`;
  if (min !== undefined) return ` of at least ${min}`;
  return max === undefined ? '' : ` of at most ${max}`;
}
