#include "http/openapi/document.hpp"

#include <algorithm>
#include <sstream>

#include "http/openapi/examples.hpp"
#include "http/openapi/operations.hpp"
#include "http/route_table.hpp"
#include "runtime/version.hpp"

namespace deckhand {
namespace {

using nlohmann::json;

std::string_view type_of(const json& value) {
  if (value.is_object()) return "object";
  if (value.is_array()) return "array";
  if (value.is_boolean()) return "boolean";
  if (value.is_number_integer()) return "integer";
  return value.is_number() ? "number" : "string";
}

// A member's name in an example, and what its marks say of it.
struct marked_name {
  std::string plain;
  bool is_any = false, is_optional = false, is_nullable = false;

  explicit marked_name(std::string_view text) {
    is_any = text.starts_with('*');
    if (is_any) text.remove_prefix(1);
    is_optional = text.ends_with('?');
    if (is_optional) text.remove_suffix(1);
    is_nullable = text.ends_with('~');
    if (is_nullable) text.remove_suffix(1);
    plain = text;
  }
};

json schema_of(const json& example) {
  if (example.is_null()) return {{"nullable", true}};
  json schema{{"type", type_of(example)}};
  if (example.is_array()) schema["items"] = example.empty() ? json::object() : schema_of(example.front());
  if (!example.is_object()) return schema;
  for (const auto& [text, value] : example.items()) {
    const marked_name name{text};
    auto member = schema_of(value);
    if (name.is_nullable) member["nullable"] = true;
    if (name.is_any) {
      schema["additionalProperties"] = std::move(member);
      continue;
    }
    schema["properties"][name.plain] = std::move(member);
    if (!name.is_optional) schema["required"].push_back(name.plain);
  }
  return schema;
}

json without_marks(const json& example) {
  if (example.is_array()) {
    auto list = json::array();
    for (const auto& item : example) list.push_back(without_marks(item));
    return list;
  }
  if (!example.is_object()) return example;
  auto object = json::object();
  for (const auto& [text, value] : example.items()) object[marked_name{text}.plain] = without_marks(value);
  return object;
}

json schemas() {
  auto all = json::object();
  const auto examples = json::parse(openapi_examples);
  for (const auto& [name, example] : examples.items()) {
    all[name] = schema_of(example);
    all[name]["example"] = without_marks(example);
  }
  return all;
}

json reference(std::string_view name) { return {{"$ref", "#/components/schemas/" + std::string{name}}}; }

json object_with(const std::string& member, json schema) {
  return {{"type", "object"}, {"properties", {{member, std::move(schema)}}}, {"required", {member}}};
}

json content_of(std::string_view shape) {
  const auto of_json = [](json schema) { return json{{"application/json", {{"schema", std::move(schema)}}}}; };
  if (shape == "text") return {{"text/plain", {{"schema", {{"type", "string"}}}}}};
  if (shape == "html") return {{"text/html", {{"schema", {{"type", "string"}}}}}};
  if (shape == "form") {
    const json files{{"type", "array"}, {"items", {{"type", "string"}, {"format", "binary"}}}};
    auto form = object_with("files", files);
    for (const auto* name : {"key", "protocolKind", "runTimeParameterValues", "runTimeParameterFiles"})
      form["properties"][name] = {{"type", "string"}};
    return {{"multipart/form-data", {{"schema", std::move(form)}}}};
  }
  if (shape == "data_form") {
    const json file{{"type", "string"}, {"format", "binary"}};
    return {{"multipart/form-data", {{"schema", object_with("file", file)}}}};
  }
  if (shape.starts_with("data:")) return of_json(object_with("data", reference(shape.substr(5))));
  if (!shape.starts_with("list:")) return of_json(reference(shape));
  auto list = object_with("data", {{"type", "array"}, {"items", reference(shape.substr(5))}});
  list["properties"]["meta"] = schema_of({{"cursor", 0}, {"totalLength", 1}});
  list["properties"]["links"] = {{"type", "object"}};
  return of_json(std::move(list));
}

json parameter(std::string name, std::string_view where, std::string_view type, bool is_required) {
  return {{"name", std::move(name)}, {"in", where}, {"required", is_required}, {"schema", {{"type", type}}}};
}

json parameters_of(const operation_description& operation, const route& served) {
  auto list = json::array();
  for (auto begin = operation.pattern.find('{'); begin != std::string_view::npos;
       begin = operation.pattern.find('{', begin + 1)) {
    const auto end = operation.pattern.find('}', begin);
    list.push_back(parameter(std::string{operation.pattern.substr(begin + 1, end - begin - 1)}, "path", "string", true));
  }
  std::istringstream query{std::string{operation.query}};
  for (std::string word; query >> word;) {
    const auto colon = word.find(':');
    auto name = word.substr(0, colon);
    const bool is_required = name.ends_with('!');
    if (is_required) name.pop_back();
    list.push_back(parameter(std::move(name), "query", word.substr(colon + 1), is_required));
  }
  if (served.version == version_rule::required) list.push_back({{"$ref", "#/components/parameters/version"}});
  return list;
}

json describe(const operation_description& operation, const route& served) {
  json described{{"tags", {operation.tag}}, {"summary", operation.summary}, {"parameters", parameters_of(operation, served)}};
  auto body = operation.body;
  if (!body.empty()) {
    const bool is_optional = body.front() == '?';
    if (is_optional) body.remove_prefix(1);
    described["requestBody"] = {{"required", !is_optional}, {"content", content_of(body)}};
  }
  described["responses"][std::to_string(operation.status)] = {{"description", operation.summary},
                                                              {"content", content_of(operation.reply)}};
  described["responses"]["default"] = {{"description", "What is wrong"},
                                       {"content", content_of(served.errors == error_style::legacy ? "LegacyError" : "Errors")}};
  return described;
}

std::string lower(std::string_view method) {
  std::string text{method};
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

json make_document() {
  json document{{"openapi", "3.0.3"},
                {"info", {{"title", "deckhand"}, {"version", version_text}, {"description", "The HTTP API of an OT-2."}}}};
  document["servers"] = {{{"url", "/"}, {"description", "The first robot, and what is the server's own"}},
                         {{"url", "/robots/{robot_name}"},
                          {"description", "Any robot, by its name in /robots: every path is there once more"},
                          {"variables", {{"robot_name", {{"default", "deckhand"}, {"description", "A robot's name"}}}}}}};
  auto version = parameter("Opentrons-Version", "header", "string", true);
  version["description"] = "The version of the API that the client speaks: 2, 3, 4, or * for the newest.";
  version["example"] = "3";
  document["components"] = {{"parameters", {{"version", std::move(version)}}},
                            {"schemas", schemas()},
                            {"securitySchemes", {{"token", {{"type", "http"}, {"scheme", "bearer"}}}}}};
  document["security"] = {json::object(), {{"token", json::array()}}};  // a token where the node asks for one
  for (const auto& operation : all_operations())
    for (const auto& served : all_routes())
      if (served.method == operation.method && served.pattern == operation.pattern)
        document["paths"][std::string{operation.pattern}][lower(operation.method)] = describe(operation, served);
  return document;
}

}  // namespace

const json& openapi_document() {
  static const json document = make_document();
  return document;
}

}  // namespace deckhand
