import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { FrameLocator, Locator, Page } from 'playwright-core';
import { errors } from 'playwright-core';

/** Where screenshots are kept. */
export const screenshots = join(import.meta.dirname, '../../../.vscode-test/screenshots');

const patience = 60_000;

/** Presses a button that stands in a row. A row that moves from under the pointer is hovered over again. */
export async function press(row: Locator, button: string): Promise<void> {
  for (let attempts = 10; ; attempts -= 1) {
    await row.first().hover();
    try {
      await row.first().locator(`.action-label[aria-label^="${button}"]`).click({ timeout: 2000 });
      return;
    } catch (error) {
      if (attempts === 0 || !(error instanceof errors.TimeoutError)) throw error;
    }
  }
}

/** A window of VS Code, as a person uses it. */
export class Window {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
    page.setDefaultTimeout(patience);
  }

  async open(url: string): Promise<void> {
    await this.page.goto(url);
    await this.page.locator('.monaco-workbench .part.statusbar').waitFor();
  }

  /** Runs a command of the palette by its title. */
  async command(title: string): Promise<void> {
    await this.page.keyboard.press('F1');
    const input = this.#input();
    await input.waitFor();
    await input.fill(`>${title}`);
    // The list may put a longer title that also fits first.
    await this.page.locator('.quick-input-list .monaco-list-row', { hasText: title }).first().click();
  }

  /** Chooses a row of the quick pick that is open. */
  async choose(text: string): Promise<void> {
    await this.page.locator('.quick-input-list .monaco-list-row', { hasText: text }).first().click();
  }

  /** Types into the input box that is open. */
  async answer(text: string): Promise<void> {
    const input = this.#input();
    await input.waitFor();
    await input.fill(text);
    await this.page.keyboard.press('Enter');
  }

  async openFile(name: string): Promise<void> {
    await this.page.keyboard.press('Control+P');
    await this.#input().waitFor();
    await this.#input().fill(name);
    await this.page
      .locator('.quick-input-list .monaco-list-row', { hasText: name.split('/').at(-1)?.replace(/:.*$/, '') ?? name })
      .first()
      .waitFor();
    await this.page.keyboard.press('Enter');
  }

  /** Opens a file with the cursor at a line and a column, which count from 1. */
  async goTo(name: string, line: number, column: number): Promise<void> {
    await this.openFile(`${name}:${line}:${column}`);
    await this.statusBar(`Ln ${line}, Col ${column}`).waitFor();
    await this.page.locator('.editor-group-container.active .monaco-editor.focused').waitFor();
  }

  /** Shows the container of the views. */
  async showViews(): Promise<void> {
    await this.page
      .locator('.activitybar .action-item', { has: this.page.locator('[aria-label^="Millrace"]') })
      .click({ noWaitAfter: true });
    await this.page.locator('.pane-header', { hasText: 'Runs' }).waitFor();
  }

  /** A row of any view by a part of its text. */
  row(text: string | RegExp): Locator {
    return this.page.locator('.tree-explorer-viewlet-tree-view .monaco-list-row', { hasText: text });
  }

  statusBar(text: string | RegExp): Locator {
    return this.page.locator('.statusbar-item', { hasText: text });
  }

  /** A button of a dialog or a notification. */
  button(name: string): Locator {
    return this.page.locator('.monaco-dialog-box, .notification-toast').getByRole('button', { name });
  }

  /** The text of the editor in front, as far as it is on the screen. */
  async editorText(): Promise<string> {
    const text = await this.page.locator('.editor-group-container.active .monaco-editor .view-lines').first().textContent();
    return (text ?? '').replaceAll('\u00A0', ' ');
  }

  /** The content of the webview in front. */
  webview(): FrameLocator {
    return this.page.locator('iframe.webview.ready').last().contentFrame().frameLocator('iframe#active-frame');
  }

  async screenshot(name: string): Promise<void> {
    mkdirSync(screenshots, { recursive: true });
    await this.page.screenshot({ path: join(screenshots, `${name}.png`), animations: 'disabled', caret: 'hide' });
  }

  #input(): Locator {
    return this.page.locator('.quick-input-widget:not([style*="display: none"]) input.input');
  }
}
