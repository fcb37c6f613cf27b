/** Proves, by keyboard in the workbench, that the code actions which change most are one choice and one undo: guard, CORS, conversion. */

import path from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import {
  answerInput,
  chooseCodeAction,
  editorLine,
  openFile,
  openSurfaceView,
  openWorkbench,
  outsideEnvironment,
  revertEditors,
} from './workbench';

describe('code actions in the workbench', function () {
  this.timeout(120_000);
  const environment = outsideEnvironment();
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
    if (this.currentTest?.isFailed()) await screenshot('failed-code-action');
    await revertEditors(page);
    await page.close();
  });

  after(async () => {
    await browser.close();
  });

  it('add the guard that this app uses, and one undo takes it back', async () => {
    await openFile(page, 'products/[slug]/actions.ts');
    await goToLine(18);
    const guard = editorLine(page, 'await requireUser();');
    await chooseCodeAction(page, 'Check the caller with `requireUser`', () => screenshot('guard-dark'));
    await guard.waitFor();
    await editorLine(page, 'import { getUser, requireAdmin, requireUser }').waitFor();
    await undo();
    await guard.waitFor({ state: 'detached' });
  });

  it('add CORS for the origin that is typed, and one undo takes it back', async () => {
    await openFile(page, 'api/health/route.ts');
    await goToLine(1);
    const options = editorLine(page, 'OPTIONS');
    await chooseCodeAction(page, 'Add CORS to GET, preflights included', () => screenshot('cors-dark'));
    await answerInput(page, 'https://partner.example.com');
    await options.first().waitFor();
    await editorLine(page, 'https://partner.example.com').first().waitFor();
    await screenshot('cors-written-dark');
    await undo();
    await options.first().waitFor({ state: 'detached' });
  });

  it('convert an action to a route with its callers, and one undo in all files takes it back', async () => {
    await openFile(page, 'products/[slug]/actions.ts');
    await goToLine(18);
    const action = editorLine(page, 'export async function reportReview');
    await chooseCodeAction(page, 'Convert `reportReview` to a route handler', () =>
      screenshot('convert-dark'),
    );
    // The method that is proposed comes first.
    await page.locator('.quick-input-list .monaco-list-row').first().waitFor();
    await page.keyboard.press('Enter');
    await page.locator('.quick-input-widget input.input').waitFor();
    await answerInput(page, '/api/reviews/report');
    await action.waitFor({ state: 'detached' });
    // VS Code leaves what it wrote unsaved, in tabs of their own.
    await page.getByRole('tab', { name: 'route.ts' }).click();
    await editorLine(page, 'export async function POST').waitFor();
    await screenshot('converted-dark');
    await page.getByRole('tab', { name: 'actions.ts' }).click();
    await page.locator('.monaco-editor .view-line').first().click();
    await undo();
    await action.waitFor();
  });

  /** From the keyboard, as a user who knows the line goes there. */
  async function goToLine(line: number): Promise<void> {
    await page.keyboard.press('Control+G');
    await answerInput(page, `:${line}`);
  }

  async function undo(): Promise<void> {
    await page.keyboard.press('Control+Z');
    // VS Code may ask once whether to undo in all files that one change has edited.
    const inAllFiles = page.locator('.monaco-dialog-box').getByRole('button', { name: /Undo in \d+ Files/ });
    await inAllFiles.click({ timeout: 3000 }).catch(() => undefined);
  }

  async function screenshot(name: string): Promise<void> {
    await page.screenshot({ path: path.join(environment.screenshots, `${name}.png`) });
  }
});
