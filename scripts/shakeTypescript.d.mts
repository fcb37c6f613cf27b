// Types of the plugin for the TypeScript files that test it, which do not see into plain modules.
import { type Plugin } from 'esbuild';

/** An ES module form of `typescript`: `main` has its exports, `messages` its diagnostic messages. */
export interface Shakable {
  readonly main: string;
  readonly messages: string;
}

/** Makes `typescript` resolve to a tree-shakable form of itself in one esbuild build. */
export function shakeTypescript(): Plugin;

/** Turns default imports of `typescript` in a module's text into namespace imports; no line moves. */
export function importNamespace(text: string): string;

/** Takes the text of `lib/typescript.js` apart; throws when the text is not built as expected. */
export function toShakable(text: string, version: string): Shakable;
