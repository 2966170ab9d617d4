/** What Rust brings along and code meets often, in signatures only. Source: the documentation of the standard library, Rust 1.80. */
export const RUST_BUILTINS = `
pub enum Option<T> { Some(T), None }
impl<T> Option<T> {
    pub fn as_deref(&self) -> Option<T>; pub fn as_mut(&mut self) -> Option<T>; pub fn as_ref(&self) -> Option<T>; pub fn and_then(self, f: F) -> Option<_>;
    pub fn cloned(self) -> Option<T>; pub fn copied(self) -> Option<T>; pub fn expect(self, msg: &str) -> T; pub fn filter(self, f: F) -> Option<T>;
    pub fn get_or_insert_with(&mut self, f: F) -> T; pub fn insert(&mut self, value: T) -> T; pub fn is_none(&self) -> bool; pub fn is_some(&self) -> bool;
    pub fn is_none_or(self, f: F) -> bool; pub fn is_some_and(self, f: F) -> bool; pub fn iter(&self) -> Iter<T>; pub fn map(self, f: F) -> Option<_>; pub fn map_or(self, default: U, f: F) -> U;
    pub fn ok_or(self, err: E) -> Result<T, E>; pub fn ok_or_else(self, f: F) -> Result<T, E>; pub fn or(self, other: Option<T>) -> Option<T>;
    pub fn or_else(self, f: F) -> Option<T>; pub fn replace(&mut self, value: T) -> Option<T>; pub fn take(&mut self) -> Option<T>; pub fn unwrap(self) -> T;
    pub fn unwrap_or(self, default: T) -> T; pub fn unwrap_or_default(self) -> T; pub fn unwrap_or_else(self, f: F) -> T;
}
pub enum Result<T, E> { Ok(T), Err(E) }
impl<T, E> Result<T, E> {
    pub fn and_then(self, f: F) -> Result<_, E>; pub fn as_mut(&mut self) -> Result<T, E>; pub fn as_ref(&self) -> Result<T, E>; pub fn err(self) -> Option<E>;
    pub fn expect(self, msg: &str) -> T; pub fn expect_err(self, msg: &str) -> E; pub fn is_err(&self) -> bool; pub fn is_ok(&self) -> bool;
    pub fn map(self, f: F) -> Result<_, E>; pub fn map_err(self, f: F) -> Result<T, _>; pub fn ok(self) -> Option<T>; pub fn or_else(self, f: F) -> Result<T, _>;
    pub fn unwrap(self) -> T; pub fn unwrap_err(self) -> E; pub fn unwrap_or(self, default: T) -> T; pub fn unwrap_or_default(self) -> T; pub fn unwrap_or_else(self, f: F) -> T;
}
pub struct Vec<T> { len: usize }
impl<T> Vec<T> {
    pub fn new() -> Self; pub fn from(value: U) -> Self; pub fn default() -> Self; pub fn with_capacity(capacity: usize) -> Self; pub fn append(&mut self, other: &mut Vec<T>); pub fn as_slice(&self) -> Vec<T>;
    pub fn capacity(&self) -> usize; pub fn clear(&mut self); pub fn clone(&self) -> Vec<T>; pub fn contains(&self, x: &T) -> bool; pub fn dedup(&mut self);
    pub fn drain(&mut self, range: R) -> Iter<T>; pub fn ends_with(&self, needle: &[T]) -> bool; pub fn extend(&mut self, iter: I); pub fn extend_from_slice(&mut self, other: &[T]);
    pub fn first(&self) -> Option<T>; pub fn first_mut(&mut self) -> Option<T>; pub fn get(&self, index: usize) -> Option<T>; pub fn get_mut(&mut self, index: usize) -> Option<T>;
    pub fn insert(&mut self, index: usize, element: T); pub fn into_iter(self) -> Iter<T>; pub fn is_empty(&self) -> bool; pub fn iter(&self) -> Iter<T>;
    pub fn iter_mut(&mut self) -> Iter<T>; pub fn join(&self, sep: &str) -> String; pub fn last(&self) -> Option<T>; pub fn last_mut(&mut self) -> Option<T>; pub fn len(&self) -> usize;
    pub fn pop(&mut self) -> Option<T>; pub fn push(&mut self, value: T); pub fn remove(&mut self, index: usize) -> T; pub fn reserve(&mut self, additional: usize);
    pub fn resize(&mut self, len: usize, value: T); pub fn retain(&mut self, f: F); pub fn reverse(&mut self); pub fn sort(&mut self); pub fn sort_by(&mut self, compare: F);
    pub fn sort_by_key(&mut self, f: F); pub fn split_at(&self, mid: usize) -> (Vec<T>, Vec<T>); pub fn starts_with(&self, needle: &[T]) -> bool; pub fn swap(&mut self, a: usize, b: usize);
    pub fn swap_remove(&mut self, index: usize) -> T; pub fn to_vec(&self) -> Vec<T>; pub fn truncate(&mut self, len: usize); pub fn windows(&self, size: usize) -> Iter<Vec<T>>; pub fn chunks(&self, size: usize) -> Iter<Vec<T>>;
}
pub struct VecDeque<T> { len: usize }
impl<T> VecDeque<T> {
    pub fn new() -> Self; pub fn back(&self) -> Option<T>; pub fn clear(&mut self); pub fn front(&self) -> Option<T>; pub fn is_empty(&self) -> bool; pub fn iter(&self) -> Iter<T>;
    pub fn len(&self) -> usize; pub fn pop_back(&mut self) -> Option<T>; pub fn pop_front(&mut self) -> Option<T>; pub fn push_back(&mut self, value: T); pub fn push_front(&mut self, value: T);
}
pub struct Iter<T> { }
impl<T> Iter<T> {
    pub fn all(&mut self, f: F) -> bool; pub fn any(&mut self, f: F) -> bool; pub fn by_ref(&mut self) -> Iter<T>; pub fn chain(self, other: U) -> Iter<T>; pub fn cloned(self) -> Iter<T>;
    pub fn collect(self) -> Vec<T>; pub fn copied(self) -> Iter<T>; pub fn count(self) -> usize; pub fn enumerate(self) -> Iter<(usize, T)>; pub fn filter(self, f: F) -> Iter<T>;
    pub fn filter_map(self, f: F) -> Iter<_>; pub fn find(&mut self, f: F) -> Option<T>; pub fn find_map(&mut self, f: F) -> Option<_>; pub fn flat_map(self, f: F) -> Iter<_>; pub fn flatten(self) -> Iter<_>;
    pub fn fold(self, init: B, f: F) -> B; pub fn for_each(self, f: F); pub fn inspect(self, f: F) -> Iter<T>; pub fn last(self) -> Option<T>; pub fn map(self, f: F) -> Iter<_>; pub fn max(self) -> Option<T>;
    pub fn max_by_key(self, f: F) -> Option<T>; pub fn min(self) -> Option<T>; pub fn min_by_key(self, f: F) -> Option<T>; pub fn next(&mut self) -> Option<T>; pub fn nth(&mut self, n: usize) -> Option<T>;
    pub fn peekable(self) -> Iter<T>; pub fn peek(&mut self) -> Option<T>; pub fn position(&mut self, f: F) -> Option<usize>; pub fn rev(self) -> Iter<T>; pub fn skip(self, n: usize) -> Iter<T>; pub fn skip_while(self, f: F) -> Iter<T>;
    pub fn step_by(self, step: usize) -> Iter<T>; pub fn sum(self) -> T; pub fn take(self, n: usize) -> Iter<T>; pub fn take_while(self, f: F) -> Iter<T>; pub fn zip(self, other: U) -> Iter<(T, _)>;
}
pub struct HashMap<K, V> { }
impl<K, V> HashMap<K, V> {
    pub fn new() -> Self; pub fn from(value: U) -> Self; pub fn default() -> Self; pub fn with_capacity(capacity: usize) -> Self; pub fn clear(&mut self); pub fn contains_key(&self, key: &K) -> bool; pub fn entry(&mut self, key: K) -> Entry<K, V>; pub fn extend(&mut self, iter: I);
    pub fn get(&self, key: &K) -> Option<V>; pub fn get_mut(&mut self, key: &K) -> Option<V>; pub fn insert(&mut self, key: K, value: V) -> Option<V>; pub fn is_empty(&self) -> bool; pub fn iter(&self) -> Iter<(K, V)>;
    pub fn iter_mut(&mut self) -> Iter<(K, V)>; pub fn into_iter(self) -> Iter<(K, V)>; pub fn keys(&self) -> Iter<K>; pub fn len(&self) -> usize; pub fn remove(&mut self, key: &K) -> Option<V>; pub fn retain(&mut self, f: F);
    pub fn values(&self) -> Iter<V>; pub fn values_mut(&mut self) -> Iter<V>; pub fn into_values(self) -> Iter<V>;
}
pub struct Entry<K, V> { }
impl<K, V> Entry<K, V> { pub fn and_modify(self, f: F) -> Entry<K, V>; pub fn or_default(self) -> V; pub fn or_insert(self, default: V) -> V; pub fn or_insert_with(self, f: F) -> V; }
pub struct HashSet<T> { }
impl<T> HashSet<T> {
    pub fn new() -> Self; pub fn clear(&mut self); pub fn contains(&self, value: &T) -> bool; pub fn extend(&mut self, iter: I); pub fn get(&self, value: &T) -> Option<T>; pub fn insert(&mut self, value: T) -> bool;
    pub fn is_empty(&self) -> bool; pub fn iter(&self) -> Iter<T>; pub fn into_iter(self) -> Iter<T>; pub fn len(&self) -> usize; pub fn remove(&mut self, value: &T) -> bool;
}
pub struct String { }
impl String {
    pub fn new() -> Self; pub fn from(text: U) -> Self; pub fn default() -> Self; pub fn with_capacity(capacity: usize) -> Self; pub fn from_utf8(bytes: Vec<u8>) -> Result<String, _>; pub fn from_utf8_lossy(bytes: &[u8]) -> String; pub fn as_bytes(&self) -> Vec<u8>; pub fn as_str(&self) -> String; pub fn chars(&self) -> Iter<char>; pub fn char_indices(&self) -> Iter<(usize, char)>; pub fn bytes(&self) -> Iter<u8>; pub fn clear(&mut self); pub fn clone(&self) -> String;
    pub fn contains(&self, pattern: P) -> bool; pub fn ends_with(&self, pattern: P) -> bool; pub fn find(&self, pattern: P) -> Option<usize>; pub fn insert(&mut self, index: usize, c: char); pub fn insert_str(&mut self, index: usize, text: &str);
    pub fn into_bytes(self) -> Vec<u8>; pub fn is_empty(&self) -> bool; pub fn len(&self) -> usize; pub fn lines(&self) -> Iter<String>; pub fn parse(&self) -> Result<F, _>; pub fn pop(&mut self) -> Option<char>; pub fn push(&mut self, c: char);
    pub fn push_str(&mut self, text: &str); pub fn replace(&self, from: P, to: &str) -> String; pub fn rfind(&self, pattern: P) -> Option<usize>; pub fn split(&self, pattern: P) -> Iter<String>; pub fn split_at(&self, mid: usize) -> (String, String);
    pub fn split_once(&self, pattern: P) -> Option<(String, String)>; pub fn split_whitespace(&self) -> Iter<String>; pub fn starts_with(&self, pattern: P) -> bool; pub fn strip_prefix(&self, pattern: P) -> Option<String>; pub fn strip_suffix(&self, pattern: P) -> Option<String>;
    pub fn to_ascii_lowercase(&self) -> String; pub fn to_lowercase(&self) -> String; pub fn to_owned(&self) -> String; pub fn to_string(&self) -> String; pub fn to_uppercase(&self) -> String; pub fn trim(&self) -> String; pub fn trim_end(&self) -> String;
    pub fn trim_start(&self) -> String; pub fn truncate(&mut self, len: usize);
}
pub struct RefCell<T> { }
impl<T> RefCell<T> { pub fn borrow(&self) -> T; pub fn borrow_mut(&self) -> T; pub fn into_inner(self) -> T; pub fn replace(&self, value: T) -> T; }
pub struct Cell<T> { }
impl<T> Cell<T> { pub fn get(&self) -> T; pub fn set(&self, value: T); pub fn take(&self) -> T; pub fn replace(&self, value: T) -> T; }
pub struct Mutex<T> { }
impl<T> Mutex<T> { pub fn lock(&self) -> Result<T, _>; pub fn get_mut(&mut self) -> Result<T, _>; pub fn into_inner(self) -> Result<T, _>; pub fn try_lock(&self) -> Result<T, _>; }
pub struct RwLock<T> { }
impl<T> RwLock<T> { pub fn read(&self) -> Result<T, _>; pub fn write(&self) -> Result<T, _>; }
pub struct Path { }
impl Path {
    pub fn new(path: P) -> Path; pub fn from(path: P) -> Path; pub fn into_os_string(self) -> OsString;
    pub fn as_os_str(&self) -> OsStr; pub fn canonicalize(&self) -> Result<Path, _>; pub fn components(&self) -> Iter<Component>; pub fn display(&self) -> Display; pub fn ends_with(&self, child: P) -> bool; pub fn exists(&self) -> bool;
    pub fn extension(&self) -> Option<OsStr>; pub fn file_name(&self) -> Option<OsStr>; pub fn file_stem(&self) -> Option<OsStr>; pub fn is_absolute(&self) -> bool; pub fn is_dir(&self) -> bool; pub fn is_file(&self) -> bool; pub fn join(&self, path: P) -> Path;
    pub fn metadata(&self) -> Result<Metadata, _>; pub fn parent(&self) -> Option<Path>; pub fn pop(&mut self) -> bool; pub fn push(&mut self, path: P); pub fn starts_with(&self, base: P) -> bool; pub fn strip_prefix(&self, base: P) -> Result<Path, _>;
    pub fn to_owned(&self) -> Path; pub fn to_path_buf(&self) -> Path; pub fn to_str(&self) -> Option<String>; pub fn to_string_lossy(&self) -> String; pub fn with_extension(&self, extension: S) -> Path; pub fn with_file_name(&self, name: S) -> Path;
}
`;
