/** Operates VS Code's workbench by what a user sees and presses, so that the tests read as a user's steps. */

import path from 'node:path';
import { type Browser, type Locator, type Page } from 'playwright-core';

/** Milliseconds for a page to load, and for a state to come about once it has. */
const LOAD_LIMIT = 60_000;
const STATE_LIMIT = 20_000;

/** What the runner (outside.mjs) has prepared. */
export interface OutsideEnvironment {
  readonly chromium: { readonly executablePath: string; readonly args: string[] };
  /** Absolute path of the folder for pictures. */
  readonly screenshots: string;
  readonly trusted: PreparedWorkspace;
  readonly restricted: PreparedWorkspace;
}

/** A copy of the example app, and the page that opens it. */
export interface PreparedWorkspace {
  /** Absolute path. */
  readonly folder: string;
  readonly address: string;
}

/** Reads what the runner has prepared. */
export function outsideEnvironment(): OutsideEnvironment {
  const json = process.env['NEXT_SURFACE_OUTSIDE'];
  if (json === undefined)
    throw new Error('Run these tests by `npm run test:e2e`, which starts VS Code for them.');
  // The runner wrote it; a wrong shape shows at once.
  return JSON.parse(json) as OutsideEnvironment;
}

/** Opens the page and waits for the workbench. */
export async function openWorkbench(browser: Browser, address: string): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, deviceScaleFactor: 2 });
  page.setDefaultTimeout(STATE_LIMIT);
  await page.goto(address, { timeout: LOAD_LIMIT });
  await page.locator('.monaco-workbench .activitybar').waitFor({ timeout: LOAD_LIMIT });
  return page;
}

/** Opens the Surface view by its activity bar icon, and waits for the extension's first rows. */
export async function openSurfaceView(page: Page): Promise<void> {
  // The icon appears once the installed extensions are known.
  const tab = page.getByRole('tab', { name: /Next Surface/ });
  await tab.waitFor({ timeout: LOAD_LIMIT });
  await tab.click();
  // Away from the icon, whose tooltip would cover rows in pictures.
  await page.mouse.move(900, 600);
  await page.locator('.workbench-hover').waitFor({ state: 'hidden' });
  await row(page, /Public/).waitFor({ timeout: LOAD_LIMIT });
}

/** A row of the open view. */
export function row(page: Page, name: RegExp): Locator {
  return page.locator('.sidebar').getByRole('treeitem', { name });
}

/** Opens a file by the end of its path through quick open, and waits until it is the one that keys go to. */
export async function openFile(page: Page, name: string): Promise<void> {
  const input = page.locator('.quick-input-widget input.input');
  for (let attempt = 1; ; attempt++) {
    await page.keyboard.press('Control+P');
    try {
      await input.waitFor({ timeout: STATE_LIMIT / 3 });
      break;
    } catch (error) {
      // A window that is just taking the focus can miss a key; a user presses once more.
      if (attempt === 5) throw error;
    }
  }
  await input.fill(name);
  // Files that were open before are listed at once, the others when the search has found them.
  const found = page.locator('.quick-input-list .monaco-list-row.focused');
  await found
    .filter({ hasText: path.posix.basename(name) })
    .filter({ hasText: path.posix.dirname(name) })
    .waitFor();
  await page.keyboard.press('Enter');
  await input.waitFor({ state: 'hidden' });
  const editor = page.locator(
    `.editor-group-container.active .monaco-editor.focused[data-uri$="/${dataUri(name)}"]`,
  );
  await editor.locator('.view-line').first().waitFor();
}

/** Part of a path as VS Code writes it in an editor's URI. */
function dataUri(name: string): string {
  return name.split('/').map(encodeURIComponent).join('/');
}

/** Runs a command by its title through the command palette. */
export async function runCommand(page: Page, title: string): Promise<void> {
  await page.keyboard.press('F1');
  const input = page.locator('.quick-input-widget input.input');
  await input.waitFor();
  await input.fill(`>${title}`);
  await page.locator('.quick-input-list .monaco-list-row').filter({ hasText: title }).first().waitFor();
  await page.keyboard.press('Enter');
}

/** Closes all editors without their changes; VS Code would restore these in the next test's window, as it does for users. */
export async function revertEditors(page: Page): Promise<void> {
  const tabs = page.locator('.tab');
  for (let left = await tabs.count(); left > 0; left--) {
    await runCommand(page, 'View: Revert and Close Editor');
    await tabs.nth(left - 1).waitFor({ state: 'detached' });
  }
}

/** Opens the quick fixes at the cursor by keyboard, and waits until the first one, with the text, has the focus. */
export async function openQuickFixes(page: Page, text: string): Promise<void> {
  const fix = page.locator('.action-widget .monaco-list-row.focused').filter({ hasText: text });
  for (let attempt = 1; ; attempt++) {
    await page.keyboard.press('Control+Period');
    try {
      await fix.waitFor({ timeout: STATE_LIMIT / 2 });
      return;
    } catch (error) {
      // Another extension that is just starting can make VS Code close the menu again; a user presses once more.
      if (attempt === 3) throw error;
      await page.keyboard.press('Escape');
    }
  }
}

/** Waits until the cursor is in the line; 1-based. */
export async function cursorInLine(page: Page, line: number): Promise<void> {
  const selection = page.locator('.statusbar-item[id="status.editor.selection"]');
  await selection.filter({ hasText: new RegExp(`Ln ${line},`) }).waitFor();
}

/** Shows the hover at the cursor by keyboard, and waits until it has the text. */
export async function showHover(page: Page, text: string): Promise<Locator> {
  // A click on a row leaves the focus in the tree.
  await page.keyboard.press('Control+1');
  await page.locator('.monaco-editor.focused').waitFor();
  await page.keyboard.press('Control+K');
  await page.keyboard.press('Control+I');
  const hover = page.locator('.monaco-hover').filter({ hasText: text });
  await hover.waitFor();
  return hover;
}

/** A line of the open editor that contains the text; spaces match the editor's no-break spaces. */
export function editorLine(page: Page, text: string): Locator {
  return page.locator('.view-line').filter({ hasText: text });
}

/** Opens the code actions at the cursor by keyboard, goes down to the one with the text, and chooses it. */
export async function chooseCodeAction(
  page: Page,
  text: string,
  whenShown: () => Promise<void> = async () => undefined,
): Promise<void> {
  const rows = page.locator('.action-widget .monaco-list-row');
  const wanted = rows.filter({ hasText: text }).first();
  for (let attempt = 1; ; attempt++) {
    await page.keyboard.press('Control+Period');
    try {
      await wanted.waitFor({ timeout: STATE_LIMIT / 2 });
      break;
    } catch (error) {
      // The engine may still be reading the workspace; a user asks once more.
      if (attempt === 4) throw error;
      await page.keyboard.press('Escape');
    }
  }
  await whenShown();
  const focused = page.locator('.action-widget .monaco-list-row.focused').filter({ hasText: text });
  for (let step = 0; step < 30 && !(await focused.isVisible()); step++)
    await page.keyboard.press('ArrowDown');
  await focused.waitFor();
  await page.keyboard.press('Enter');
  await wanted.waitFor({ state: 'detached' });
}

/** Types into the box that asks, and confirms. */
export async function answerInput(page: Page, text: string): Promise<void> {
  const input = page.locator('.quick-input-widget input.input');
  await input.waitFor();
  await input.fill(text);
  await page.keyboard.press('Enter');
  await input.waitFor({ state: 'hidden' });
}
