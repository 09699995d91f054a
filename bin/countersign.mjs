#!/usr/bin/env node
// Starts Countersign on Node 24 or later: on the Node that runs this file if it is new enough,
// else on the one that `npm ci` brought. Plain JavaScript, because an older Node has to read it.
import { fileURLToPath } from "node:url";
import { runOnModernNode } from "./modern-node.mjs";

runOnModernNode([fileURLToPath(new URL("../src/main.ts", import.meta.url)), ...process.argv.slice(2)]);
