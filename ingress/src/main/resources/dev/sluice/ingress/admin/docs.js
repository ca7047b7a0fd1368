// Shows /openapi.json. Text goes in as text and never as markup.

const make = (tag, attributes = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
};

let spec;

const resolve = (node) =>
  node && node.$ref ? node.$ref.slice(2).split("/").reduce((at, name) => at[name], spec) : node;

const nameOf = (ref) => ref.slice(ref.lastIndexOf("/") + 1);

const typeOf = (schema = {}) => {
  if (schema.$ref) {
    return [make("a", { href: "#schema-" + nameOf(schema.$ref) }, nameOf(schema.$ref))];
  }
  const several = schema.oneOf || schema.allOf;
  if (several) {
    const word = schema.oneOf ? " or " : " and ";
    return several.flatMap((one, i) => (i ? [word, ...typeOf(one)] : typeOf(one)));
  }
  if (schema.type === "array") return ["list of ", ...typeOf(schema.items)];
  if (schema.enum) return [make("code", {}, schema.enum.join(" | "))];
  if (schema.type === "object" && schema.properties) {
    return ["{ ", ...Object.entries(schema.properties).flatMap(([name, one], i) =>
      [i ? ", " : "", make("code", {}, name), ": ", ...typeOf(one)]), " }"];
  }
  return [schema.format ? `${schema.type} (${schema.format})` : schema.type || "anything"];
};

const notes = (schema = {}, description = schema.description) => {
  const parts = [description || ""];
  if (schema.default !== undefined) parts.push(`Default: ${JSON.stringify(schema.default)}.`);
  if (schema.minimum !== undefined) parts.push(`At least ${schema.minimum}.`);
  if (schema.maximum !== undefined) parts.push(`At most ${schema.maximum}.`);
  return parts.filter(Boolean).join(" ");
};

const table = (head, rows) =>
  make("table", {},
    make("thead", {}, make("tr", {}, ...head.map((cell) => make("th", { scope: "col" }, cell)))),
    make("tbody", {}, ...rows.map((row) =>
      make("tr", {}, ...row.map((cell) => make("td", {}, ...[cell].flat()))))));

const bodyType = (node) => {
  const content = Object.values((node && node.content) || {})[0];
  return content ? typeOf(content.schema) : [""];
};

const operation = (path, method, node) => {
  const part = make("section", { id: node.operationId },
    make("h3", {}, make("span", { class: "method" }, method.toUpperCase()), make("code", {}, path)),
    make("p", {}, `${node.summary}. ${node.description || ""}`));
  const parameters = (node.parameters || []).map(resolve);
  if (parameters.length) {
    part.append(make("h4", {}, "Parameters"), table(["name", "in", "type", ""], parameters.map((one) =>
      [make("code", {}, one.name), one.in, typeOf(one.schema), notes(one.schema, one.description)])));
  }
  if (node.requestBody) {
    part.append(make("h4", {}, "Body"),
      make("p", {}, ...bodyType(node.requestBody), " ", node.requestBody.description || ""));
  }
  part.append(make("h4", {}, "Answers"), table(["status", "", "body"],
    Object.entries(node.responses).map(([status, one]) =>
      [make("code", {}, status), resolve(one).description, bodyType(resolve(one))])));
  return part;
};

const schemaSection = (name, schema) => {
  const required = new Set(schema.required || []);
  const part = make("section", { id: "schema-" + name }, make("h3", {}, name),
    make("p", {}, schema.description || ""));
  if (schema.properties) {
    part.append(table(["field", "type", ""], Object.entries(schema.properties).map(([field, one]) =>
      [make("code", {}, field + (required.has(field) ? " *" : "")), typeOf(one), notes(one)])));
  } else {
    part.append(make("p", {}, ...typeOf(schema)));
  }
  return part;
};

const show = () => {
  const page = document.getElementById("page");
  const index = document.getElementById("index");
  page.append(make("h1", {}, spec.info.title), make("p", {}, spec.info.description),
    make("p", {}, "This page as data: ", make("a", { href: "/openapi.json" }, "/openapi.json")));
  for (const tag of spec.tags) {
    index.append(make("h2", {}, tag.name));
    page.append(make("h2", {}, tag.name), make("p", {}, tag.description));
    for (const [path, methods] of Object.entries(spec.paths)) {
      for (const [method, node] of Object.entries(methods)) {
        if (node.tags.includes(tag.name)) {
          index.append(make("a", { href: "#" + node.operationId }, node.summary));
          page.append(operation(path, method, node));
        }
      }
    }
  }
  index.append(make("h2", {}, "schemas"));
  page.append(make("h2", {}, "Schemas"), make("p", {}, "Fields with * must be there."));
  for (const [name, schema] of Object.entries(spec.components.schemas)) {
    index.append(make("a", { href: "#schema-" + name }, name));
    page.append(schemaSection(name, schema));
  }
};

try {
  spec = await (await fetch("/openapi.json")).json();
  show();
} catch (problem) {
  document.getElementById("page").append(make("p", {}, `/openapi.json cannot be shown: ${problem}`));
}
