#include <algorithm>
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "event_samples.hpp"

using namespace deckhand;

namespace {

struct codec_case {
  event_body body;
  std::string text;
};

std::vector<codec_case> every_body() {
  return {
      {run_created{"p", "[1]"}, R"({"type":"run_created","protocol_id":"p","run_time_parameters":[1]})"},
      {run_created{}, R"({"type":"run_created","run_time_parameters":[]})"},
      {action_accepted{"a", action_type::resume_from_recovery},
       R"({"type":"action_accepted","action_id":"a","action":"resume-from-recovery"})"},
      {command_queued{"c", "k", "comment", R"({"message":"a, }]"})", command_intent::setup, "f"},
       R"({"type":"command_queued","command_id":"c","key":"k","command_type":"comment","params":{"message":"a, }]"},"intent":"setup","failed_command_id":"f"})"},
      {command_queued{"c", "", "home", "{}", command_intent::none, {}},
       R"({"type":"command_queued","command_id":"c","key":"","command_type":"home","params":{},"intent":""})"},
      {command_started{"c"}, R"({"type":"command_started","command_id":"c"})"},
      {command_succeeded{"c", R"({"z":1.50,"a":{"b":[1,2]}})", "[]", -7},
       R"({"type":"command_succeeded","command_id":"c","result":{"z":1.50,"a":{"b":[1,2]}},"notes":[],"gap_us":-7})"},
      {command_failed{"c", R"({"detail":"\"x\\"})", "[]", 12},
       R"({"type":"command_failed","command_id":"c","error":{"detail":"\"x\\"},"notes":[],"gap_us":12})"},
      {command_failed{"c", {}, {}, {}}, R"({"type":"command_failed","command_id":"c"})"},
      {run_paused{false}, R"({"type":"run_paused","paused":false})"},
      {run_paused{true, true}, R"({"type":"run_paused","paused":true,"by_open_door":true})"},
      {run_ending{run_result::failed, "{}"}, R"({"type":"run_ending","result":"failed","error":{}})"},
      {run_finished{}, R"({"type":"run_finished"})"},
      {entity_changed{entity_kind::labware_offset, "o", R"({"id":"o"})"},
       R"({"type":"entity_changed","kind":"labwareOffset","entity_id":"o","summary":{"id":"o"}})"},
      {run_archived{}, R"({"type":"run_archived"})"},
      {run_deleted{}, R"({"type":"run_deleted"})"},
      {protocol_added{"p",
                      "h",
                      "json",
                      "OT-2 Standard",
                      "{}",
                      "key",
                      "standard",
                      {},
                      {{"a\n\"b\".json", "main", "{\r\n}"}, {"c", "data", ""}}},
       R"({"type":"protocol_added","protocol_id":"p","content_hash":"h","protocol_type":"json","robot_type":"OT-2 Standard","metadata":{},)"
       R"("key":"key","protocol_kind":"standard","files":[{"name":"a\n\"b\".json","role":"main","content":"{\r\n}"},)"
       R"({"name":"c","role":"data","content":""}]})"},
      {protocol_added{"p", "h", "python", "OT-2 Standard", "{}", {}, "standard", "2.13", {}},
       R"({"type":"protocol_added","protocol_id":"p","content_hash":"h","protocol_type":"python","robot_type":"OT-2 Standard",)"
       R"("metadata":{},"protocol_kind":"standard","api_level":"2.13","files":[]})"},
      {protocol_deleted{"p"}, R"({"type":"protocol_deleted","protocol_id":"p"})"},
      {analysis_started{"p", "a", "[1]", R"({"n":2})", R"({"plan":"f"})"},
       R"({"type":"analysis_started","protocol_id":"p","analysis_id":"a","run_time_parameters":[1],"parameter_values":{"n":2},)"
       R"("parameter_files":{"plan":"f"}})"},
      {data_file_added{"f", "plan.csv", "YSxi"},
       R"({"type":"data_file_added","file_id":"f","name":"plan.csv","content_base64":"YSxi"})"},
      {data_file_deleted{"f"}, R"({"type":"data_file_deleted","file_id":"f"})"},
      {analysis_completed{"p", "a", "[]"}, R"({"type":"analysis_completed","protocol_id":"p","analysis_id":"a","document":[]})"},
  };
}

}  // namespace

TEST_CASE("every event body is written in its documented form and read back unchanged") {
  std::vector<bool> is_covered(std::variant_size_v<event_body>);
  for (const auto& [body, text] : every_body()) {
    INFO(text);
    CHECK(to_json_text(body) == text);
    const auto again = parse_event_body(text);
    REQUIRE(again);
    CHECK(again->index() == body.index());
    CHECK(to_json_text(*again) == text);
    is_covered[body.index()] = true;
  }
  CHECK(std::count(is_covered.begin(), is_covered.end(), true) == std::ptrdiff_t(is_covered.size()));
}

