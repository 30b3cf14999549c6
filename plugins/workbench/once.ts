/** What was loaded, by key. */
export interface Once<Key, Value> {
  get(key: Key): Promise<Value>;
  set(key: Key, value: Value): void;
  forget(key: Key): void;
}

/** Loads each key once; a failed load is tried again by the next caller. */
export function once<Key, Value>(load: (key: Key) => Promise<Value>): Once<Key, Value> {
  const loaded = new Map<Key, Promise<Value>>();
  return {
    get(key) {
      let value = loaded.get(key);
      if (value === undefined) {
        value = load(key);
        loaded.set(key, value);
        value.catch(() => loaded.delete(key));
      }
      return value;
    },
    set(key, value) {
      loaded.set(key, Promise.resolve(value));
    },
    forget(key) {
      loaded.delete(key);
    },
  };
}
