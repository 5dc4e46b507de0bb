import { t } from '../../l10n.ts';
import { editor, element } from '../elements.ts';
import type { Form, FormField, FromForm, ToForm } from './messages.ts';

const host = editor<FromForm, undefined>();
const app = document.querySelector('#app');
const inputs = new Map<string, HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement>();
const message = element('p', { class: 'fault', role: 'alert' });

window.addEventListener('message', ({ data }: MessageEvent<ToForm>) => {
  if (data.type === 'form') draw(data.form);
  else showFaults(data.faults, data.message);
});
host.postMessage({ type: 'ready' });

function texts(): Record<string, string | boolean> {
  return Object.fromEntries(
    [...inputs].map(([name, input]) => [
      name,
      input instanceof HTMLInputElement && input.type === 'checkbox' ? input.checked : textOf(input),
    ]),
  );
}

/** A moment is meant in the time of the person, who may be elsewhere than the extension. */
function textOf(input: Element): string {
  if (!('value' in input) || typeof input.value !== 'string') return '';
  const isMoment = input instanceof HTMLInputElement && input.type === 'datetime-local' && input.value !== '';
  return isMoment ? new Date(input.value).toISOString() : input.value;
}

/** A moment as its input takes it: without a zone. */
function localMoment(text: string): string {
  const at = new Date(text);
  if (Number.isNaN(at.getTime())) return '';
  const local = new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
  return local.endsWith(':00') ? local.slice(0, 16) : local;
}

function draw(form: Form): void {
  inputs.clear();
  const rows = form.fields.map(rowOf);
  const at = element('input', { type: 'datetime-local', id: 'at', 'aria-label': t('Not before') });
  const later = form.canSchedule
    ? [element('label', { for: 'at' }, t('Not before ({0}); empty for now', new Intl.DateTimeFormat().resolvedOptions().timeZone)), at]
    : [];
  const submit = (event: Event): void => {
    event.preventDefault();
    host.postMessage({ type: 'submit', texts: texts(), at: textOf(at) });
  };
  const button = (label: string, action: () => void): HTMLElement =>
    element('button', { type: 'button', class: 'secondary', onclick: action }, label);
  const tools = element(
    'div',
    { class: 'tools' },
    ...presetsOf(form),
    ...(form.canSavePreset ? [button(t('Save as Preset…'), () => host.postMessage({ type: 'savePreset', texts: texts() }))] : []),
    button(t('Paste JSON'), paste),
  );
  const empty =
    form.fields.length === 0 ? [element('p', {}, t('This flow takes no parameters, or they are not known: paste JSON to give some.'))] : [];
  const content = element(
    'form',
    { onsubmit: submit, oninput: () => host.postMessage({ type: 'check', texts: texts() }) },
    tools,
    ...empty,
    ...rows,
    ...later,
    message,
    element('button', { type: 'submit' }, form.action),
  );
  const description = form.description === '' ? [] : [element('p', { class: 'description' }, form.description)];
  app?.replaceChildren(element('h1', {}, form.title), ...description, content);
  inputs.values().next().value?.focus();
}

function presetsOf(form: Form): HTMLElement[] {
  if (form.presets.length === 0) return [];
  const choose = (event: Event): void => {
    if (event.target instanceof HTMLSelectElement && event.target.value !== '')
      host.postMessage({ type: 'preset', name: event.target.value });
  };
  const options = ['', ...form.presets].map((name) => element('option', { value: name }, name === '' ? t('Presets and history…') : name));
  return [element('select', { 'aria-label': t('Presets and history'), onchange: choose }, ...options)];
}

function paste(): void {
  navigator.clipboard.readText().then(
    (json) => host.postMessage({ type: 'paste', json }),
    () => showFaults({}, t('The clipboard cannot be read here.')),
  );
}

function rowOf(field: FormField): HTMLElement {
  const input = inputOf(field);
  inputs.set(field.name, input);
  const help = [field.description, field.secret ? t('Careful: parameters are stored with the run and everybody can read them.') : '']
    .filter(Boolean)
    .join(' ');
  return element(
    'div',
    { class: 'field' },
    element('label', { for: `field-${field.name}` }, `${field.label}${field.required ? ' *' : ''}`),
    input,
    element('p', { class: 'help', id: `help-${field.name}` }, help),
    element('p', { class: 'fault', id: `fault-${field.name}`, role: 'alert' }),
  );
}

function inputOf(field: FormField): HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement {
  const common = {
    id: `field-${field.name}`,
    'aria-describedby': `help-${field.name} fault-${field.name}`,
    'aria-required': String(field.required),
  };
  if (field.kind === 'choice') {
    const select = document.createElement('select');
    select.append(
      ...[...(field.required ? [] : ['']), ...field.options].map((option) =>
        element('option', { value: option, selected: option === field.text }, option),
      ),
    );
    for (const [name, value] of Object.entries(common)) select.setAttribute(name, value);
    return select;
  }
  const long = field.kind === 'json' || field.kind === 'long-text';
  const input = long ? document.createElement('textarea') : document.createElement('input');
  for (const [name, value] of Object.entries(common)) input.setAttribute(name, value);
  if (input instanceof HTMLTextAreaElement) {
    input.rows = Math.min(12, Math.max(2, field.text.split('\n').length));
    input.spellcheck = false;
    input.value = field.text;
  } else if (field.kind === 'boolean') {
    input.type = 'checkbox';
    input.checked = field.text === 'true';
  } else {
    input.type = field.kind === 'moment' ? 'datetime-local' : 'text';
    input.inputMode = field.kind === 'number' || field.kind === 'integer' ? 'decimal' : 'text';
    input.value = field.kind === 'moment' ? localMoment(field.text) : field.text;
  }
  return input;
}

function showFaults(faults: Readonly<Record<string, string>>, text: string | undefined): void {
  for (const [name, input] of inputs) {
    const fault = faults[name] ?? '';
    input.setAttribute('aria-invalid', String(fault !== ''));
    const place = document.querySelector(`#${CSS.escape(`fault-${name}`)}`);
    if (place !== null) place.textContent = fault;
  }
  message.textContent = text ?? '';
}
