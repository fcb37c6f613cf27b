/** Proves, by keyboard in the workbench, that snippets are offered where they fit, and that the commands for new endpoints write what this app would. */

import assert from 'node:assert/strict';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { chromium, type Browser, type Locator, type Page } from 'playwright-core';
import {
  answerInput,
  editorLine,
  openFile,
  openSurfaceView,
  openWorkbench,
  outsideEnvironment,
  revertEditors,
  row,
  runCommand,
} from './workbench';

describe('new code in the workbench', function () {
  this.timeout(120_000);
  const environment = outsideEnvironment();
  const { folder } = environment.trusted;
  const created = ['app/api/ping', 'app/(shop)/cart/actions.ts'];
  let browser: Browser;
  let page: Page;

  before(async () => {
    browser = await chromium.launch(environment.chromium);
  });

  beforeEach(async () => {
    page = await openWorkbench(browser, environment.trusted.address);
    await openSurfaceView(page);
  });

  afterEach(async function () {
    if (this.currentTest?.isFailed()) await screenshot('failed-new-code');
    await revertEditors(page);
    await page.close();
    // The other tests count what the example has.
    for (const name of created) await rm(path.join(folder, name), { recursive: true, force: true });
  });

  after(async () => {
    await browser.close();
  });

  it('offers snippets of routes in a route file, and writes the one that is chosen', async () => {
    await openFile(page, 'api/health/route.ts');
    const suggestion = await suggestions('route-webhook-hm', 'route-webhook-hmac');
    await screenshot('snippets-dark');
    await suggestion.waitFor();
    await page.keyboard.press('Enter');
    await editorLine(page, 'export async function POST').first().waitFor();
    await screenshot('snippet-written-dark');
  });

  it('offers no snippets of routes in other files', async () => {
    await openFile(page, 'lib/catalog.ts');
    const suggestion = await suggestions('route-webhook-hm', undefined);
    assert.equal(await suggestion.filter({ hasText: /route-/ }).count(), 0);
    await page.keyboard.press('Escape');
  });

  it('writes a new route handler at the URL that is typed, as this app guards its handlers', async () => {
    await runCommand(page, 'New Route Handler');
    await page.locator('.quick-input-widget').getByText('The URL').waitFor();
    const input = page.locator('.quick-input-widget input.input');
    await input.fill('/api/ping');
    await page.keyboard.press('Enter');
    // GET is chosen already, and the box stays for the methods.
    await page.locator('.quick-input-list .monaco-list-row').filter({ hasText: 'GET' }).waitFor();
    await screenshot('new-route-methods-dark');
    await page.keyboard.press('Enter');
    await editorLine(page, 'export const GET = withUser(').first().waitFor();
    await row(page, /\/api\/ping.*guarded/).waitFor();
    await screenshot('new-route-dark');
    const text = await readFile(path.join(folder, 'app/api/ping/route.ts'), 'utf8');
    assert.match(text, /^import \{ withUser \} from '@\/lib\/api';/);
  });

  it("writes a new server action beside the page, with the app's own guard", async () => {
    await openFile(page, 'cart/page.tsx');
    await runCommand(page, 'New Server Action');
    await answerInput(page, 'emptyCart');
    await editorLine(page, 'export async function emptyCart').first().waitFor();
    await screenshot('new-action-dark');
    const text = await readFile(path.join(folder, 'app/(shop)/cart/actions.ts'), 'utf8');
    assert.match(text, /^'use server';/);
    assert.match(text, /requireUser\(\)/);
  });

  /** Types a word on a line of its own at the file's end, and asks what could follow; the rows that are shown. */
  async function suggestions(word: string, wanted: string | undefined): Promise<Locator> {
    await page.locator('.monaco-editor .view-line').first().click();
    await page.keyboard.press('Control+End');
    await page.keyboard.press('Enter');
    // VS Code indents some new lines by itself, so the word may stand behind blanks.
    await page.keyboard.type(`  ${word}`);
    const widget = page.locator('.suggest-widget');
    const rows = widget.locator('.monaco-list-row');
    const found = wanted === undefined ? rows : rows.filter({ hasText: wanted }).first();
    for (let attempt = 1; ; attempt++) {
      await page.keyboard.press('Control+Space');
      try {
        await (wanted === undefined ? widget : found).waitFor({ timeout: 10_000 });
        return found;
      } catch (error) {
        // The engine may still be reading the workspace; a user asks once more.
        if (attempt === 3) throw error;
        await page.keyboard.press('Escape');
      }
    }
  }

  async function screenshot(name: string): Promise<void> {
    await page.screenshot({ path: path.join(environment.screenshots, `${name}.png`) });
  }
});
