/** Proves, by eye and keyboard in the workbench as users have it, that the packaged extension shows, reports and fixes. */

import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import {
  cursorInLine,
  editorLine,
  openFile,
  openQuickFixes,
  openSurfaceView,
  openWorkbench,
  outsideEnvironment,
  row,
  showHover,
} from './workbench';

const NEWSLETTER = 'app/account/newsletter.ts';
const BROKEN = `'use server';

export function subscribe(email: string): boolean {
  return email.includes('@');
}
`;

/** The newsletter's tab while it has changes; VS Code may have restored others that an earlier test has left. */
const DIRTY = '.tab.dirty[data-resource-name="newsletter.ts"]';

describe('the workbench', function () {
  this.timeout(90_000);
  const environment = outsideEnvironment();
  let browser: Browser;
  let page: Page;

  before(async () => {
    await writeFile(path.join(environment.trusted.folder, NEWSLETTER), BROKEN);
    browser = await chromium.launch(environment.chromium);
  });

  afterEach(async function () {
    if (this.currentTest?.isFailed()) await screenshot('failed');
    await page.close();
  });

  after(async () => {
    await browser.close();
  });

  it('shows the surface, a squiggle, and the fix by keyboard', async () => {
    page = await openWorkbench(browser, environment.trusted.address);
    await openSurfaceView(page);
    await row(page, /\/api\/cart/)
      .first()
      .waitFor();
    await screenshot('surface-dark');

    await openFile(page, NEWSLETTER);
    await page.locator('.squiggly-error').first().waitFor();
    await screenshot('finding-dark');

    await page.keyboard.press('Control+Home');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await openQuickFixes(page, 'async');
    await screenshot('quick-fix-dark');
    await page.keyboard.press('Enter');
    await editorLine(page, 'export async function subscribe(email: string): Promise<boolean>').waitFor();
    await page.locator('.squiggly-error').waitFor({ state: 'detached' });

    await page.keyboard.press('Control+S');
    await page.locator(DIRTY).waitFor({ state: 'detached' });
    const saved = await readFile(path.join(environment.trusted.folder, NEWSLETTER), 'utf8');
    assert.equal(saved, BROKEN.replace('function', 'async function').replace('boolean', 'Promise<boolean>'));
  });

  it('shows an action in the tree while it is being typed', async () => {
    page = await openWorkbench(browser, environment.trusted.address);
    await openSurfaceView(page);
    // Without the public rows, the first files of actions are in sight.
    await row(page, /^Public/).click();
    await openFile(page, NEWSLETTER);
    await page.keyboard.press('Control+End');
    await page.keyboard.insertText('\nexport async function unsubscribe() {}\n');
    await row(page, /^unsubscribe/).waitFor();
    await page.locator(DIRTY).waitFor();

    await row(page, /^setPrice/).click();
    await page.getByRole('tab', { name: 'actions.ts', selected: true }).waitFor();
    await cursorInLine(page, 11);
    await screenshot('actions-dark');
  });

  it('tells in the hover who is checked where, and leads there', async () => {
    page = await openWorkbench(browser, environment.trusted.address);
    await openSurfaceView(page);
    await row(page, /\/api\/orders\/\[id\]\/invoice/).click();
    await page.getByRole('tab', { name: 'route.ts', selected: true }).waitFor();
    await cursorInLine(page, 6);
    await showHover(page, 'Unguarded');
    await screenshot('hover-unguarded-dark');

    // Without the public rows, the first files of actions are in sight.
    await row(page, /^Public/).click();
    await row(page, /^setPrice/).click();
    await page.getByRole('tab', { name: 'actions.ts', selected: true }).waitFor();
    await cursorInLine(page, 11);
    const hover = await showHover(page, 'Guarded');
    await screenshot('hover-guarded-dark');
    await hover
      .getByRole('link', { name: /lib\/session\.ts/ })
      .first()
      .click();
    await page.getByRole('tab', { name: 'session.ts', selected: true }).waitFor();
    await cursorInLine(page, 31);
    await screenshot('hover-link-dark');
  });

  it('shows the same surface in Restricted Mode, and once the workspace is trusted', async () => {
    page = await openWorkbench(browser, environment.restricted.address);
    const restricted = page.locator('.statusbar-item[id="status.workspaceTrust"]');
    await restricted.waitFor();
    await openSurfaceView(page);
    await row(page, /\/api\/cart/)
      .first()
      .waitFor();
    await screenshot('restricted-light');

    await restricted.click();
    await page
      .locator('.workspace-trust-editor')
      .getByRole('button', { name: /^Trust/ })
      .first()
      .click();
    await restricted.waitFor({ state: 'detached' });
    await openFile(page, 'app/admin/actions.ts');
    await row(page, /\/api\/cart/)
      .first()
      .waitFor();
    await screenshot('surface-light');
  });

  async function screenshot(name: string): Promise<void> {
    await page.screenshot({ path: path.join(environment.screenshots, `${name}.png`) });
  }
});
