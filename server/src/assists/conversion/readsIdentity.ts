/** Tells whether code looks at who is calling by what the browser sends along: cookies, and libraries that read them. */
import { type AssistContext } from '../../core/assist/assist';
import { type Node } from '../../core/syntax/ast';
import { freeNames } from '../../core/syntax/references';
import { type ParsedFile } from '../../core/syntax/parse';
import { importOf, resolveName } from './moduleNames';

const LIBRARIES =
  /auth|clerk|supabase|kinde|session|workos|stackframe|lucia|descope|logto|supertokens|appwrite|firebase/i;

/** How many calls are followed. */
const MAX_DEPTH = 5;

/** True where the statements, or what they use of the workspace, read cookies or ask such a library. */
export function readsIdentity(
  ctx: AssistContext,
  file: ParsedFile,
  statements: readonly Node[],
  depth = 0,
  seen = new Set<Node>(),
): boolean {
  for (const [name, use] of freeNames(statements)) {
    if (use === 'type') continue;
    const found = importOf(file, name);
    if (found?.specifier === 'next/headers') return true;
    const declared = resolveName(ctx, file, name);
    if (!declared) {
      if (found && LIBRARIES.test(found.specifier)) return true;
      continue;
    }
    if (seen.has(declared.statement) || depth >= MAX_DEPTH) continue;
    seen.add(declared.statement);
    if (readsIdentity(ctx, declared.file, [declared.statement], depth + 1, seen)) return true;
  }
  return false;
}
