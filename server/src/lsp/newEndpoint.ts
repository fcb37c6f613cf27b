/** Answers the request for a new route handler or server action: the core writes it, any client can apply it. */
import { LineIndex } from '../core/text/lineIndex';
import { type NewEndpointResult } from '../protocol';
import { pathOf } from './fromProto';
import { field, type Session } from './session';
import { toTextEdits } from './toProto';

/** A file to create, edits, or the reason for neither; without a URL or name, what the input may start with. */
export function newEndpoint(session: Session, params: unknown): NewEndpointResult {
  const uri = field(params, 'uri');
  const near = typeof uri === 'string' ? pathOf(uri) : undefined;
  if (near === undefined) return { kind: 'refused', reason: 'Choose a file or folder of a Next.js app.' };
  const analysis = session.host.snapshot();
  const url = field(params, 'url');
  const name = field(params, 'name');
  const isRoute = field(params, 'kind') === 'route';
  const outside = { kind: 'refused', reason: 'No Next.js app was found there.' } as const;
  if (typeof (isRoute ? url : name) !== 'string') {
    const start = analysis.urlNear(near);
    return start === undefined ? outside : { kind: 'start', value: isRoute ? start : '' };
  }
  const made = analysis.newEndpoint(
    near,
    isRoute
      ? { kind: 'route', url: String(url), methods: strings(field(params, 'methods')) }
      : { kind: 'action', name: String(name) },
  );
  if (!made || made.kind === 'refused') return made ?? outside;
  const target = session.workspace.uriOf(made.path);
  if (made.kind === 'file') return { kind: 'file', uri: target, text: made.text };
  const lines = new LineIndex(analysis.text(made.path) ?? '');
  return { kind: 'edits', uri: target, edits: toTextEdits(made.edits, lines) };
}

function strings(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}
