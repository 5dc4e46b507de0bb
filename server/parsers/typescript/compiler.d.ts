/** The TypeScript inside ts-morph, without its wrapper: the index needs only this half, and loads in half the time. */
declare module '@ts-morph/common/dist/typescript.js' {
  export { ts as default } from 'ts-morph';
}
