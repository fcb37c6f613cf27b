/** Finds credentials that are sent on to another service: it decides then, and nothing here does. */
import { type Run } from './run';
import { Bits, bitsOf, type Site, type Value } from './value';

const CREDENTIAL_OPTION = /^(?:authorization|cookie|headers)$/i;

/** Credentials among a call's options go to another service; so does a write that its options name. */
export function forwardedTo(run: Run, args: readonly Value[], site: Site): boolean {
  let isSent = false;
  for (const arg of args) {
    for (const atom of arg) {
      if (atom.k !== 'obj') continue;
      for (const [name, value] of atom.props) {
        if (!CREDENTIAL_OPTION.test(name)) continue;
        const bits = credentialBits(name, value);
        if (!bits) continue;
        isSent = true;
        run.note({ k: 'forward', site, bits, own: (bits & (Bits.COOKIE | Bits.IDENTITY)) === 0 });
      }
    }
  }
  return isSent;
}

/** How the caller's credential goes along with a request that is made with these options; undefined where none does. */
export function sendsCredential(init: Value | undefined): 'session' | 'token' | undefined {
  for (const atom of init ?? []) {
    const headers = atom.k === 'obj' ? atom.props.get('headers') : undefined;
    if (!headers || !(credentialBits('headers', headers) & Bits.CREDENTIAL)) continue;
    const isToken = headers.some(
      (part) => part.k === 'obj' && [...part.props.keys()].some((name) => /^authorization$/i.test(name)),
    );
    return isToken ? 'token' : 'session';
  }
  return undefined;
}

/** The bits of a credential among headers; 0 when none is sent on. What the caller puts into the body may be one too. */
function credentialBits(name: string, value: Value): number {
  const bits = bitsOf(value, 0);
  if (bits & Bits.CREDENTIAL || value.some((atom) => atom.k === 'host' && atom.host === 'headers'))
    return bits | Bits.CREDENTIAL;
  if (name !== 'headers') return bits & Bits.INPUT && !(bits & Bits.STORE) ? bits : 0;
  for (const atom of value) {
    if (atom.k !== 'obj') continue;
    for (const [header, part] of atom.props) {
      const own = /auth|cookie|key|token/i.test(header)
        ? credentialBits(header, part) || ofSession(part)
        : bitsOf(part) & Bits.CREDENTIAL;
      if (own) return own;
    }
    if (atom.rest && bitsOf(atom.rest) & Bits.CREDENTIAL) return bitsOf(atom.rest);
  }
  return 0;
}

/** What the app's own session holds for the other service: `Bearer ${session.accessToken}`. */
function ofSession(value: Value): number {
  const bits = bitsOf(value);
  return bits & Bits.IDENTITY ? bits : 0;
}
