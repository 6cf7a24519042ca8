// /openapi.json, and a page that shows it. The page needs nothing from anywhere else.

#include "http/handlers.hpp"
#include "http/openapi/document.hpp"

namespace deckhand {
namespace {

constexpr const char* docs_page = R"html(<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>deckhand: the HTTP API</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #222; }
h2 { margin-top: 2.5rem; border-bottom: 1px solid #ccc; }
details { border: 1px solid #ddd; border-radius: 4px; margin: .4rem 0; padding: .3rem .7rem; }
summary { cursor: pointer; }
.method { display: inline-block; width: 4.5rem; font-weight: bold; }
.GET { color: #0a58ca; } .POST { color: #146c43; } .PUT, .PATCH { color: #997404; } .DELETE { color: #b02a37; }
code, pre { font-family: ui-monospace, monospace; font-size: .9em; }
pre { background: #f6f6f6; padding: .7rem; overflow-x: auto; }
</style>
</head>
<body>
<h1>deckhand: the HTTP API</h1>
<p>Requests carry the header <code>Opentrons-Version: 3</code>. For programs: <a href="/openapi.json">openapi.json</a>.</p>
<main id="operations"><p>Loading …</p></main>
<script>
const element = (name, text, className) => {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  if (className) made.className = className;
  return made;
};
const show = api => {
  const exampleOf = schema => {
    if (!schema) return null;
    if (schema.$ref) return exampleOf(api.components.schemas[schema.$ref.split('/').pop()]);
    if (schema.example !== undefined) return schema.example;
    if (schema.type === 'array') return [exampleOf(schema.items)];
    if (schema.type !== 'object') return schema.type;
    return Object.fromEntries(Object.entries(schema.properties || {}).map(([name, value]) => [name, exampleOf(value)]));
  };
  const addContent = (where, title, content) => {
    for (const [type, {schema}] of Object.entries(content || {})) {
      where.append(element('p', `${title} (${type})`), element('pre', JSON.stringify(exampleOf(schema), null, 2)));
    }
  };
  const byTag = new Map();
  for (const [path, methods] of Object.entries(api.paths))
    for (const [method, operation] of Object.entries(methods)) {
      const tag = operation.tags[0];
      if (!byTag.has(tag)) byTag.set(tag, []);
      byTag.get(tag).push({path, method: method.toUpperCase(), operation});
    }
  const main = document.getElementById('operations');
  main.replaceChildren();
  for (const [tag, operations] of byTag) {
    main.append(element('h2', tag));
    for (const {path, method, operation} of operations) {
      const box = element('details'), head = element('summary');
      head.append(element('span', method, 'method ' + method), element('code', path), ' ' + operation.summary);
      box.append(head);
      const named = operation.parameters.filter(parameter => parameter.name);
      if (named.length) {
        const list = element('ul');
        for (const {name, schema, required} of named) list.append(element('li', `${name}: ${schema.type}${required ? '' : ', optional'}`));
        box.append(list);
      }
      addContent(box, 'Body', operation.requestBody && operation.requestBody.content);
      for (const [status, answer] of Object.entries(operation.responses)) addContent(box, status, answer.content);
      main.append(box);
    }
  }
};
fetch('/openapi.json').then(answer => answer.json()).then(show);
</script>
</body>
</html>
)html";

}  // namespace

api_result get_openapi(const api_call&) {
  static const std::string text = openapi_document().dump();
  return api_reply{200, text};
}

api_result get_docs_page(const api_call&) { return api_reply{200, docs_page, "text/html; charset=utf-8"}; }

}  // namespace deckhand
