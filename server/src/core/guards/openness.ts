/** What the arguments of a call say about who may be behind it: a fixed recipient, a token that only one person was sent. */
import { type Atom, Bits, bitsOf, type Value } from './value';

/** Who is chosen by the caller, or by what the caller names. */
const CHOSEN =
  Bits.INPUT | Bits.STORE | Bits.CREDENTIAL | Bits.VISITOR | Bits.HEADER | Bits.UPSTREAM | Bits.STATE;

const RECIPIENT =
  /^(?:to|cc|bcc|toEmail|recipients?|destination|audienceId|listId|personalizations|phone(?:Number)?|userId|channel)$/i;

/** True when a message goes to somebody whom the caller can't choose. */
export function isFixedRecipient(args: readonly Value[]): boolean {
  let isNamed = false;
  for (const arg of args) {
    for (const atom of arg) {
      if (atom.k !== 'obj') {
        if (atom.k !== 'const' && bitsOf([atom]) & CHOSEN) return false;
        continue;
      }
      for (const [name, value] of atom.props) {
        if (!RECIPIENT.test(name)) continue;
        isNamed = true;
        if (bitsOf(value) & CHOSEN) return false;
      }
      if (atom.rest && bitsOf(atom.rest) & CHOSEN) return false;
    }
  }
  return isNamed;
}

const CUSTOMER = /^(?:customer|customerId|client_reference_id|metadata)$/;

/** True when a checkout is opened for nobody in particular: whoever pays. */
export function isForAnybody(args: readonly Value[]): boolean {
  return args.every((arg) =>
    arg.every(
      (atom) =>
        atom.k !== 'obj' ||
        [...atom.props].every(([name, value]) => {
          const bits = bitsOf(value);
          return !CUSTOMER.test(name) || (bits & Bits.INPUT) === 0 || (bits & Bits.PARSED) !== 0;
        }),
    ),
  );
}

/** What only the receiver of a message knows. */
const ONE_TIME = /(?:token|otp|nonce|hash|code|secret|ticket)s?$/i;

/** True when a record is looked up by a token that the caller sent: who has it was given it. */
export function isByToken(args: readonly Value[], depth = 5): boolean {
  return args.some((arg) => arg.some((atom) => holdsToken(atom, depth)));
}

function holdsToken(atom: Atom, depth: number): boolean {
  if (depth === 0) return false;
  if (atom.k === 'obj')
    return [...atom.props].some(([name, value]) =>
      ONE_TIME.test(name) && bitsOf(value) & Bits.INPUT
        ? true
        : value.some((part) => holdsToken(part, depth - 1)),
    );
  if (atom.k === 'arr') return atom.items.some((item) => item.some((part) => holdsToken(part, depth - 1)));
  if (atom.k !== 'lib') return false;
  // `eq(tokens.token, token)`
  const [column, sent] = atom.given;
  const [named] = column ?? [];
  if (named?.k === 'lib' && ONE_TIME.test(named.name) && sent && bitsOf(sent) & Bits.INPUT) return true;
  return atom.given.some((given) => given.some((part) => holdsToken(part, depth - 1)));
}

const REFERENCE = /id$|slug|role|admin|owner|author|status|plan|password/i;

/** True when what is inserted is the visitor's own address, and what goes with it refers to nothing else. */
export function isOwnAddress(args: readonly Value[]): boolean {
  const record = args.map((arg) => recordOf(arg, 2)).find((found) => found !== undefined);
  if (!record) return false;
  return [...record].every(([name, value]) => !REFERENCE.test(name) || (bitsOf(value) & Bits.INPUT) === 0);
}

/** The members of the record that holds an address which the caller sent. */
function recordOf(value: Value, depth: number): ReadonlyMap<string, Value> | undefined {
  const [only] = value;
  if (value.length !== 1 || only?.k !== 'obj' || only.rest) return undefined;
  const address = only.props.get('email');
  if (address && bitsOf(address) & Bits.INPUT) return only.props;
  if (depth === 0) return undefined;
  for (const part of only.props.values()) {
    const found = recordOf(part, depth - 1);
    if (found) return found;
  }
  return undefined;
}
