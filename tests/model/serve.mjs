// A local model behind the part of OpenAI's API that the bot uses: `node serve.mjs MODEL.gguf`. Prints its port.
import { createServer } from 'node:http';
import { getLlama, LlamaChatSession } from 'node-llama-cpp';

const llama = await getLlama({ gpu: false, build: 'never', logLevel: 'error', maxThreads: 2 });
const model = await llama.loadModel({ modelPath: process.argv[2] });
const context = await model.createContext({ contextSize: 6144 });
const grammars = new Map();

async function grammarOf(schema) {
  const key = JSON.stringify(schema);
  if (!grammars.has(key)) grammars.set(key, await llama.createGrammarForJsonSchema(schema));
  return grammars.get(key);
}

async function answer({ messages, response_format: format }) {
  const sequence = context.getSequence();
  try {
    const [system, user] = messages;
    const session = new LlamaChatSession({ contextSequence: sequence, systemPrompt: system.content });
    const grammar = await grammarOf(format.json_schema.schema);
    const content = await session.prompt(user.content, { grammar, maxTokens: 400, temperature: 0 });
    return { id: 'local', object: 'chat.completion', choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content } }] };
  } finally {
    sequence.dispose();
  }
}

const server = createServer(async (request, response) => {
  try {
    const body = JSON.parse(await new Response(request).text());
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify(await answer(body)));
  } catch (error) {
    process.stderr.write(`${error.name}: ${error.message}\n`);
    response.statusCode = 500;
    response.end('{}');
  }
});
server.listen(0, '127.0.0.1', () => process.stdout.write(`${server.address().port}\n`));