TEST_CASE("values come back as they were") {
  const auto read = [](const event_body& body) { return *parse_event_body(to_json_text(body)); };
  const auto failed_again = std::get<command_failed>(read(command_failed{"c", "{ \"a\" : 1e2 }", {}, 1'234'567'890'123}));
  CHECK(failed_again.command_id == "c");
  CHECK(failed_again.error_json == "{ \"a\" : 1e2 }");
  CHECK_FALSE(failed_again.notes_json);
  CHECK(failed_again.gap_us == 1'234'567'890'123);
  const auto added = std::get<protocol_added>(read(sample_protocol("µ \x01 \"\\")));
  CHECK(added.protocol_id == "µ \x01 \"\\");
  CHECK_FALSE(added.key);
  REQUIRE(added.files.size() == 2);
  CHECK(added.files[0].content == "{\"schemaVersion\": 8}\n");
  CHECK(added.files[1].role == "labware");
}

TEST_CASE("text that is no UTF-8 is journalled with replacement characters") {
  const auto again = parse_event_body(to_json_text(command_started{"a\xFFz"}));
  REQUIRE(again);
  CHECK(std::get<command_started>(*again).command_id == "a\xEF\xBF\xBDz");
}

TEST_CASE("members may come in any order and with blanks, and unknown ones are passed over") {
  const auto body = parse_event_body(" { \"x\\\"y\" : [ \"}\" , { } ] , \"paused\" :\ttrue , \"type\" : \"run_paused\" } \n");
  REQUIRE(body);
  CHECK(std::get<run_paused>(*body).paused);
}

TEST_CASE("what is no event gives nothing") {
  for (const std::string text : {"",
                                 " ",
                                 "null",
                                 "[]",
                                 "{}",
                                 "{",
                                 "}",
                                 "\"type\"",
                                 R"({"type":)",
                                 R"({"type":"no_such_event"})",
                                 R"({"type":7})",
                                 R"({"type":"run_paused"})",
                                 R"({"type":"run_paused","paused":1})",
                                 R"({"type":"run_paused","paused":true,"by_open_door":1})",
                                 R"({"type":"run_paused","paused":true)",
                                 R"({"type":"run_paused","paused":true}})",
                                 R"({"type":"command_started"})",
                                 R"({"type":"command_started","command_id":null})",
                                 R"({"type":"command_started","command_id":["c"]})",
                                 R"({"type":"run_ending","result":"won"})",
                                 R"({"type":"run_ending","result":2})",
                                 R"({"type":"command_failed","command_id":"c","gap_us":1.5})",
                                 R"({"type":"command_failed","command_id":"c","gap_us":99999999999999999999})",
                                 R"({"type":"command_failed","command_id":"c","gap_us":"1"})",
                                 R"({"type":"entity_changed","kind":"spoon","entity_id":"a","summary":{}})",
                                 "{\"type\":\"command_started\",\"command_id\":\"\xFF\"}"}) {
    INFO(text);
    CHECK_FALSE(parse_event_body(text));
  }
  const std::string files =
      R"({"type":"protocol_added","protocol_id":"p","content_hash":"h","protocol_type":"json","robot_type":"r",)"
      R"("metadata":{},"protocol_kind":"standard","files":)";
  CHECK(parse_event_body(files + "[]}"));
  for (const std::string value : {"{}", "[1]", "[{}]", R"([{"name":"a","role":"main"}])", "\"a\""})
    CHECK_FALSE(parse_event_body(files + value + "}"));
}

TEST_CASE("every beginning and every single-byte change of a journal text is read or refused, never more") {
  for (const auto& sample : every_body()) {
    for (std::size_t i = 0; i < sample.text.size(); ++i) {
      CHECK_FALSE(parse_event_body(std::string_view{sample.text}.substr(0, i)));
      for (const char c : {'"', '\\', '{', '}', '[', ',', ':', '\0', '\xC3'}) {
        auto changed = sample.text;
        changed[i] = c;
        if (const auto body = parse_event_body(changed)) CHECK(nlohmann::json::accept(to_json_text(*body)));
      }
    }
  }
}

TEST_CASE("names of the wire are parsed back, and no others") {
  for (const auto action : {action_type::play, action_type::pause, action_type::stop, action_type::resume_from_recovery,
                            action_type::resume_from_recovery_assuming_false_positive})
    CHECK(parse_action_type(to_string(action)) == action);
  for (const auto intent : {command_intent::none, command_intent::protocol, command_intent::setup, command_intent::fixit})
    CHECK(parse_command_intent(to_string(intent)) == intent);
  for (const auto result : {run_result::none, run_result::succeeded, run_result::failed, run_result::stopped})
    CHECK(parse_run_result(to_string(result)) == result);
  for (const auto kind :
       {entity_kind::labware, entity_kind::pipette, entity_kind::module_, entity_kind::liquid, entity_kind::labware_offset})
    CHECK(parse_entity_kind(to_string(kind)) == kind);
  CHECK(to_string(action_type::resume_from_recovery_assuming_false_positive) == "resume-from-recovery-assuming-false-positive");
  CHECK_FALSE(parse_action_type("Play"));
  CHECK_FALSE(parse_action_type(""));
  CHECK_FALSE(parse_command_intent("setups"));
}
