// Renders a chart's templates with Go's own template engine: `node render.mjs < {"files": …, "data": …}`.
// Of Helm's functions only the two that our templates use are put in: quote, and toYaml with nindent.
import { parse } from '@evertdespiegeleer/go-template';

const { files, data } = JSON.parse(await new Response(process.stdin).text());
const at = (path) => path.split('.').filter(Boolean).reduce((found, part) => found[part], data);

function withoutHelm(template) {
  return template
    .replace(/\{\{-? toYaml (\.[\w.]+) \| nindent \d+ \}\}/g, (_, path) => JSON.stringify(at(path)))
    .replace(/\{\{ (\S+) \| quote \}\}/g, '{{ printf "%q" (printf "%v" $1) }}');
}

const rendered = {};
for (const [name, template] of Object.entries(files)) rendered[name] = await parse(withoutHelm(template), data);
process.stdout.write(JSON.stringify(rendered));
