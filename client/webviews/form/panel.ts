import * as vscode from 'vscode';
import { messageOf } from '../../../runtime/core/errors.ts';
import type { JsonObject } from '../../../runtime/core/json.ts';
import type { Field } from '../../deployments/parameter-form.ts';
import { checkForm, fieldsOf, textOf } from '../../deployments/parameter-form.ts';
import { webviewHtml, webviewOptions } from '../../vscode/webview-host.ts';
import { t } from '../../l10n.ts';
import type { FormRequest } from '../../ports.ts';
import type { FromForm, ToForm } from './messages.ts';

/** Shows a form for parameters in a panel of its own, which closes when the work that it starts has begun. */
export function openForm(extensionUri: vscode.Uri, request: FormRequest): void {
  const panel = vscode.window.createWebviewPanel('millrace.form', request.title, vscode.ViewColumn.Active, webviewOptions(extensionUri));
  const form = new FormPanel(panel, request);
  panel.webview.onDidReceiveMessage((message: FromForm) => void form.receive(message));
  panel.webview.html = webviewHtml(panel.webview, extensionUri, 'form', request.title);
}

class FormPanel {
  readonly #panel: vscode.WebviewPanel;
  readonly #request: FormRequest;
  #fields: readonly Field[];

  constructor(panel: vscode.WebviewPanel, request: FormRequest) {
    this.#panel = panel;
    this.#request = request;
    this.#fields = fieldsOf(request.schema, request.values);
  }

  async receive(message: FromForm): Promise<void> {
    if (message.type === 'ready') this.#show();
    else if (message.type === 'check')
      this.#send({ type: 'faults', faults: checkForm(this.#fields, message.texts).faults, message: undefined });
    else if (message.type === 'preset') this.#fill(this.#request.presets[message.name] ?? {});
    else if (message.type === 'paste') this.#paste(message.json);
    else if (message.type === 'savePreset') await this.#request.savePreset?.(checkForm(this.#fields, message.texts).values);
    else await this.#submit(message.texts, message.at);
  }

  async #submit(texts: Record<string, string | boolean>, at: string): Promise<void> {
    const { values, faults } = checkForm(this.#fields, texts);
    if (Object.keys(faults).length > 0) {
      this.#send({ type: 'faults', faults, message: t('Correct what is marked first.') });
      return;
    }
    try {
      await this.#request.submit(values, at === '' ? undefined : new Date(at));
      this.#panel.dispose();
    } catch (error) {
      this.#send({ type: 'faults', faults: {}, message: messageOf(error) });
    }
  }

  #paste(json: string): void {
    try {
      const values: unknown = JSON.parse(json);
      if (typeof values !== 'object' || values === null || Array.isArray(values)) throw new SyntaxError(t('it is not an object'));
      this.#fill({ ...values });
    } catch (error) {
      this.#send({ type: 'faults', faults: {}, message: t('The clipboard holds no parameters: {0}', messageOf(error)) });
    }
  }

  #fill(values: JsonObject): void {
    this.#fields = fieldsOf(this.#request.schema, values);
    this.#show();
  }

  #show(): void {
    const { title, description = '', action, presets, canSchedule, savePreset } = this.#request;
    const fields = this.#fields.map((field) => ({
      ...field,
      text: textOf(field, field.initial),
      options: field.options.map((option) => textOf(field, option)),
    }));
    this.#send({
      type: 'form',
      form: { title, description, action, fields, presets: Object.keys(presets), canSchedule, canSavePreset: savePreset !== undefined },
    });
  }

  #send(message: ToForm): void {
    void this.#panel.webview.postMessage(message);
  }
}
