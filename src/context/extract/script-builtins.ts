/** What TypeScript and JavaScript bring along and code meets often, in signatures only. Source: ECMA-262 2025, and the globals that Node and browsers share. */
export const SCRIPT_BUILTINS = `
interface Array<T> {
  length: number; push(...items: T[]): number; pop(): T | undefined; shift(): T | undefined; unshift(...items: T[]): number;
  concat(...items: T[][]): T[]; join(separator?: string): string; reverse(): T[]; toReversed(): T[]; slice(start?: number, end?: number): T[];
  sort(compare?: (a: T, b: T) => number): T[]; toSorted(compare?: (a: T, b: T) => number): T[]; splice(start: number, deleteCount?: number, ...items: T[]): T[];
  indexOf(item: T, from?: number): number; lastIndexOf(item: T): number; includes(item: T): boolean; at(index: number): T | undefined; with(index: number, value: T): T[];
  every(test: (value: T, index: number, array: T[]) => boolean): boolean; some(test: (value: T, index: number, array: T[]) => boolean): boolean;
  forEach(act: (value: T, index: number, array: T[]) => void): void; map<U>(change: (value: T, index: number, array: T[]) => U): U[];
  filter(test: (value: T, index: number, array: T[]) => boolean): T[]; find(test: (value: T, index: number, array: T[]) => boolean): T | undefined;
  findIndex(test: (value: T, index: number, array: T[]) => boolean): number; findLast(test: (value: T, index: number) => boolean): T | undefined;
  findLastIndex(test: (value: T, index: number) => boolean): number; reduce<A>(add: (sum: A, value: T, index: number, array: T[]) => A, first: A): A;
  reduceRight<A>(add: (sum: A, value: T, index: number) => A, first: A): A; flat(depth?: number): T; flatMap<U>(change: (value: T, index: number, array: T[]) => U[]): U[];
  fill(value: T, start?: number, end?: number): T[]; keys(): Iterator<number>; values(): Iterator<T>; entries(): Iterator<[number, T]>;
}
interface ReadonlyArray<T> extends Array<T> {}
declare class ArrayConstructor { static from<T>(items: Iterable<T>): T[]; static isArray(value: unknown): boolean; static of<T>(...items: T[]): T[]; }
declare const Array: typeof ArrayConstructor;
interface Iterator<T> { next(): IteratorResult<T>; map<U>(change: (value: T) => U): Iterator<U>; filter(test: (value: T) => boolean): Iterator<T>; toArray(): T[]; }
interface IteratorResult<T> { done: boolean; value: T; }
interface Iterable<T> {}
interface AsyncIterable<T> {}
interface AsyncGenerator<T> { next(): Promise<IteratorResult<T>>; return(value?: unknown): Promise<IteratorResult<T>>; throw(error: unknown): Promise<IteratorResult<T>>; }
interface Generator<T> extends Iterator<T> { return(value?: unknown): IteratorResult<T>; throw(error: unknown): IteratorResult<T>; }
declare class Map<K, V> { size: number; get(key: K): V | undefined; set(key: K, value: V): Map<K, V>; has(key: K): boolean; delete(key: K): boolean; clear(): void;
  keys(): Iterator<K>; values(): Iterator<V>; entries(): Iterator<[K, V]>; forEach(act: (value: V, key: K, map: Map<K, V>) => void): void; }
interface ReadonlyMap<K, V> { size: number; get(key: K): V | undefined; has(key: K): boolean; keys(): Iterator<K>; values(): Iterator<V>; entries(): Iterator<[K, V]>;
  forEach(act: (value: V, key: K) => void): void; }
declare class WeakMap<K, V> { get(key: K): V | undefined; set(key: K, value: V): WeakMap<K, V>; has(key: K): boolean; delete(key: K): boolean; }
declare class Set<T> { size: number; add(value: T): Set<T>; has(value: T): boolean; delete(value: T): boolean; clear(): void; keys(): Iterator<T>; values(): Iterator<T>;
  entries(): Iterator<[T, T]>; forEach(act: (value: T) => void): void; union(other: Set<T>): Set<T>; intersection(other: Set<T>): Set<T>; difference(other: Set<T>): Set<T>; }
interface ReadonlySet<T> { size: number; has(value: T): boolean; keys(): Iterator<T>; values(): Iterator<T>; entries(): Iterator<[T, T]>; forEach(act: (value: T) => void): void; }
declare class WeakSet<T> { add(value: T): WeakSet<T>; has(value: T): boolean; delete(value: T): boolean; }
declare class WeakRef<T> { deref(): T | undefined; }
declare class Promise<T> {
  then<U>(done: (value: T) => U, failed?: (reason: any) => unknown): Promise<U>; catch(failed: (reason: any) => unknown): Promise<T>; finally(act: () => void): Promise<T>;
  static all<A>(values: A[]): Promise<any>; static allSettled<A>(values: A[]): Promise<any>; static race<A>(values: A[]): Promise<any>; static any<A>(values: A[]): Promise<any>;
  static resolve<A>(value?: A): Promise<A>; static reject(reason?: any): Promise<never>; static withResolvers<A>(): { promise: Promise<A>; resolve: (value: A) => void; reject: (reason?: any) => void };
}
interface PromiseLike<T> { then<U>(done: (value: T) => U, failed?: (reason: any) => unknown): PromiseLike<U>; }
declare class String {
  length: number; at(index: number): string | undefined; charAt(index: number): string; charCodeAt(index: number): number; codePointAt(index: number): number | undefined;
  concat(...strings: string[]): string; endsWith(search: string, end?: number): boolean; includes(search: string, from?: number): boolean; indexOf(search: string, from?: number): number;
  lastIndexOf(search: string, from?: number): number; localeCompare(other: string): number; match(pattern: RegExp | string): RegExpMatchArray | null; matchAll(pattern: RegExp): Iterable<RegExpExecArray>;
  normalize(form?: string): string; padEnd(length: number, fill?: string): string; padStart(length: number, fill?: string): string; repeat(count: number): string;
  replace(search: string | RegExp, replacement: string): string; replaceAll(search: string | RegExp, replacement: string): string; search(pattern: RegExp): number;
  slice(start?: number, end?: number): string; split(separator: string | RegExp, limit?: number): string[]; startsWith(search: string, at?: number): boolean;
  substring(start: number, end?: number): string; substr(from: number, length?: number): string; toLowerCase(): string; toUpperCase(): string; toLocaleLowerCase(): string;
  toLocaleUpperCase(): string; trim(): string; trimEnd(): string; trimStart(): string; toString(): string; valueOf(): string; static fromCharCode(...codes: number[]): string;
  static fromCodePoint(...codes: number[]): string; static raw(template: object, ...values: any[]): string;
}
declare class Number { toFixed(digits?: number): string; toPrecision(digits?: number): string; toString(radix?: number): string; toLocaleString(locales?: string, options?: object): string; toExponential(digits?: number): string;
  valueOf(): number; static isInteger(value: unknown): boolean; static isFinite(value: unknown): boolean; static isNaN(value: unknown): boolean; static isSafeInteger(value: unknown): boolean;
  static parseFloat(text: string): number; static parseInt(text: string, radix?: number): number; static EPSILON: number; static MAX_SAFE_INTEGER: number; static MIN_SAFE_INTEGER: number;
  static MAX_VALUE: number; static MIN_VALUE: number; static NaN: number; static POSITIVE_INFINITY: number; static NEGATIVE_INFINITY: number; }
declare class Boolean { toString(): string; valueOf(): boolean; }
declare class Function { name: string; length: number; prototype: any; call(self: any, ...args: any[]): any; apply(self: any, args?: any[]): any; bind(self: any, ...args: any[]): any; toString(): string; }
declare class RegExp { source: string; flags: string; global: boolean; ignoreCase: boolean; multiline: boolean; lastIndex: number; test(text: string): boolean; exec(text: string): RegExpExecArray | null; toString(): string; }
interface RegExpMatchArray extends Array<string> { index: number; input: string; groups: Record<string, string>; }
interface RegExpExecArray extends Array<string> { index: number; input: string; groups: Record<string, string>; }
declare class Date { getTime(): number; getFullYear(): number; getMonth(): number; getDate(): number; getDay(): number; getHours(): number; getMinutes(): number; getSeconds(): number; getMilliseconds(): number;
  getTimezoneOffset(): number; getUTCFullYear(): number; getUTCMonth(): number; getUTCDate(): number; getUTCHours(): number; getUTCMinutes(): number; setTime(ms: number): number; setFullYear(year: number): number;
  setMonth(month: number): number; setDate(date: number): number; setHours(hours: number): number; setMinutes(minutes: number): number; setSeconds(seconds: number): number; toISOString(): string; toJSON(): string;
  toString(): string; toDateString(): string; toTimeString(): string; toLocaleString(locales?: string, options?: object): string; toLocaleDateString(locales?: string, options?: object): string;
  toLocaleTimeString(locales?: string, options?: object): string; valueOf(): number; static now(): number; static parse(text: string): number; static UTC(year: number, month: number): number; }
declare class Error { name: string; message: string; stack: string; cause: unknown; static captureStackTrace(target: object): void; toString(): string; }
declare class TypeError extends Error {}
declare class RangeError extends Error {}
declare class SyntaxError extends Error {}
declare class ReferenceError extends Error {}
declare class AggregateError extends Error { errors: any[]; }
declare class Object { static keys(value: object): string[]; static values<V>(value: Record<string, V>): V[]; static entries<V>(value: Record<string, V>): [string, V][]; static assign<A>(target: A, ...sources: any[]): A;
  static freeze<A>(value: A): A; static fromEntries<V>(entries: Iterable<[string, V]>): Record<string, V>; static create(prototype: object): any; static defineProperty<A>(target: A, key: string, descriptor: object): A;
  static getOwnPropertyNames(value: object): string[]; static getPrototypeOf(value: object): any; static setPrototypeOf(value: object, prototype: object): any; static is(a: any, b: any): boolean; static hasOwn(value: object, key: string): boolean;
  static seal<A>(value: A): A; static isFrozen(value: object): boolean; static groupBy<V>(items: Iterable<V>, key: (item: V) => string): Record<string, V[]>; static getOwnPropertyDescriptor(value: object, key: string): any; }
declare class Symbol { description: string; toString(): string; static iterator: symbol; static asyncIterator: symbol; static for(key: string): symbol; }
interface Math { PI: number; E: number; abs(x: number): number; ceil(x: number): number; floor(x: number): number; round(x: number): number; trunc(x: number): number; max(...values: number[]): number; min(...values: number[]): number;
  pow(x: number, y: number): number; sqrt(x: number): number; cbrt(x: number): number; random(): number; sign(x: number): number; log(x: number): number; log2(x: number): number; log10(x: number): number; exp(x: number): number; hypot(...values: number[]): number;
  sin(x: number): number; cos(x: number): number; tan(x: number): number; atan2(y: number, x: number): number; imul(x: number, y: number): number; clz32(x: number): number; fround(x: number): number; }
declare const Math: Math;
interface JSON { parse(text: string, reviver?: (key: string, value: any) => any): any; stringify(value: any, replacer?: any, space?: string | number): string; }
declare const JSON: JSON;
interface Console { log(...data: any[]): void; error(...data: any[]): void; warn(...data: any[]): void; info(...data: any[]): void; debug(...data: any[]): void; trace(...data: any[]): void; table(data: any): void; dir(value: any): void;
  group(...label: any[]): void; groupEnd(): void; time(label?: string): void; timeEnd(label?: string): void; assert(condition: boolean, ...data: any[]): void; count(label?: string): void; clear(): void; }
declare const console: Console;
interface Reflect { get(target: object, key: string): any; set(target: object, key: string, value: any): boolean; has(target: object, key: string): boolean; ownKeys(target: object): string[]; apply(target: any, self: any, args: any[]): any; construct(target: any, args: any[]): any; getPrototypeOf(target: object): any; defineProperty(target: object, key: string, descriptor: object): boolean; deleteProperty(target: object, key: string): boolean; }
declare const Reflect: Reflect;
declare class URL { href: string; origin: string; protocol: string; host: string; hostname: string; port: string; pathname: string; search: string; hash: string; username: string; password: string; searchParams: URLSearchParams; toString(): string; toJSON(): string; static canParse(url: string): boolean; }
declare class URLSearchParams { get(name: string): string | null; getAll(name: string): string[]; has(name: string): boolean; set(name: string, value: string): void; append(name: string, value: string): void; delete(name: string): void; toString(): string; entries(): Iterator<[string, string]>; keys(): Iterator<string>; values(): Iterator<string>; forEach(act: (value: string, name: string) => void): void; sort(): void; size: number; }
declare class AbortController { signal: AbortSignal; abort(reason?: any): void; }
declare class AbortSignal { aborted: boolean; reason: any; throwIfAborted(): void; addEventListener(type: string, listener: (event: any) => void, options?: object): void; removeEventListener(type: string, listener: (event: any) => void): void; static timeout(ms: number): AbortSignal; static any(signals: AbortSignal[]): AbortSignal; static abort(reason?: any): AbortSignal; }
declare class Headers { get(name: string): string | null; set(name: string, value: string): void; has(name: string): boolean; append(name: string, value: string): void; delete(name: string): void; entries(): Iterator<[string, string]>; forEach(act: (value: string, name: string) => void): void; keys(): Iterator<string>; }
declare class Response { ok: boolean; status: number; statusText: string; headers: Headers; url: string; redirected: boolean; type: string; body: ReadableStream | null; bodyUsed: boolean; json(): Promise<any>; text(): Promise<string>; blob(): Promise<Blob>; arrayBuffer(): Promise<ArrayBuffer>; formData(): Promise<FormData>; clone(): Response; static json(data: any): Response; }
declare class Request { method: string; url: string; headers: Headers; body: ReadableStream | null; signal: AbortSignal; json(): Promise<any>; text(): Promise<string>; clone(): Request; }
declare class Blob { size: number; type: string; text(): Promise<string>; arrayBuffer(): Promise<ArrayBuffer>; slice(start?: number, end?: number): Blob; stream(): ReadableStream; }
declare class FormData { append(name: string, value: any, filename?: string): void; get(name: string): any; set(name: string, value: any): void; has(name: string): boolean; delete(name: string): void; entries(): Iterator<[string, any]>; }
declare class ReadableStream { locked: boolean; getReader(): any; cancel(reason?: any): Promise<void>; pipeTo(target: any): Promise<void>; pipeThrough(transform: any): ReadableStream; tee(): any; }
declare class ArrayBuffer { byteLength: number; slice(start: number, end?: number): ArrayBuffer; }
declare class Uint8Array { length: number; byteLength: number; byteOffset: number; buffer: ArrayBuffer; set(values: any, offset?: number): void; slice(start?: number, end?: number): Uint8Array; subarray(start?: number, end?: number): Uint8Array; fill(value: number): Uint8Array; indexOf(value: number): number; static from(values: any): Uint8Array; }
declare class TextEncoder { encode(text: string): Uint8Array; }
declare class TextDecoder { decode(data: any, options?: object): string; }
declare function fetch(input: string | URL | Request, init?: object): Promise<Response>;
declare function structuredClone<T>(value: T): T;
declare function parseInt(text: string, radix?: number): number;
declare function parseFloat(text: string): number;
declare function encodeURIComponent(text: string): string;
declare function decodeURIComponent(text: string): string;
`;
