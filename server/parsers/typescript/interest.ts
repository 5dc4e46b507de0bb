import { isSdkModule, watchedGlobals, watchedMembers, watchedMembersOf } from '../../model/sdk.ts';
import { rootOf } from '../../model/parts.ts';
import type { TypeModel, Value } from '../../model/value.ts';
import type { Extraction, OpenBinding } from './extraction.ts';
import { isJavaScript } from './syntax.ts';

/**
 * Whether a call is worth keeping: its callee can be something of an SDK, or is something that rules ask for. Calls of
 * what a function is handed, and of most globals, are neither; models would be five times as large with them.
 */
export function isWorthKeeping(x: Extraction, callee: Value): boolean {
  switch (callee.kind) {
    case 'global':
      return watchedGlobals.has(callee.name);
    case 'member': {
      const { object, name } = callee;
      if (watchedMembers.has(name)) return true;
      return object.kind === 'global'
        ? (watchedMembersOf[object.name]?.has(name) ?? watchedGlobals.has(object.name))
        : isWorthKeeping(x, object);
    }
    case 'reference': {
      const binding = x.binding(callee.binding);
      return isCallback(binding) || collects(binding) || leads(x, callee);
    }
    default:
      return leads(x, callee);
  }
}

/** Whether a list, map or object that is empty as it is written may hold something of an SDK later, as its type says or what is put in. */
const collects = ({ type, values }: OpenBinding): boolean =>
  (type !== undefined && namesType(type)) || values.some((value) => value.kind === 'array' && value.items.length === 0);

/** Whether a function may be called with something else each time it is called itself. */
const isCallback = ({ kind, values: [first] }: OpenBinding): boolean =>
  kind === 'parameter' && (first === undefined || isGiven(rootOf(first)));

const isGiven = ({ kind }: Value): boolean => kind === 'argument' || kind === 'handed' || kind === 'typed';

/** Whether following a value can end at something of an SDK, or of a package. */
export function leads(x: Extraction, value: Value): boolean {
  switch (value.kind) {
    case 'literal':
    case 'opaque':
    case 'template':
    case 'handed':
    case 'argument':
      return false;
    case 'default':
      return leads(x, value.of) || leads(x, value.otherwise);
    case 'reference':
      return bindingLeads(x, x.binding(value.binding));
    case 'member':
      return leads(x, value.object);
    case 'item':
      return leads(x, value.of) || (value.of.kind === 'reference' && collects(x.binding(value.of.binding)));
    case 'result':
      return leads(x, value.of);
    case 'awaited':
    case 'spread':
      return leads(x, value.value);
    case 'union':
      return value.of.some((part) => leads(x, part));
    case 'array':
      return value.items.some((item) => leads(x, item));
    case 'object':
      return value.spreads.length > 0 || value.computed !== undefined || value.members.some((member) => leads(x, member.value));
    case 'typed':
      return namesType(value.type);
    case 'global':
      return watchedGlobals.has(value.name);
    default:
      return true;
  }
}

/** What is declared further down counts as leading somewhere; a parameter does so only by its type or default. */
function bindingLeads(x: Extraction, binding: OpenBinding): boolean {
  if (binding.values.length === 0) return binding.kind !== 'parameter' && binding.used === undefined;
  if (binding.asked) return false;
  binding.asked = true;
  const answer = binding.values.some((value) => leads(x, value));
  binding.asked = false;
  return answer;
}

const builtin = new Set(['Record', 'Date', 'Map', 'Set', 'RegExp', 'Error', 'Uint8Array', 'Buffer', 'URL', 'AbortSignal', 'Iterable']);

/** Whether a type names one that may be declared by an SDK. */
export function namesType(type: TypeModel): boolean {
  switch (type.kind) {
    case 'reference':
      return !builtin.has(type.name) || type.arguments.some((part) => namesType(part));
    case 'array':
      return namesType(type.item);
    case 'tuple':
      return type.items.some((item) => namesType(item));
    case 'union':
    case 'intersection':
      return type.of.some((part) => namesType(part));
    case 'object':
      return type.properties.some((property) => namesType(property.type)) || (type.index !== undefined && namesType(type.index));
    case 'function':
      return type.returns !== undefined || type.parameters !== undefined;
    case 'mapped':
      return namesType(type.value);
    case 'typeof':
    case 'indexed':
      return true;
    default:
      return false;
  }
}

/** Whether a variable holds what a kept call gave, or a list or object that may collect such values. */
export function holdsCall(x: Extraction, binding: OpenBinding): boolean {
  if (binding.asked) return false;
  binding.asked = true;
  const answer = binding.values.some((value) => isCallResult(x, value));
  binding.asked = false;
  return answer;
}

function isCallResult(x: Extraction, value: Value): boolean {
  switch (value.kind) {
    case 'call':
      return true;
    case 'awaited':
    case 'spread':
      return isCallResult(x, value.value);
    case 'item':
    case 'default':
      return isCallResult(x, value.of);
    case 'typed':
      return namesFuture(x, value.type);
    case 'reference':
      return holdsCall(x, x.binding(value.binding));
    case 'array':
      return value.items.length === 0 || value.items.some((item) => isCallResult(x, item));
    case 'object':
      return value.members.length === 0 || value.members.some((member) => isCallResult(x, member.value));
    case 'member':
      return value.object.kind === 'instance' ? isFieldOfFutures(x, value.object.class, value.name) : isCallResult(x, value.object);
    case 'union':
      return value.of.some((item) => isCallResult(x, item));
    default:
      return false;
  }
}

