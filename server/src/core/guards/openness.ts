/** What the arguments of a call say about who may be behind it: a fixed recipient, a token that only one person was sent. */
import { type Expr } from '../behavior/ir';
import { type Atom, Bits, bitsOf, constantOf, type Value } from './value';

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

const CONTENT = /^(?:subject|text|html|body|content|message)$/;

/** True when the caller says to whom a message goes and, word for word, what is in it: whoever finds that sends anything to anybody. */
export function isRelay(args: readonly Value[]): boolean {
  return isToSent(args) && someMember(args, (name, value) => CONTENT.test(name) && value.some(isAsSent));
}

/** True when a message goes to an address that the caller sent: its own, as far as the code expects. */
export function isToSent(args: readonly Value[]): boolean {
  return someMember(
    args,
    (name, value) => RECIPIENT.test(name) && (bitsOf(value) & (Bits.INPUT | Bits.STORE)) === Bits.INPUT,
  );
}

/** As it was sent: nothing is written around it. */
function isAsSent(atom: Atom): boolean {
  return atom.k === 'unknown' && atom.text === undefined && (atom.bits & Bits.INPUT) !== 0;
}

const CUSTOMER = /^(?:customer|customerId|client_reference_id)$/;

/** True when a checkout is opened for nobody in particular: whoever pays. */
export function isForAnybody(args: readonly Value[]): boolean {
  return args.every((arg) =>
    arg.every(
      (atom) =>
        atom.k !== 'obj' ||
        [...atom.props].every(([name, value]) =>
          name === 'metadata' ? !namesSent(value) : !CUSTOMER.test(name) || !isSent(value),
        ),
    ),
  );
}

function isSent(value: Value): boolean {
  const bits = bitsOf(value);
  return (bits & Bits.INPUT) !== 0 && (bits & Bits.PARSED) === 0;
}

/** What was noted beside a payment names somebody whom the caller chose; what is bought may be named. */
function namesSent(value: Value): boolean {
  return value.some((atom) =>
    atom.k === 'obj'
      ? (atom.rest !== undefined && isSent(atom.rest)) ||
        [...atom.props].some(([name, part]) => REFERENCE.test(name) && isSent(part))
      : isSent([atom]),
  );
}

/** What only the receiver of a message knows. */
const ONE_TIME =
  /(?:token|otp|nonce)s?$|(?:verification|invite|invitation|reset|confirmation|activation)_?code$/i;

/** A store of such things, by the call: what is in it is looked up by `code` or `hash`. */
const OF_TOKENS = /verification|invit|reset|confirm|activat|magic|otp|token|unsubscri/i;
/** A table of nothing else, whose key is the token. */
const TOKENS = /token|otp|reset|magic/i;
const CODE = /^(?:code|hash|key|secret)$/i;

/** True when a record is looked up by a token that the caller sent: who has it was given it. */
export function isByToken(args: readonly Value[], label = ''): boolean {
  const [column = [], ...sent] = args;
  const name = constantOf(column)?.v;
  // `.where('token', token)`
  if (typeof name === 'string' && ONE_TIME.test(name) && sent.some((arg) => bitsOf(arg) & Bits.INPUT))
    return true;
  const [first] = column;
  const where = first?.k === 'obj' ? first.props.get('where') : undefined;
  const isToken = (name: string): boolean =>
    ONE_TIME.test(name) || (CODE.test(name) && OF_TOKENS.test(label));
  return (where ? [where] : args).some((arg) => arg.some((atom) => holdsToken(atom, isToken, 5)));
}

/** What the caller sent that says which record a call is about; `given` is what stands before it, as in `.doc(id).get()`. */
export function sentKeys(args: readonly Value[], given: readonly Value[] = []): readonly Atom[] {
  const [first] = args[0] ?? [];
  const where = first?.k === 'obj' ? (first.props.get('where')?.[0] ?? first) : undefined;
  const values = where?.k === 'obj' ? [...where.props.values(), ...given] : given;
  return values.flat().filter((atom) => atom.k === 'unknown' && atom.bits & Bits.INPUT);
}

function holdsToken(atom: Atom, isToken: (name: string) => boolean, depth: number): boolean {
  if (depth === 0) return false;
  if (atom.k === 'obj')
    return [...atom.props].some(([name, value]) =>
      isToken(name) && bitsOf(value) & Bits.INPUT
        ? true
        : value.some((part) => holdsToken(part, isToken, depth - 1)),
    );
  if (atom.k === 'arr')
    return atom.items.some((item) => item.some((part) => holdsToken(part, isToken, depth - 1)));
  if (atom.k !== 'lib') return false;
  // `eq(tokens.token, token)`
  const [column, sent] = atom.given;
  const [named] = column ?? [];
  if (named?.k === 'lib' && ONE_TIME.test(named.name) && sent && bitsOf(sent) & Bits.INPUT) return true;
  return atom.given.some((given) => given.some((part) => holdsToken(part, isToken, depth - 1)));
}

const REFERENCE = /id$|slug|role|admin|owner|author|status|plan|password/i;

/** The same of an account that somebody makes for itself, with the password that it chooses. */
const OF_ACCOUNT = /id$|slug|role|admin|owner|author|status|plan/i;

