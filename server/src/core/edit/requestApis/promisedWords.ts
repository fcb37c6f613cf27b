/** Tells from its text alone that a file leaves what Next.js hands out as promises, so that most pages need no parse. */

/** White space and comments. Each alternative begins and ends in its own way, so that there is one way to read them. */
const TRIVIA = String.raw`(?:\s|//.*[\n\r\u2028\u2029]|/\*(?:[^*]|\*(?!/))*\*/)*`;

/** The rest is a member that promises do not have. The last letter keeps the lookahead from being evaded by giving a blank back. */
const MEMBER = String.raw`${TRIVIA}\??\.${TRIVIA}(?!(?:then|catch|finally)\b)\S`;

/** How a text can use one of the two, wherever in it. */
interface Forms {
  /** What is enough by itself. */
  readonly always: RegExp;
  /** A parameter may take the property apart from the rest, under its own name. */
  readonly bound: RegExp;
  /** What uses that name at once. */
  readonly bare: RegExp;
}

const FORMS: readonly Forms[] = ['params', 'searchParams'].map((name) => {
  const word = String.raw`\b${name}\b`;
  const always = [
    // `props.params.id`
    String.raw`\.${TRIVIA}${word}${MEMBER}`,
    // `const { id } = props.params`, `const { id }: Own = props?.params`
    String.raw`=${TRIVIA}[\p{ID_Continue}$\\]+${TRIVIA}\??\.${TRIVIA}${word}`,
    // `{ params: { id } }`, `{ params: own }`; also a type, unless it is known to be a promise
    String.raw`${word}${TRIVIA}:${TRIVIA}(?!Promise${TRIVIA}<)\S`,
    // `const { params } = props`
    String.raw`\b(?:const|let|var)${TRIVIA}\{${TRIVIA}${word}${TRIVIA}(?:,${TRIVIA})?\}`,
  ];
  return {
    always: new RegExp(always.join('|'), 'u'),
    bound: new RegExp(String.raw`[{,]${TRIVIA}${word}${TRIVIA}[,}]`),
    // `params.id`, `const { id } = params`
    bare: new RegExp(String.raw`${word}${MEMBER}|=${TRIVIA}${word}`),
  };
});

/** False only where no entry of the file can use what it is given as if it were no promise: `awaitProps.ts` finds nothing there. */
export function mayUseAtOnce(text: string): boolean {
  return FORMS.some(({ always, bound, bare }) => always.test(text) || (bound.test(text) && bare.test(text)));
}

const APIS = '(?:cookies|headers|draftMode)';
const AWAITED_CALL = new RegExp(
  String.raw`\bawait${TRIVIA}${APIS}${TRIVIA}\(${TRIVIA}\)(?!${TRIVIA}[.?![(\x60])`,
  'g',
);
/** A call, or an import under another name. */
const CALL = new RegExp(String.raw`\b${APIS}${TRIVIA}(?:[(<?]|as\b)`);

/** False only where every call of `cookies()`, `headers()` and `draftMode()` is awaited: `awaitCalls.ts` finds nothing there. */
export function mayCallAtOnce(text: string): boolean {
  return CALL.test(text.replace(AWAITED_CALL, ''));
}
