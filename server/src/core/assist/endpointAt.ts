/** Finds the endpoint that the cursor is at: on the head of its declaration, or on a finding about it. */
import { type Endpoint } from '../program/program';
import { rangesTouch, type TextRange } from '../text/textRange';
import { type AssistContext } from './assist';

/** Endpoints of the file whose head the selection touches, in source order; framework endpoints are left out. */
export function endpointsAt(ctx: AssistContext): readonly Endpoint[] {
  return ctx
    .program()
    .endpointsOf(ctx.path)
    .filter((endpoint) => {
      const head = endpoint.framework ? undefined : headOf(ctx, endpoint);
      return head !== undefined && rangesTouch(head, ctx.range);
    });
}

/** The endpoint of the file with this fact id, as an offer's target names it. */
export function endpointOf(ctx: AssistContext, fact: string): Endpoint | undefined {
  return ctx
    .program()
    .endpointsOf(ctx.path)
    .find((endpoint) => endpoint.fact === fact);
}

/** The rules that found something at the endpoint's name. */
export function rulesAt(ctx: AssistContext, { fact }: Endpoint): readonly string[] {
  const name = ctx.file.ranges[fact];
  const found = name ? ctx.findings().filter(({ range }) => rangesTouch(range, name)) : [];
  return [...new Set(found.map(({ rule }) => rule))];
}

/** From the beginning of the line that names the endpoint to the name's end, or to the end of that line. */
function headOf(ctx: AssistContext, { fact }: Endpoint): TextRange | undefined {
  const name = ctx.file.ranges[fact];
  if (!name) return undefined;
  const start = ctx.text.lastIndexOf('\n', name.start - 1) + 1;
  const lineEnd = ctx.text.indexOf('\n', name.end);
  return { start, end: lineEnd < 0 ? ctx.text.length : lineEnd };
}