/** What holds a whole record. */
const RECORD = /^(?:data|values|doc|document|record|input|body)$/;

/** True when what is inserted refers to something that the caller names. */
export function namesOther(args: readonly Value[], depth = 4, reference = REFERENCE): boolean {
  return args.some((arg) =>
    arg.some((atom) => {
      if (atom.k === 'arr') return namesOther([...atom.items, atom.rest ?? []], depth, reference);
      if (atom.k !== 'obj') return atom.k !== 'const' && depth === 4 && (bitsOf([atom]) & Bits.INPUT) !== 0;
      if (atom.rest && bitsOf(atom.rest) & Bits.INPUT) return true;
      return [...atom.props].some(
        ([name, value]) =>
          (RECORD.test(name) && value.some((part) => part.k !== 'obj' && part.bits & Bits.INPUT)) ||
          (reference.test(name) && (bitsOf(value) & (Bits.INPUT | Bits.UPSTREAM)) === Bits.INPUT) ||
          (depth > 0 && namesOther([value.filter((part) => part.k === 'obj')], depth - 1, reference)),
      );
    }),
  );
}

const ADDRESS = /^e_?mail(?:_?address)?$/i;

/** True when the visitor's own address is in what is inserted. */
export function isOwnAddress(args: readonly Value[]): boolean {
  return someMember(args, (name, value) => ADDRESS.test(name) && (bitsOf(value) & Bits.INPUT) !== 0);
}

/** True when what is inserted is an account with the address and the password that were sent, and nothing else that says what it may do. */
export function registers(args: readonly Value[]): boolean {
  const isChosen = someMember(
    args,
    (name, value) => name === 'password' && (bitsOf(value) & Bits.INPUT) !== 0,
  );
  return isChosen && isOwnAddress(args) && !namesOther(args, undefined, OF_ACCOUNT);
}

/** True when a member of an object has what is asked for, or one of the objects that it holds. */
function someMember(
  args: readonly Value[],
  has: (name: string, value: Value) => boolean,
  depth = 4,
): boolean {
  return args.some((arg) =>
    arg.some((atom) => {
      if (atom.k === 'arr') return depth > 0 && someMember(atom.items, has, depth - 1);
      if (atom.k !== 'obj') return false;
      return [...atom.props].some(
        ([name, value]) => has(name, value) || (depth > 0 && someMember([value], has, depth - 1)),
      );
    }),
  );
}

const CONFIRMATION =
  /^(?:password|passwordHash|password_hash|hashedPassword|hashed_password|emailVerified|email_verified|verifiedAt|verified_at|isVerified|verified)$/;

/** True when what is inserted says that nobody has confirmed it yet, or can sign in with it: an empty password, a false mark. */
export function isUnconfirmed(args: readonly Value[]): boolean {
  return someMember(
    args,
    (name, value) =>
      CONFIRMATION.test(name) && (constantOf(value)?.v === null || constantOf(value)?.v === false),
  );
}

/** True when a token that the caller didn't send is stored: somebody is about to be sent it. */
export function issuesToken(args: readonly Value[], label = '', store = ''): boolean {
  const isNamed = (name: string): boolean =>
    ONE_TIME.test(name) ||
    (CODE.test(name) && OF_TOKENS.test(`${label} ${store}`)) ||
    (name === 'id' && TOKENS.test(store));
  return someMember(args, (name, value) => isNamed(name) && isMade(value));
}

/** True when a one-time token that the caller didn't send is in an answer: whoever asks for it has it. */
export function handsOutToken(answer: Value): boolean {
  const FOUND = Bits.STORE | Bits.UPSTREAM;
  return answer.some(
    (atom) =>
      atom.k === 'obj' &&
      [...atom.props].some(
        ([name, value]) => ONE_TIME.test(name) && isMade(value) && (bitsOf(value) & FOUND) === 0,
      ),
  );
}

const SENT_CODE = /^(?:code|pin)(?:_?hash)?$|^hashed_?(?:code|otp|token)$/i;

/** How a variable says that what it holds was stored. */
const KEPT = /^(?:stored|saved|expected|database|db)_?/i;

/** True when a stored record, or a variable or a member that holds a part of one, by its name what only the receiver of a message knows, is compared with what was sent. */
export function comparesToken(e: Expr, value: Value, other: Value): boolean {
  if (e.k !== 'mem' && e.k !== 'loc') return false;
  const name = e.n.replace(/\$\d+$/, '');
  if (!ONE_TIME.test(name) && !SENT_CODE.test(e.k === 'mem' ? name : name.replace(KEPT, ''))) return false;
  return (bitsOf(value) & Bits.STORE) !== 0 && (bitsOf(other) & (Bits.INPUT | Bits.STORE)) === Bits.INPUT;
}

function isMade(value: Value): boolean {
  // What is hashed of the input is made as well.
  if (value.some((atom) => atom.k === 'lib' && /digest\(\)$|hash/i.test(atom.name))) return true;
  return (bitsOf(value) & Bits.INPUT) === 0 && value.some((atom) => atom.k !== 'const' && atom.k !== 'obj');
}
