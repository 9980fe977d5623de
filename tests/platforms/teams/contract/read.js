// Cards as a JSON list on standard input; what Microsoft's reader says of each, as a list of lists, on standard output.
const { AdaptiveCard, SerializationContext } = require("adaptivecards/dist/adaptivecards.js");

function complaints(json) {
  const card = new AdaptiveCard();
  const context = new SerializationContext();
  card.parse(json, context);
  const reading = Array.from({ length: context.eventCount }, (_, at) => context.getEventAt(at).message);
  return [...reading, ...card.validateProperties().validationEvents.map((event) => event.message)];
}

const cards = JSON.parse(require("fs").readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(cards.map(complaints)));
