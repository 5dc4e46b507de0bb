import type { Entity, LinkedFile } from '../model/entities.ts';
import { partsOf } from '../model/parts.ts';
import type { Span } from '../model/span.ts';
import { contains } from '../model/span.ts';
import type { Value } from '../model/value.ts';
import { touches } from './locations.ts';

/** What the name at an offset stands for, with the span of that name. */
export interface EntityAt {
  readonly entity: Entity;
  readonly span: Span;
}

/** The flow, task or other entity whose name is at an offset; undefined where nothing known is written. */
export function entityAt(file: LinkedFile, offset: number): EntityAt | undefined {
  return (
    definedAt(file, offset) ??
    smallest(
      valuesAt(file, offset).flatMap((value) => (isName(value) ? [{ entity: file.entityOf(value), span: nameSpanOf(value) }] : [])),
      offset,
    )
  );
}

/** A flow or task whose own name (variable or text) is at the offset. */
function definedAt(file: LinkedFile, offset: number): EntityAt | undefined {
  for (const runnable of [...file.flows, ...file.tasks]) {
    const entity: Entity = runnable.kind === 'flow' ? { kind: 'flow', flow: runnable } : { kind: 'task', task: runnable };
    for (const span of [runnable.bindingSpan, runnable.nameSpan]) {
      if (span !== undefined && touches(span, offset)) return { entity, span };
    }
  }
  return undefined;
}

/** Every recorded value that an offset is in, outermost first. */
function valuesAt(file: LinkedFile, offset: number): Value[] {
  const { calls, accesses, references, bindings, exports, functions } = file.model;
  const roots: Value[] = [
    ...calls.filter(({ span }) => touches(span, offset)).flatMap(({ callee, arguments: given }) => [callee, ...given]),
    ...accesses.filter(({ span }) => touches(span, offset)).map(({ object }) => object),
    ...references.filter(({ span }) => touches(span, offset)).map(({ binding, span }): Value => ({ kind: 'reference', binding, span })),
    ...bindings.flatMap(({ span }, binding): Value[] => (touches(span, offset) ? [{ kind: 'reference', binding, span }] : [])),
    ...bindings.flatMap(({ value }) => value ?? []),
    ...exports.flatMap((one) => ('value' in one ? one.value : [])),
    ...functions.flatMap(({ returns }) => returns),
  ];
  return roots.flatMap((root) => within(root, offset));
}

function within(value: Value, offset: number): Value[] {
  if (!touches(value.span, offset)) return [];
  return [value, ...partsOf(value).flatMap((part) => within(part, offset))];
}

/** Whether what is written is a name, rather than something that is made there. */
const isName = ({ kind }: Value): boolean => kind === 'reference' || kind === 'member' || kind === 'import';

const nameSpanOf = (value: Value): Span => (value.kind === 'member' ? value.nameSpan : value.span);

/** The named thing with the shortest name around the offset. */
function smallest(found: readonly EntityAt[], offset: number): EntityAt | undefined {
  const named = found.filter(({ entity, span }) => touches(span, offset) && isNamed(entity));
  return named.toSorted((a, b) => (contains(a.span, b.span) ? 1 : -1))[0];
}

const isNamed = ({ kind }: Entity): boolean => kind === 'flow' || kind === 'task' || kind === 'method' || kind === 'sdk';