/**
 * Whether a field holds futures for as long as it is there: its type says so, or, where TypeScript sees to that, what it
 * begins with.
 */
export function isFieldOfFutures(x: Extraction, index: number, name: string): boolean {
  const { value } = x.classes[index]?.instance.find((member) => member.name === name) ?? {};
  if (value?.kind === 'typed') return namesFuture(x, value.type);
  const { callee, typeArguments = [] } = (value?.kind === 'call' ? x.calls[value.call] : undefined) ?? {};
  if (typeArguments.some((type) => namesFuture(x, type))) return true;
  return callee?.kind === 'member' && (callee.name === 'submit' || callee.name === 'map') && !isJavaScript(x.source);
}

/** Whether a type is that of a future, or of a list or map of such. */
function namesFuture(x: Extraction, type: TypeModel): boolean {
  if (type.kind === 'array') return namesFuture(x, type.item);
  if (type.kind === 'union') return type.of.some((part) => namesFuture(x, part));
  if (type.kind !== 'reference') return false;
  const index = type.name.includes('Future') ? x.lookup(type.name) : undefined;
  const imported = index === undefined ? undefined : x.binding(index).values[0];
  return (imported?.kind === 'import' && isSdkModule(imported.from)) || type.arguments.some((part) => namesFuture(x, part));
}

/** As much of a value as the questions above ask for, as text: values with the same text are answered alike. */
export function interestOf(value: Value): string {
  switch (value.kind) {
    case 'literal':
      return JSON.stringify(value.value) ?? '-';
    case 'opaque':
      return `opaque ${value.type}`;
    case 'reference':
      return `reference ${value.binding}`;
    case 'member':
      return `member(${interestOf(value.object)}.${value.name})`;
    case 'item':
      return `item(${interestOf(value.of)})`;
    case 'default':
      return `default(${interestOf(value.of)},${interestOf(value.otherwise)})`;
    case 'awaited':
    case 'spread':
      return `${value.kind}(${interestOf(value.value)})`;
    case 'union':
      return `union(${value.of.map(interestOf).join(',')})`;
    case 'array':
      return `array(${value.items.map(interestOf).join(',')})`;
    case 'object':
      return `object(${value.spreads.length}:${value.computed?.length}:${value.members.map((member) => `${member.name}=${interestOf(member.value)}`).join(',')})`;
    case 'typed':
      return `typed ${namesType(value.type)}`;
    case 'global':
      return `global ${value.name}`;
    default:
      return value.kind;
  }
}

/** Whether a callee is something that is imported from an SDK here. */
export function isOfSdk(x: Extraction, callee: Value): boolean {
  if (callee.kind === 'member') return isOfSdk(x, callee.object);
  const value = callee.kind === 'reference' ? x.binding(callee.binding).values[0] : undefined;
  return value?.kind === 'import' && isSdkModule(value.from);
}

/** Whether a value is something that a package gives or holds, which only the project's own packages say more about. */
export function comesFromPackage(x: Extraction, value: Value, depth = 0): boolean {
  const further = (part: Value): boolean => depth < 8 && comesFromPackage(x, part, depth + 1);
  switch (value.kind) {
    case 'member':
      return further(value.object);
    case 'item':
      return further(value.of);
    case 'awaited':
      return further(value.value);
    case 'call': {
      const callee = x.calls[value.call]?.callee;
      return callee !== undefined && further(callee);
    }
    case 'reference': {
      const { kind, values } = x.binding(value.binding);
      const [first] = values;
      return first !== undefined && (kind === 'const' || kind === 'import') && further(first);
    }
    default:
      return value.kind === 'import' && !value.from.startsWith('.') && !isSdkModule(value.from);
  }
}

/** The words without which a body makes no flow, task or deployment: of the SDK, and the names under which it is imported. */
export function makersIn({ bindings }: Extraction): RegExp {
  const imported = bindings.flatMap(({ name, ...binding }) => {
    const value = 'values' in binding ? binding.values[0] : undefined;
    const isMaker = value?.kind === 'import' && isSdkModule(value.from) && ['*', 'default', ...makers].includes(value.name);
    return isMaker ? [name.replaceAll('$', String.raw`\$`)] : [];
  });
  const source = [...makers, ...imported].join('|');
  // Compiling one costs more than reading a small file with it, and nearly all files use the same names.
  if (lastMakers.source !== source) lastMakers = new RegExp(source);
  return lastMakers;
}

const makers = ['flow', 'task', 'withOptions', 'fromSource', 'deploy', 'toDeployment', 'serve'];

const anyMaker = new RegExp(makers.join('|'));

let lastMakers = anyMaker;

/** Whether a text has one of these words by its usual name. */
export const mayMake = (text: string): boolean => anyMaker.test(text);

/** The words that matter wherever they stand: they reach another module, or the network. */
export const reaching: ReadonlySet<string> = new Set(['require', 'import', 'fetch']);
