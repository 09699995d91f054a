#!/usr/bin/env node
// Starts Countersign on Node 24 or later: on the Node that runs this file if it is new enough,
// else on the one that `npm ci` brought. Plain JavaScript, because an older Node has to read it.
import { runOnModernNode } from "./modern-node.mjs";

runOnModernNode([new URL("../src/main.ts", import.meta.url).pathname, ...process.argv.slice(2)]);
