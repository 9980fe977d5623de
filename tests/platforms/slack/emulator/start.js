// The emulator: `node start.js <port> <the address it is to give> <where events go>`. Its settings, as JSON, are
// the first line of its standard input; it says "ready" when it is, and ends with its standard input.
import { readdirSync } from "node:fs";
import { createInterface } from "node:readline";
import { createEmulator } from "emulate";

const [port, baseUrl, events] = process.argv.slice(2);
const dist = new URL("./node_modules/emulate/dist/", import.meta.url);

// It tells of events, but no setting says to whom: only its plugin for Slack is given what tells them.
async function slackPlugin() {
  for (const name of readdirSync(dist).filter((name) => /^dist-.*\.js$/.test(name))) {
    const { slackPlugin } = await import(new URL(name, dist));
    if (slackPlugin) return slackPlugin;
  }
  throw new Error("emulate has no plugin for Slack");
}

function tellEvents(plugin) {
  const register = plugin.register;
  plugin.register = (app, store, webhooks, ...more) => {
    register(app, store, webhooks, ...more);
    webhooks.register({ url: events, events: ["*"], active: true, owner: "slack" });
  };
}

tellEvents(await slackPlugin());
const input = createInterface({ input: process.stdin });
input.once("line", async (settings) => {
  const seed = { slack: JSON.parse(settings) };
  await createEmulator({ service: "slack", port: Number(port), hostname: "127.0.0.1", baseUrl, seed });
  console.log("ready");
});
input.once("close", () => process.exit(0));
