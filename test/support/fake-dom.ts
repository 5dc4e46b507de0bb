/** As much of a browser's document as pages of ours use to make elements; what they made is read as text. */
class FakeElement {
  readonly name: string;
  readonly attributes: Record<string, string> = {};
  readonly listeners = new Map<string, (event: unknown) => void>();
  readonly children: (FakeElement | string)[] = [];

  constructor(name: string) {
    this.name = name;
  }

  append(...content: (FakeElement | string)[]): void {
    this.children.push(...content);
  }

  setAttribute(name: string, value: string): void {
    this.attributes[name] = value;
  }

  addEventListener(name: string, listener: (event: unknown) => void): void {
    this.listeners.set(name, listener);
  }

  toString(): string {
    const attributes = Object.entries(this.attributes).map(([name, value]) => ` ${name}="${value}"`);
    return `<${this.name}${attributes.join('')}>${this.children.map((child) => (typeof child === 'string' ? escapeText(child) : child)).join('')}</${this.name}>`;
  }
}

const escapeText = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Gives the modules of a page a document. */
export function fakeDocument(): void {
  const createElement = (name: string): FakeElement => new FakeElement(name);
  Reflect.set(globalThis, 'document', { createElement, createElementNS: (_space: string, name: string) => createElement(name) });
}
