// Makes a part of the page what the server now says it is, and leaves every element alone that stays: what has the focus, is
// scrolled or is selected goes on being the very same. What the reader has selected changes when it no longer is.
import { isSelected } from "./hands.js";

/**
 * @param {Element} shown @param {Element} fresh  of another document, which stays as it is
 * @returns {boolean} whether all of it could be done; what is selected could not
 */
export function patch(shown, fresh) {
  const held = { any: false };
  patchAttributes(shown, fresh);
  patchChildren(shown, fresh, held);
  return !held.any;
}

/** Selected text is held: it keeps its place and its words for now. */
function isHeld(node, held) {
  const selected = isSelected(node);
  held.any ||= selected;
  return selected;
}

function patchNode(shown, fresh, held) {
  if (shown.nodeType !== Node.ELEMENT_NODE) {
    if (shown.data !== fresh.data && !isHeld(shown, held)) shown.data = fresh.data;
    return;
  }
  patchAttributes(shown, fresh);
  // Its text is the reader's own hour, and follows from its attributes; see `times.js`.
  if (shown.matches("time[data-show]")) return;
  patchChildren(shown, fresh, held);
}

function patchAttributes(shown, fresh) {
  for (const { name, value } of fresh.attributes) {
    if (shown.getAttribute(name) !== value) shown.setAttribute(name, value);
  }
  for (const name of shown.getAttributeNames()) {
    if (!fresh.hasAttribute(name) && !isOwn(shown, name)) shown.removeAttribute(name);
  }
}

/** What the server does not know of: `times.js` sets the one, and whoever reads the page opens the other. */
const OWN = new Set(["time title", "details open"]);

function isOwn({ localName }, name) {
  return OWN.has(`${localName} ${name}`);
}

function patchChildren(shown, fresh, held) {
  const partners = findPartners([...shown.childNodes], [...fresh.childNodes]);
  const staying = new Set(partners.values());
  const leaving = [...shown.childNodes].filter((child) => !staying.has(child) && !isHeld(child, held));
  for (const child of leaving) child.remove();
  let place = shown.firstChild;
  for (const child of fresh.childNodes) {
    while (place !== null && !staying.has(place)) place = place.nextSibling;
    const partner = partners.get(child);
    if (partner === undefined) {
      shown.insertBefore(document.importNode(child, true), place);
      continue;
    }
    if (partner === place) place = place.nextSibling;
    else if (!isHeld(partner, held)) move(partner, place);
    patchNode(partner, child, held);
  }
}

/** For each fresh node the one that is shown already: by its key, else the next one of its kind. */
function findPartners(shown, fresh) {
  const byName = new Map();
  for (const node of shown) byName.set(nameOf(node), [...(byName.get(nameOf(node)) ?? []), node]);
  const partners = new Map();
  for (const node of fresh) {
    const partner = byName.get(nameOf(node))?.shift();
    if (partner !== undefined) partners.set(node, partner);
  }
  return partners;
}

/** @param {Node} node */
function nameOf(node) {
  if (node.nodeType !== Node.ELEMENT_NODE) return node.nodeName;
  const key = node.id || node.dataset.key || node.getAttribute("aria-labelledby") || "";
  return `${node.nodeName} ${key}`;
}

/** Without taking the focus from it, where the browser knows how. */
function move(node, place) {
  const { parentNode: parent, ownerDocument } = node;
  if (typeof parent.moveBefore === "function") return parent.moveBefore(node, place);
  const focused = node.contains(ownerDocument.activeElement) ? ownerDocument.activeElement : null;
  parent.insertBefore(node, place);
  focused?.focus({ preventScroll: true });
}
