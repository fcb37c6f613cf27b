/** Where the endpoint's own file makes the check of the caller, for fixes that move or change it. */
import { siteFact } from '../guards/value';
import { type TextRange } from '../text/textRange';
import { type MissingGuard } from './missingGuard';
import { type OwnContext } from './rule';

/** The outermost call that leads to the check, or the check itself, where that stands in the context's file. */
export function checkPlaceOf(
  ctx: Pick<OwnContext, 'path' | 'rangeOf'>,
  { assessment: { guard } }: MissingGuard,
): TextRange | undefined {
  const sites = [...guard.steps.map(({ site }) => site), guard.at];
  const own = sites.find((site) => site?.path === ctx.path);
  return own && ctx.rangeOf(siteFact(own));
}
