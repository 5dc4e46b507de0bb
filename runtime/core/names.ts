const adjectives =
  'able amber brave bright brisk calm clear clever cosmic crisp daring eager early fair fast fleet gentle glad golden grand happy honest humble jolly keen kind light lively loyal lucky mellow merry mighty modest neat noble orange patient plucky polite proud quick quiet rapid ready robust rosy royal sharp silent silver sincere smart solid steady subtle sunny swift tidy urban vivid warm wise witty zesty'.split(
    ' ',
  );
const animals =
  'ant badger bat bear beaver bee bison boar camel cat civet condor coyote crab crane crow deer dingo dove duck eagle egret elk falcon ferret finch fox frog gecko goat goose hare hawk heron horse ibex ibis jackal jay koala lark lemur lion llama lynx magpie marmot marten mole moose moth mule newt ocelot orca otter owl panda panther pigeon pony puffin puma quail rabbit raven robin salmon seal shark sheep shrew skunk sloth snail stork swan tapir tiger toad trout turtle viper walrus wasp weasel whale wolf wombat worm yak zebra'.split(
    ' ',
  );

const pick = (list: readonly string[]): string => list[Math.floor(Math.random() * list.length)] ?? 'plain';

/** A name for a run that was given none, as `keen-otter`: easier to say than an id. */
export const randomName = (): string => `${pick(adjectives)}-${pick(animals)}`;
