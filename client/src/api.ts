/** What the extension's `activate()` returns to other extensions and to the end-to-end tests. */
import { type SurfaceResult } from '../../server/src/protocol';
import { type SurfaceNode } from './surfaceNode';

/**
 * The extension's exports:
 * `await vscode.extensions.getExtension('next-surface.next-surface')?.activate()`.
 */
export interface NextSurfaceApi {
  /** Asks the server for the surface as it is now, unsaved text included. Rejects while the server is not running. */
  surface(): Promise<SurfaceResult>;
  /** The rows of the Surface view after a refresh; each has an `id` that stays, and `children`. Rejects like `surface()`. */
  tree(): Promise<readonly SurfaceNode[]>;
  /** Resolves when the first scan is done, also where it found no app; rejects when the server can't be started. */
  whenReady(): Promise<void>;
}
