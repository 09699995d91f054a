/** Keeps what is typed until the vote is recorded: per approval, in this tab. */
export function keepDraft() {
  const form = document.querySelector("form.vote");
  const comment = form?.querySelector("textarea");
  if (form === null || !comment) return;
  const key = `draft ${new URL(form.action).pathname}`;
  if (comment.value === "") comment.value = sessionStorage.getItem(key) ?? "";
  comment.addEventListener("input", () => sessionStorage.setItem(key, comment.value));
}

/** The receipt says that a vote is recorded, so that its draft has done its work. */
export function dropDraft() {
  const path = document.querySelector("[data-recorded]")?.dataset.recorded;
  if (path !== undefined) sessionStorage.removeItem(`draft ${path}/votes`);
}
