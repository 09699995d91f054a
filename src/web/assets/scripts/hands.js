// What the reader has in hand: a pressed pointer, a pointer on its way to something, selected text. Nothing moves under it.

/** A pointer that has just moved over something is likely to press it next. */
const REST_MS = 400;
/** Longer than this, news is not kept back for a pointer that never rests. */
const MOST_MS = 3_000;
/** A tap's click comes a little after its pointer has left. */
const CLICK_MS = 150;
const LOOK_MS = 50;

let pressed = false;
let movedAt = 0;
let releasedAt = 0;

export function watchHands() {
  const press = () => {
    pressed = true;
  };
  const release = () => {
    if (pressed) releasedAt = Date.now();
    pressed = false;
  };
  addEventListener("pointerdown", press, true);
  for (const type of ["pointerup", "pointercancel"]) addEventListener(type, release, true);
  // Of the window alone: a press takes the focus from whatever had it.
  addEventListener("blur", (event) => event.target === window && release());
  addEventListener(
    "pointermove",
    (event) => {
      // A pointer that was let go of outside of the window.
      if (event.buttons === 0 && pressed) release();
      if (event.target.closest?.("[data-live]")) movedAt = Date.now();
    },
    true,
  );
}

/** Resolves when nothing is pressed and no pointer is on its way. */
export async function handsAtRest() {
  const since = Date.now();
  while (isPressed() || isMoving(since)) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}

function isPressed() {
  return pressed || Date.now() - releasedAt < CLICK_MS;
}

/** @param {number} since */
function isMoving(since) {
  const now = Date.now();
  return now - movedAt < REST_MS && now - since < MOST_MS;
}

/** Whether any of it is selected. @param {Node} node */
export function isSelected(node) {
  const selection = getSelection();
  return selection !== null && !selection.isCollapsed && selection.containsNode(node, true);
}
