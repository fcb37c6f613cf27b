export function wrap<T>(run: T): T {
  return run;
}
const made = {
  picked: async () => {},
  other: async () => {},
};
export const helpers = { fast: false, made: Object.assign(async () => {}, made) as typeof made };
