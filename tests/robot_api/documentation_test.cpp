// HTTP_API 1.1 and 2.1: the description of the API, and that it describes what is there.

#include <algorithm>
#include <catch2/catch.hpp>

#include "http/openapi/operations.hpp"
#include "http/route_table.hpp"
#include "tests/robot_api/contract_robot.hpp"

using namespace deckhand;
using namespace deckhand::testing;
using nlohmann::json;

namespace {

bool has_type(const json& value, const std::string& type) {
  if (type == "object") return value.is_object();
  if (type == "array") return value.is_array();
  if (type == "boolean") return value.is_boolean();
  if (type == "integer") return value.is_number_integer();
  return type == "number" ? value.is_number() : value.is_string();
}

/// What of a value is not as its schema says; empty where all is.
std::string misfit(const json& document, const json& value, const json& given, const std::string& place) {
  const auto& schema =
      given.contains("$ref") ? document.at(json::json_pointer{given["$ref"].get<std::string>().substr(1)}) : given;
  if (value.is_null()) return schema.value("nullable", false) ? "" : place + " is null";
  if (schema.contains("type") && !has_type(value, schema["type"])) return place + " is no " + schema["type"].get<std::string>();
  for (const auto& name : schema.value("required", json::array()))
    if (!value.contains(name.get<std::string>())) return place + " has no " + name.get<std::string>();
  const json anything{{"nullable", true}};
  const auto properties = schema.value("properties", json::object());
  const auto items = schema.value("items", anything);
  for (std::size_t i = 0; value.is_array() && i < value.size(); ++i)
    if (auto found = misfit(document, value[i], items, place + "/" + std::to_string(i)); !found.empty()) return found;
  if (!value.is_object()) return "";
  for (const auto& [name, member] : value.items()) {
    const auto& its = properties.contains(name) ? properties[name] : schema.value("additionalProperties", anything);
    if (auto found = misfit(document, member, its, place + "/" + name); !found.empty()) return found;
  }
  return "";
}

/// Whether an answer is what the description says of its operation.
void check_described(const json& document, const std::string& method, const std::string& pattern, const contract_answer& got) {
  INFO(method << " " << pattern << ": " << got.text.substr(0, 300));
  const auto& responses = document["paths"][pattern][method]["responses"];
  const auto status = std::to_string(got.status);
  const auto& content = responses[responses.contains(status) ? status : "default"]["content"];
  if (content.contains("application/json"))
    CHECK(misfit(document, got.body, content["application/json"]["schema"], "answer") == "");
}

}  // namespace

TEST_CASE("every route is described, and nothing else is") {
  for (const auto& route : all_routes()) {
    const auto operations = all_operations();
    const auto is_it = [&](const auto& each) { return each.method == route.method && each.pattern == route.pattern; };
    INFO(route.method << " " << route.pattern);
    CHECK(std::count_if(operations.begin(), operations.end(), is_it) == 1);
  }
  CHECK(all_operations().size() == all_routes().size());
}

TEST_CASE("the description needs no version header, and all its references lead somewhere") {
  contract_robot robot;
  const auto got = robot.send_text("GET", "/openapi.json", "", {});
  REQUIRE(got.status == 200);
  CHECK(got.body["openapi"].get<std::string>().rfind("3.", 0) == 0);
  std::size_t operations = 0;
  for (const auto& [path, methods] : got.body["paths"].items()) operations += methods.size();
  CHECK(operations == all_routes().size());
  const std::string marker = "\"$ref\":\"#/";
  for (auto at = got.text.find(marker); at != std::string::npos; at = got.text.find(marker, at + 1)) {
    const auto begin = at + marker.size() - 1;
    const json::json_pointer place{got.text.substr(begin, got.text.find('"', begin) - begin)};
    INFO(place.to_string());
    CHECK(got.body.contains(place));
  }
}

TEST_CASE("the page for people comes from the node itself") {
  contract_robot robot;
  for (const auto* path : {"/docs", "/redoc"}) {
    const auto got = robot.send_text("GET", path, "", {});
    CHECK(got.status == 200);
    CHECK(got.header("Content-Type").rfind("text/html", 0) == 0);
    CHECK(got.text.find("/openapi.json") != std::string::npos);
    CHECK(got.text.find("http://") == std::string::npos);
    CHECK(got.text.find("https://") == std::string::npos);
  }
}

TEST_CASE("what is asked without arguments is answered as described") {
  contract_robot robot;
  const auto document = robot.get("/openapi.json").body;
  for (const auto& route : all_routes()) {
    const std::string pattern{route.pattern};
    if (route.method != "GET" || pattern.find('{') != std::string::npos || pattern == "/openapi.json") continue;
    check_described(document, "get", pattern, robot.get(pattern));
  }
}

TEST_CASE("runs, commands and errors are answered as described") {
  contract_robot robot;
  const auto document = robot.get("/openapi.json").body;
  const auto created = robot.post("/runs", {{"labwareOffsets", json::array()}});
  check_described(document, "post", "/runs", created);
  const auto run = "/runs/" + created.body["data"]["id"].get<std::string>();
  for (const auto& [type, params] :
       std::vector<std::pair<std::string, json>>{{"home", json::object()},
                                                 {"loadPipette", {{"pipetteName", "p300_single"}, {"mount", "right"}}},
                                                 {"prepareToAspirate", {{"pipetteId", "none"}}},
                                                 {"fly", json::object()}})
    check_described(document, "post", "/runs/{run_id}/commands",
                    robot.post(run + "/commands?waitUntilComplete=true", {{"commandType", type}, {"params", params}}));
  const json offset{
      {"definitionUri", "mine/cup/1"}, {"location", {{"slotName", "1"}}}, {"vector", {{"x", 1}, {"y", 2}, {"z", 3}}}};
  check_described(document, "post", "/runs/{run_id}/labware_offsets", robot.post(run + "/labware_offsets", offset));
  const auto ask_everything = [&] {
    for (const auto* below : {"", "/commands", "/commandErrors", "/currentState", "/timing", "/loaded_labware_definitions",
                              "/commandsAsPreSerializedList"})
      check_described(document, "get", "/runs/{run_id}" + std::string{below}, robot.get(run + below));
    check_described(document, "get", "/runs", robot.get("/runs"));
  };
  ask_everything();
  for (const auto* action : {"pause", "stop"})
    check_described(document, "post", "/runs/{run_id}/actions", robot.post(run + "/actions", {{"actionType", action}}));
  ask_everything();
  const auto maintenance = robot.post("/maintenance_runs", json::object());
  check_described(document, "post", "/maintenance_runs", maintenance);
  check_described(document, "get", "/maintenance_runs/{run_id}",
                  robot.get("/maintenance_runs/" + maintenance.body["data"]["id"].get<std::string>()));
  check_described(document, "post", "/robot/lights", robot.send("POST", "/robot/lights", {{"on", 3}}));
  check_described(document, "put", "/clientData/{key}", robot.send("PUT", "/clientData/a", {{"data", {{"x", nullptr}}}}));
}
