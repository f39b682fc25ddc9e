/**
 * Makes an element. Children that are texts become text nodes: nothing a job says is ever read as
 * HTML.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, string>} [attributes]
 * @param {...(Node | string | null | undefined)} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value)
  node.append(...children.filter((child) => child !== null && child !== undefined))
  return node
}

/**
 * @param {string} label
 * @param {() => void} press
 * @param {Record<string, string>} [attributes]
 */
export function button(label, press, attributes = {}) {
  const node = element('button', { type: 'button', class: 'button', ...attributes }, label)
  node.addEventListener('click', press)
  return node
}

/** The element of the page with this id. @param {string} id */
export function byId(id) {
  const node = document.getElementById(id)
  if (!node) throw new Error(`The page has no element "${id}".`)
  return node
}

/**
 * Writes a text only where it changed, so that screen readers are not told twice.
 * @param {Element} node @param {string} text
 */
export function say(node, text) {
  if (node.textContent !== text) node.textContent = text
}

/** @param {Element} node @param {string} name @param {string} value */
export function mark(node, name, value) {
  if (node.getAttribute(name) !== value) node.setAttribute(name, value)
}
