// How much more fits into the comment. The server counts characters, and the bytes that they take as stored; people are told
// characters alone.
import { announce } from "./news.js";

/** Told from here on, and said aloud at these. */
const SHOWN_FROM = 200;
const SAID_AT = [100, 20];

/** What a character takes in JSON as Go writes it; see `std/stored-bytes.ts`. @param {string} character */
function storedBytesOf(character) {
  const code = character.codePointAt(0);
  if ('"\\\t\n\r'.includes(character)) return 2;
  if (code < 0x20 || "<>&\u2028\u2029".includes(character) || (code >= 0xd800 && code <= 0xdfff)) return 6;
  if (code < 0x80) return 1;
  if (code < 0x800) return 2;
  return code < 0x10000 ? 3 : 4;
}

/**
 * How many more characters like those there fit; below zero, how many there are too many.
 * @param {string} text @param {{ characters: number, bytes: number }} most
 */
export function roomIn(text, most) {
  const sizes = Array.from(text, storedBytesOf);
  let bytes = sizes.reduce((sum, size) => sum + size, 0);
  const byCharacters = most.characters - sizes.length;
  if (bytes <= most.bytes) {
    const usual = sizes.length === 0 ? 1 : bytes / sizes.length;
    return Math.min(byCharacters, Math.floor((most.bytes - bytes) / usual));
  }
  let surplus = 0;
  for (let index = sizes.length - 1; bytes > most.bytes; index -= 1) {
    bytes -= sizes[index];
    surplus += 1;
  }
  return Math.min(byCharacters, -surplus);
}

export function countRoom() {
  const comment = document.querySelector("form.vote textarea");
  const shown = document.querySelector("#comment-room");
  if (comment === null || shown === null) return;
  const most = { characters: Number(comment.dataset.characters), bytes: Number(comment.dataset.bytes) };
  let last = Number.POSITIVE_INFINITY;
  const count = () => {
    const room = roomIn(comment.value, most);
    const text = room > SHOWN_FROM ? "" : describeRoom(room);
    shown.textContent = text;
    shown.toggleAttribute("data-over", room < 0);
    // The browser says it and sends nothing, so that what was typed stays where it is.
    comment.setCustomValidity(room < 0 ? `${text} Shorten the comment.` : "");
    if (isWorthSaying(room, last)) announce([text]);
    last = room;
  };
  comment.addEventListener("input", count);
  count();
}

/** @param {number} room */
function describeRoom(room) {
  const size = Math.abs(room);
  const characters = `${size.toLocaleString("en-GB")} ${size === 1 ? "character" : "characters"}`;
  return room < 0 ? `${characters} too many.` : `${characters} left.`;
}

/** Once on the way down past each mark, and when it becomes too much. */
function isWorthSaying(room, last) {
  if (room < 0) return last >= 0;
  return SAID_AT.some((mark) => room <= mark && last > mark);
}
