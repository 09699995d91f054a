// What pages can do without: times in the reader's zone, a comment that survives leaving the page, parts that stay current.
import { dropDraft, keepDraft } from "./draft.js";
import { watchHands } from "./hands.js";
import { keepCurrent } from "./live.js";
import { countRoom } from "./room.js";
import { saySending } from "./sending.js";
import { keepTimes } from "./times.js";

// What stands in the page for those who have no scripts gives way to what they do; see `frame.css`.
document.documentElement.dataset.scripted = "";
keepTimes();
keepDraft();
dropDraft();
countRoom();
saySending();
watchHands();
keepCurrent();
