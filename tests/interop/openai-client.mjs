// Asks the sandbox's provider with OpenAI's own JavaScript client. Standard input: one job; standard output: what the client made of each answer.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const OpenAI = createRequire(`${process.env.TORGHUT_PEERS}/`)('openai');
const { address, key, decision } = JSON.parse(readFileSync(0, 'utf8'));
const client = new OpenAI({ apiKey: key, baseURL: `${address}v1`, maxRetries: 0, timeout: 60_000 });

const script = (...answers) => fetch(`${address}_answers`, { method: 'PUT', body: JSON.stringify({ answers }) });
const schema = {
  type: 'object', additionalProperties: false, required: ['verdict'], properties: { verdict: { type: 'string', enum: ['approve', 'veto'] } },
};
const question = {
  model: 'sandbox-chat',
  messages: [{ role: 'system', content: 'Review.' }, { role: 'user', content: decision }],
  max_completion_tokens: 300,
  temperature: 0.2,
  response_format: { type: 'json_schema', json_schema: { name: 'review', strict: true, schema } },
};

const seen = { models: [], errors: {} };
for await (const model of client.models.list()) seen.models.push(model.id);

await script('approve');
const { data, request_id: requestId } = await client.chat.completions.create(question).withResponse();
seen.parsed = JSON.parse(data.choices[0].message.content);
seen.usage = data.usage;
seen.requestId = requestId;

await script('slow');
const slow = await client.chat.completions.create(question);
seen.slow = ['veto', 'approve', 'abstain'].includes(JSON.parse(slow.choices[0].message.content).verdict) ? 'veto or approve or abstain' : 'something else';

// The client's own words for an error; a body that breaks off or is no JSON reaches the caller as whatever its runtime threw.
const words = (error) => (error instanceof OpenAI.APIError
  ? [error.constructor.name, error.status, error.code, error.param].filter(Boolean).join(' ') : 'broken');
const outcome = async (change = {}, options = {}, asker = client) => {
  try {
    const completion = await asker.chat.completions.create({ ...question, ...change }, options);
    if (typeof completion !== 'object') return 'broken';
    const [choice] = completion.choices;
    return choice.message.refusal ? 'refused' : choice.finish_reason;
  } catch (error) {
    return words(error);
  }
};
for (const answer of [
  'http_400', 'http_401', 'http_429', 'http_500', 'other_parameters', 'cut', 'reset', 'garbage', 'refusal', 'reasoning', 'content_filter',
]) {
  await script(answer);
  seen.errors[answer] = await outcome(answer === 'other_parameters' ? { max_completion_tokens: undefined } : {});
}
await script('hang');
seen.errors.hang = await outcome({}, { timeout: 300 });
await script('review');
seen.errors.model = await outcome({ model: 'none' });
seen.errors.key = await outcome({}, {}, new OpenAI({ apiKey: 'other', baseURL: `${address}v1`, maxRetries: 0 }));
process.stdout.write(JSON.stringify(seen));
