// `npm run demo`: the product on a cluster inside this process, to try it and to test on. No part of what is shipped.
import { createJsonLogger } from "../src/std/json-logger.ts";
import { readVersion } from "../src/std/read-version.ts";
import { stopOnSignal } from "../src/std/stop-on-signal.ts";
import { DEMO_USAGE, type DemoOptions, readDemoOptions } from "./demo/demo-options.ts";

const USAGE = `Usage: npm run demo -- [options]

Options of demo:
${DEMO_USAGE}
`;

const MISUSE = 2;
const FAILURE = 1;

const args = process.argv.slice(2);
const options = readDemoOptions(args);
if (args.includes("--help")) process.stdout.write(USAGE);
else if (options.ok) await run(options.value).catch((error: unknown) => fail(error, FAILURE));
else fail(`${options.error}\n\n${USAGE}`, MISUSE);

async function run(demo: DemoOptions): Promise<void> {
  const logger = createJsonLogger(demo.logLevel);
  // Loaded once it is known what is wanted: help and mistakes answer at once.
  const { runDemo } = await import("./demo/run-demo.ts");
  const starting = runDemo({ ...demo, version: readVersion(), logger });
  // From the beginning, so that nothing is left behind when somebody does not want to wait.
  stopOnSignal(async () => (await starting).stop(), logger);
  const { readyLine } = await starting;
  process.stdout.write(`${readyLine}\n`);
}

function fail(error: unknown, exitCode: number): void {
  process.stderr.write(`countersign demo: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = exitCode;
}
