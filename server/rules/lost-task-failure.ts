import type { FlowModel, LinkedFile } from '../model/entities.ts';
import type { Value } from '../model/value.ts';
import { alternativesOf } from './facts/callees.ts';
import { collectedIn } from './facts/collected.ts';
import { holdsFutures, isFuture, isListOfFutures } from './facts/futures.ts';
import { titleOf } from './facts/names.ts';
import { referencesTo } from './facts/unused.ts';
import { codeLanguages, defineRule } from './rule.ts';

/** A future, or a list of nothing but futures, decides the state of the flow that returns it; inside an object it does not. */
export const lostTaskFailure = defineRule({
  id: 'lost-task-failure',
  group: 'calls',
  summary: 'A flow returns futures or states inside something else, and completes even if they failed',
  severity: 'warning',
  preset: 'recommended',
  languages: codeLanguages,
  fix: 'none',
  check({ file, report }) {
    for (const flow of file.flows) {
      for (const returned of flow.function?.returns ?? []) {
        for (const { value, what } of hiddenIn(flow, returned)) {
          report({
            span: value.span,
            message: `${what} inside the returned value does not decide the outcome: ${titleOf(flow)} becomes Completed even if the task fails. ${instead(what, flow)}`,
          });
        }
      }
    }
  },
});

function instead(what: string, { file }: FlowModel): string {
  if (what === 'A state') return 'Return the value of the task instead, or the state by itself.';
  return `${file.model.language === 'python' ? 'Call' : 'Await'} its result() and return that, or return only the future.`;
}

/** Futures and states below the top of a returned value. A list of nothing but futures and states decides, as the engine has it. */
function hiddenIn(flow: FlowModel, value: Value): readonly Hidden[] {
  const found: Hidden[] = [];
  addHidden(found, flow, value, 0);
  return found;
}

interface Hidden {
  readonly value: Value;
  readonly what: string;
}

function addHidden(found: Hidden[], flow: FlowModel, value: Value, depth: number): void {
  const file = flow.functionFile;
  const what = futureOrState(flow, value) ?? (depth > 0 && isListOfFutures(file.entityOf(value)) ? 'A future' : undefined);
  if (depth > 0 && what !== undefined && flow.file === file && !isWaitedFor(file, value)) found.push({ value, what });
  if (what !== undefined) return;
  const [object, list] = [file.objectOf(value), file.arrayOf(value)];
  const members = object?.file === file ? object.value.members.map((member) => member.value) : [];
  const decides = depth === 0 && list?.value.items.every((item) => isDeciding(flow, item)) === true;
  const items = list?.file === file && !decides ? list.value.items.map((item) => spreadList(file, item)) : [];
  if (depth < 5) for (const inner of [...members, ...items, ...collectedIn(file, value)]) addHidden(found, flow, inner, depth + 1);
}

/** Whether results are asked for elsewhere as well, of a future or of those in a list: that fails when the task does. */
const isWaitedFor = (file: LinkedFile, value: Value): boolean =>
  value.kind === 'reference' &&
  referencesTo(file, value.binding).some(
    ({ usage: { as, member } }) => as === 'iterated' || (as === 'member' && (member === 'result' || member === 'map')),
  );

/** Of futures that are spread into a list the list that holds them. */
const spreadList = (file: LinkedFile, item: Value): Value =>
  item.kind === 'spread' && file.entityOf(item.value).kind !== 'future' && holdsFutures(file, item.value) ? item.value : item;

function isDeciding({ functionFile }: FlowModel, item: Value): boolean {
  if (item.kind === 'spread') return holdsFutures(functionFile, item.value);
  return alternativesOf(functionFile.entityOf(item)).every(({ kind }) => kind === 'future' || kind === 'state');
}

function futureOrState({ functionFile }: FlowModel, value: Value): string | undefined {
  const entity = functionFile.entityOf(value);
  if (isFuture(entity)) return 'A future';
  return entity.kind === 'state' ? 'A state' : undefined;
}
