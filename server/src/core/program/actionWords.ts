/** Says what an action is called in a sentence, where it may have no name: in a prop, or handed to a function. */

/** A fact's name in words: `save` is itself, `jsx:action` is this form's action. They follow a verb: "Move …". */
export function actionWords(name: string): string {
  if (name === 'anonymous') return 'this action';
  if (!name.startsWith('jsx:')) return `\`${name}\``;
  const prop = name.slice('jsx:'.length);
  if (prop === 'action') return "this form's action";
  return prop === 'formAction' ? "this button's action" : `the action given to \`${prop}\``;
}
