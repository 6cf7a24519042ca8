#include "tests/contract/command_rows.hpp"

#include <catch2/catch.hpp>

namespace deckhand::testing {

using nlohmann::json;

namespace {

std::string names_in(const json& object) {
  std::string names;
  for (const auto& [name, value] : object.items()) names += (names.empty() ? "" : " ") + name;
  return names;
}

}  // namespace

void check_row(contract_robot& robot, const std::string& run_id, const row& each) {
  const auto params = json::parse("{" + std::string{each.params} + "}");
  INFO(each.command_type << " " << params.dump());
  const auto done = robot.do_setup(run_id, step(each.command_type, params));
  INFO(done.dump().substr(0, 600));
  const std::string error = each.error;
  CHECK(done["status"] == (error.empty() ? "succeeded" : "failed"));
  CHECK(done["notes"] == json::array());
  if (error.empty()) {
    CHECK(names_in(done["result"]) == each.result);
    CHECK_FALSE(done.contains("error"));
  } else {
    const auto& told = done["error"];
    CHECK(told.value("errorType", "") + " " + told.value("errorCode", "") == error);
    CHECK(names_in(told) == "createdAt detail errorCode errorInfo errorType id isDefined wrappedErrors");
    CHECK(told["isDefined"] == false);
    CHECK_FALSE(done.contains("result"));
  }
  const auto& logged = done["params"];
  const auto wanted = json::parse(each.in_log);
  for (const auto& [name, value] : wanted.items()) CHECK(logged[name] == value);
}

}  // namespace deckhand::testing
