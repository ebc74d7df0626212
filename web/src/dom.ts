// Builds elements. Texts become text nodes, so that no name is ever read as markup.

export type Child = Node | string | number | null | undefined | false | Child[];
type Handler = (event: Event) => void;
export type Attributes = Record<string, string | number | boolean | null | undefined | Handler>;

function append(parent: Element, children: Child[]): void {
  for (const child of children) {
    if (Array.isArray(child)) {
      append(parent, child);
    } else if (child instanceof Node) {
      parent.append(child);
    } else if (child !== null && child !== undefined && child !== false) {
      parent.append(document.createTextNode(String(child)));
    }
  }
}

function fill<E extends Element>(element: E, attributes: Attributes, children: Child[]): E {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") {
      element.addEventListener(name, value);
    } else if (value === true) {
      element.setAttribute(name, "");
    } else if (value !== null && value !== undefined && value !== false) {
      element.setAttribute(name, String(value));
    }
  }
  append(element, children);
  return element;
}

export function h<K extends keyof HTMLElementTagNameMap>(
  name: K, attributes: Attributes = {}, ...children: Child[]
): HTMLElementTagNameMap[K] {
  return fill(document.createElement(name), attributes, children);
}

export function svg(name: string, attributes: Attributes = {}, ...children: Child[]): SVGElement {
  return fill(document.createElementNS("http://www.w3.org/2000/svg", name) as SVGElement, attributes, children);
}

/** A name of others in a line: it does not turn the text around it from right to left. */
export function name(text: string, attributes: Attributes = {}): HTMLElement {
  return h("bdi", attributes, text === "" ? "(no name)" : text);
}

export function option(value: string, text: string, chosen: string): HTMLOptionElement {
  return h("option", { value, selected: value === chosen }, text);
}

/** A labelled select; `choose` gets the value. */
export function select(label: string, options: [string, string][], chosen: string, choose: (value: string) => void): HTMLElement {
  const list = h("select", { change: (event) => choose((event.target as HTMLSelectElement).value) },
    ...options.map(([value, text]) => option(value, text, chosen)));
  return h("label", { class: "field" }, h("span", {}, label), list);
}

export function say(text: string): void {
  document.getElementById("status")!.textContent = text;
}

export function empty(text: string): HTMLElement {
  return h("p", { class: "empty" }, text);
}
