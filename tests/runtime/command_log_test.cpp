#include "runtime/command_log.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace deckhand;

namespace {

command_entry_ptr numbered(std::size_t number) {
  command_record command;
  command.command_id = std::to_string(number);
  return make_entry(command);
}

}  // namespace

TEST_CASE("a queued command has only what it has") {
  command_record command;
  command.command_id = "c1";
  command.key = "k1";
  command.command_type = "home";
  command.created_at = "2026-01-31T09:30:00.000000+00:00";
  CHECK(
      summary_json(command) ==
      R"({"id":"c1","key":"k1","commandType":"home","status":"queued","createdAt":"2026-01-31T09:30:00.000000+00:00","params":{}})");
  CHECK(full_json(command) == summary_json(command));
}

TEST_CASE("a finished command has it all, and the result only in the full form") {
  command_record command;
  command.command_id = "c\"1";
  command.key = "µ";
  command.command_type = "aspirate";
  command.status = command_status::succeeded;
  command.intent = command_intent::fixit;
  command.created_at = "t0";
  command.started_at = "t1";
  command.completed_at = "t2";
  command.params_json = R"({"volume":1.50})";
  command.notes_json = "[]";
  command.result_json = R"({"volume":1.5})";
  command.failed_command_id = "c0";
  auto expected = nlohmann::json::parse(R"({"id":"c\"1","key":"µ","commandType":"aspirate","intent":"fixit","status":"succeeded",
    "createdAt":"t0","startedAt":"t1","completedAt":"t2","params":{"volume":1.5},"notes":[],"failedCommandId":"c0"})");
  CHECK(nlohmann::json::parse(summary_json(command)) == expected);
  expected["result"] = {{"volume", 1.5}};
  CHECK(nlohmann::json::parse(full_json(command)) == expected);
  const auto entry = make_entry(command);
  CHECK(entry->summary_json == summary_json(command));
  CHECK(entry->full_json() == full_json(command));
  CHECK(entry->status == command_status::succeeded);
}

TEST_CASE("a log keeps its entries over the edges of its parts, and older logs stay as they were") {
  const std::size_t count = 9000;  // more than two blocks of 64 x 64
  command_log log, half;
  for (std::size_t i = 0; i < count; ++i) {
    if (i == count / 2) half = log;
    log = log.appended(numbered(i));
  }
  auto changed = log;
  for (const std::size_t i : {0, 63, 64, 4095, 4096, 8999}) changed = changed.replaced(i, numbered(i + 100'000));
  REQUIRE(log.size() == count);
  CHECK(half.size() == count / 2);
  CHECK(changed.size() == count);
  std::size_t differing = 0;
  for (std::size_t i = 0; i < count; ++i) {
    REQUIRE(log.at(i).command_id == std::to_string(i));
    if (i < half.size()) REQUIRE(&half.at(i) == &log.at(i));
    if (&changed.at(i) == &log.at(i)) continue;
    ++differing;
    CHECK(changed.at(i).command_id == std::to_string(i + 100'000));
  }
  CHECK(differing == 6);
  CHECK(command_log{}.empty());
}

TEST_CASE("logs that grow from the same log do not meet") {
  command_log base;
  for (std::size_t i = 0; i < 70; ++i) base = base.appended(numbered(i));
  const auto left = base.appended(numbered(1000));
  const auto right = base.appended(numbered(2000));
  CHECK(base.size() == 70);
  CHECK(left.at(70).command_id == "1000");
  CHECK(right.at(70).command_id == "2000");
}
