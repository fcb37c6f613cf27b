/** Work in steps: whoever has to answer others meanwhile takes them one by one, all others at once. */

/** Takes all steps that are left, and returns what they come to. */
export function finish<T>(steps: Generator<unknown, T, void>): T {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}
