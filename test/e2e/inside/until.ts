/** Waits for states of VS Code that it announces late or not at all. */

/** Milliseconds a state may take to come about. */
const LIMIT = 20_000;
/** Milliseconds between two looks. */
const INTERVAL = 25;

/**
 * Looks again and again until `probe` finds something.
 *
 * @param what names the awaited state in the error that a time-out throws, with what was seen last.
 * @param probe returns what was found, or `undefined` to look again.
 * @param seen describes the current state for that error.
 */
export async function until<T>(
  what: string,
  probe: () => T | undefined | Promise<T | undefined>,
  seen: () => unknown = () => undefined,
): Promise<T> {
  const started = performance.now();
  for (;;) {
    const found = await probe();
    if (found !== undefined) return found;
    if (performance.now() - started > LIMIT) {
      throw new Error(
        `No ${what} within ${LIMIT / 1000} s; last seen: ${JSON.stringify(await seen(), undefined, 1)}`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, INTERVAL));
  }
}
