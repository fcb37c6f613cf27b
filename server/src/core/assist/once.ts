/** Keeps what assists worked out while nothing changes: offers are asked for at every move of the cursor. */

/** Gives what was made under the key for this revision, or makes it. */
export type Once = <T>(revision: number, key: readonly string[], make: () => T) => T;

/** A memory of one revision; another one's question empties it. */
export function createOnce(): Once {
  let known = 0;
  const answers = new Map<string, unknown>();
  return <T>(revision: number, key: readonly string[], make: () => T): T => {
    if (known !== revision) answers.clear();
    known = revision;
    const name = JSON.stringify(key);
    if (!answers.has(name)) answers.set(name, make());
    // The key says whose answer it is, so that it is of that one's type.
    return answers.get(name) as T;
  };
}
