// SPDX-License-Identifier: Apache-2.0
// HTML and SVG as text, and nodes that change only where they differ.

/** Text that is safe inside HTML. */
export function escape(text) {
  return String(text).replace(/[&<>"']/g, c => `&#${c.charCodeAt(0)};`);
}

/** Sets a node's contents, unless they are so already. */
export function put(node, html) {
  if (node.lastHtml !== html) {
    node.lastHtml = html;
    node.innerHTML = html;
  }
}

/** Sets an attribute, unless it is so already; null removes it. */
export function mark(node, name, value) {
  if (value === null || value === false) {
    if (node.hasAttribute(name)) node.removeAttribute(name);
  } else if (node.getAttribute(name) !== String(value)) {
    node.setAttribute(name, value);
  }
}

/** The first node of some HTML. */
export function make(html) {
  const template = document.createElement('template');
  template.innerHTML = html.trim();
  return template.content.firstElementChild;
}

/** A number with one decimal, as SVG needs no more. */
export const at = n => (Math.round(n * 10) / 10).toString();
