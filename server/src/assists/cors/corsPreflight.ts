/** Reads how other routes call the function that makes their OPTIONS, so that a new one is made alike. */
import { type AssistContext } from '../../core/assist/assist';
import { isArrayLiteralExpression, isCallExpression, isStringLiteral } from '../../core/syntax/ast';
import { handlerForm } from '../../core/syntax/handlerForms';
import { type PreflightHabit } from './corsHelper';

/** `()`, `('GET, POST')` or `(['GET', 'POST'])`, whichever the user of the function writes; undefined for anything else. */
export function callArguments(
  ctx: AssistContext,
  { user }: PreflightHabit,
  methods: readonly string[],
): string | undefined {
  const file = ctx.syntaxOf(user);
  const form = file && handlerForm(file, 'OPTIONS');
  if (form?.kind !== 'variable' || !isCallExpression(form.initializer)) return undefined;
  const given = form.initializer.arguments;
  const [first] = given;
  if (!first) return '()';
  if (given.length > 1) return undefined;
  if (isStringLiteral(first) && namesMethods(first.text)) return `('${methods.join(', ')}')`;
  if (
    isArrayLiteralExpression(first) &&
    first.elements.every((each) => isStringLiteral(each) && namesMethods(each.text))
  )
    return `([${methods.map((method) => `'${method}'`).join(', ')}])`;
  return undefined;
}

function namesMethods(text: string): boolean {
  return /^(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)(?:,\s*(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS))*$/.test(
    text,
  );
}
