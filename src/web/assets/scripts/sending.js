/** A vote that gets no answer by then may be sent again: it is the same one, and counts once. */
const SENDING_MS = 15_000;

/** The button that was pressed says that the vote is on its way, and none sends it a second time meanwhile. */
export function saySending() {
  const form = document.querySelector("form.vote");
  const status = form?.querySelector("[data-sending]");
  if (form === null || !status) return;
  const buttons = [...form.querySelectorAll("button[name=decision]")];
  const labels = buttons.map((button) => button.lastChild?.textContent ?? "");
  const show = (text, pressed) => {
    status.textContent = text;
    for (const [index, button] of buttons.entries()) {
      button.toggleAttribute("data-sent", text !== "");
      button.ariaDisabled = text === "" && !isClosed(form) ? null : "true";
      button.lastChild.textContent = button === pressed ? "Sending…" : labels[index];
    }
  };
  form.addEventListener("submit", (event) => {
    if (status.textContent !== "" || isClosed(form)) return event.preventDefault();
    show(status.dataset.sending, event.submitter);
    setTimeout(show, SENDING_MS, "");
  });
  // Shown again from the browser's memory, by the back button.
  addEventListener("pageshow", () => show(""));
}

/** A form whose vote would certainly be refused sends none; why not stands in it. */
export function closeForm(form, closed) {
  form.toggleAttribute("data-closed", closed);
  for (const button of form.querySelectorAll("button[name=decision]")) {
    if (!button.hasAttribute("data-sent")) button.ariaDisabled = closed ? "true" : null;
  }
}

function isClosed(form) {
  return form.hasAttribute("data-closed");
}
