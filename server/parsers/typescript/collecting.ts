import type { Value } from '../../model/value.ts';
import type { Extraction } from './extraction.ts';

/** `list.push(value)`, `set.add(value)`, `map.set(key, value)`, `Object.assign(target, value)`: what is called has more in it from now on. */
export function collect(x: Extraction, callee: Value, given: readonly Value[]): void {
  if (callee.kind !== 'member') return;
  const { object, name, span } = callee;
  const [first, second] = given;
  if (name === 'push' || name === 'unshift') for (const of of given) addTo(x, object, listed(of));
  else if (name === 'add' && first !== undefined) addTo(x, object, listed(first));
  else if (name === 'set' && second !== undefined) addTo(x, object, { kind: 'collection', as: 'map', of: second, span });
  else if (name === 'defineProperty' && first !== undefined && second?.kind === 'literal') {
    const described = given[2]?.kind === 'object' ? given[2].members.find((one) => one.name === 'value') : undefined;
    if (described !== undefined) addTo(x, first, named(String(second.value), described.value));
  } else if (name === 'assign' && object.kind === 'global' && first !== undefined) for (const more of given.slice(1)) addTo(x, first, more);
}

const listed = (of: Value): Value => (of.kind === 'spread' ? of.value : { kind: 'collection', as: 'list', of, span: of.span });

/** `target.name = value`, `target[key] = value`. */
export function assignTo(x: Extraction, place: Value, value: Value): void {
  if (place.kind === 'member') addTo(x, place.object, named(place.name, value));
  else if (place.kind === 'item') addTo(x, place.of, { kind: 'collection', as: 'record', of: value, span: value.span });
}

const named = (name: string, value: Value): Value => ({
  kind: 'object',
  members: [{ name, nameSpan: value.span, value, span: value.span }],
  spreads: [],
  open: true,
  span: value.span,
});

/** Adds to what a variable holds, also further in. */
function addTo(x: Extraction, target: Value, more: Value): void {
  if (target.kind === 'member') {
    const { object, name } = target;
    if (object.kind === 'instance') x.classes[object.class]?.instance.push({ name, value: more });
    else addTo(x, object, named(name, more));
  } else if (target.kind === 'item') addTo(x, target.of, { kind: 'collection', as: 'record', of: more, span: more.span });
  else if (target.kind === 'reference') {
    const { kind, values } = x.binding(target.binding);
    const [first] = values;
    // A class has no value yet where it is named inside itself.
    if (kind === 'class' || (first !== undefined && containers.has(first.kind))) x.add(target.binding, more);
  } else if (target.kind === 'class' && more.kind === 'object') x.classes[target.class]?.statics.push(...more.members);
  else if (target.kind === 'instance' && more.kind === 'object') x.classes[target.class]?.instance.push(...more.members);
}

/** The values of which somebody may add to what they hold. */
const containers: ReadonlySet<Value['kind']> = new Set(['array', 'object', 'call', 'typed', 'function', 'import']);
