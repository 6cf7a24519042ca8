#include "hardware/module_session.hpp"

#include <catch2/catch.hpp>
#include <map>

using namespace deckhand;
using enum module_action;

namespace {

using lines = std::vector<std::string>;

struct kind {
  module_type type;
  std::map<std::string, std::string> says;  // by question
};

kind temperature_module(const char* revision = "temp_deck_v20") {
  return {module_type::temperature,
          {{"M115", "serial:TD-1 model:" + std::string{revision} + " version:v2.0.1"}, {"M105", "T:none C:25"}}};
}
kind magnetic_module(const char* revision = "mag_deck_v20") {
  return {module_type::magnetic, {{"M115", "serial:MD-1 model:" + std::string{revision} + " version:v2.0.0"}, {"M114.2", "Z:0"}}};
}
kind thermocycler() {
  return {module_type::thermocycler,
          {{"M115", "serial:TC-1 model:v02 version:v1.1.0"},
           {"M119", "Lid:open"},
           {"M141", "T:none C:25"},
           {"M105", "T:none C:25 H:none"}}};
}
kind newer_thermocycler() {
  return {module_type::thermocycler,
          {{"M115", "M115 FW:v1.0.3 HW:Opentrons-thermocycler-gen2 SerialNo:TC-2"},
           {"M119", "M119 Lid:open"},
           {"M141", "M141 T:none C:25"},
           {"M105", "M105 T:none C:25 H:0"}}};
}
kind heater_shaker() {
  return {module_type::heater_shaker,
          {{"M115", "M115 FW:v1.0.2 HW:Opentrons-heater-shaker-v1 SerialNo:HS-1"},
           {"M241", "M241 STATUS:IDLE_CLOSED"},
           {"M123", "M123 C:0 T:0"},
           {"M105", "M105 C:24.5 T:0"}}};
}

/// A module whose answers the test sets. Commands are answered with nothing unless said otherwise.
struct bench {
  explicit bench(kind what) : session(what.type, "/dev/m"), says(std::move(what.says)) {}

  /// Sends lines and answers them as long as there are any now.
  void settle() {
    while (const auto line = session.next_line(now_s)) {
      if (!line->is_question) told.push_back(line->write.text);
      asked.push_back(line->write.text);
      session.on_reply(says[line->write.text], now_s);
    }
  }
  void pass(double seconds) {
    now_s += seconds;
    settle();
  }
  void begin(const module_operation& wanted) {
    told.clear();
    session.begin(wanted, now_s);
    settle();
  }
  void begin(module_action action, std::optional<double> value = {}) {
    begin({.serial_number = session.known().serial_number, .action = action, .value = value});
  }
  /// Whether the operation ended well, or its error's code.
  bool is_done() {
    const auto outcome = session.take_outcome();
    if (outcome && !*outcome) FAIL(outcome->error().detail);
    return outcome.has_value();
  }
  robot_error error() {
    const auto outcome = session.take_outcome();
    REQUIRE(outcome);
    REQUIRE_FALSE(*outcome);
    return outcome->error();
  }
  module_facts facts() const {
    REQUIRE(session.known().facts);
    return *session.known().facts;
  }

  module_session session;
  std::map<std::string, std::string> says;
  lines told, asked;
  double now_s = 100;
};

board_reply lost() { return tl::unexpected{transport_error{transport_error_code::disconnected, "It is gone."}}; }

}  // namespace

TEST_CASE("a module is asked who it is, and then how it is, once a second") {
  bench b{temperature_module()};
  CHECK_FALSE(b.session.known().facts);
  CHECK(b.session.known().trouble.find("has not been reached yet") != std::string::npos);
  b.settle();
  CHECK(b.asked == lines{"M115", "M105"});
  CHECK(b.told.empty());
  CHECK(b.facts().model == "temperatureModuleV2");
  CHECK(b.facts().serial_number == "TD-1");
  CHECK(b.facts().firmware_version == "v2.0.1");
  CHECK(b.facts().hardware_revision == "temp_deck_v20");
  CHECK(b.facts().place == "/dev/m");
  CHECK(b.facts().plate.celsius == 25);
  CHECK_FALSE(b.facts().plate.target_celsius);
  CHECK(b.session.due_s() == 101);
  b.pass(0.9);
  CHECK(b.asked.size() == 2);
  b.says["M105"] = "T:4.000 C:24.1";
  b.pass(0.1);
  CHECK(b.facts().plate.celsius == 24.1);
  CHECK(b.facts().plate.target_celsius == 4);
}

TEST_CASE("each kind and generation tells which it is") {
  const auto model_of = [](kind what) {
    bench b{std::move(what)};
    b.settle();
    return b.facts().model;
  };
  CHECK(model_of(temperature_module("temp_deck_v1.5")) == "temperatureModuleV1");
  CHECK(model_of(temperature_module("temp_deck_v4.0")) == "temperatureModuleV1");
  CHECK(model_of(temperature_module("temp_deck_v21")) == "temperatureModuleV2");
  CHECK(model_of(magnetic_module("mag_deck_v1.1")) == "magneticModuleV1");
  CHECK(model_of(magnetic_module()) == "magneticModuleV2");
  CHECK(model_of(thermocycler()) == "thermocyclerModuleV1");
  CHECK(model_of(newer_thermocycler()) == "thermocyclerModuleV2");
  CHECK(model_of(heater_shaker()) == "heaterShakerModuleV1");
}

TEST_CASE("another kind of module at a link is told, and not used") {
  bench b{magnetic_module("temp_deck_v20")};
  b.settle();
  CHECK_FALSE(b.session.known().facts);
  CHECK(b.session.known().trouble.find("Another kind of module is there: \"temp_deck_v20\".") != std::string::npos);
  b.says["M115"] = "noise";
  b.pass(1);
  CHECK(b.session.known().trouble.find("\"noise\"") != std::string::npos);
  b.says = magnetic_module().says;
  b.pass(1);
  CHECK(b.facts().model == "magneticModuleV2");
}

TEST_CASE("a temperature module is told whole degrees, and waited for until it is there") {
  bench b{temperature_module()};
  b.settle();
  b.says["M105"] = "T:37 C:25";
  b.begin(set_temperature, 37.4);
  CHECK(b.told == lines{"M104 S37"});
  CHECK(b.is_done());
  CHECK(b.facts().plate.target_celsius == 37);  // of after the line
  b.begin(wait_for_temperature);
  CHECK(b.told.empty());
  CHECK_FALSE(b.is_done());
  b.says["M105"] = "T:37 C:36.4";
  b.pass(0.25);
  CHECK_FALSE(b.is_done());
  b.says["M105"] = "T:37 C:36.6";
  b.pass(0.25);
  CHECK(b.is_done());
  b.says["M105"] = "T:none C:36";
  b.begin(stop_heating);
  CHECK(b.told == lines{"M18"});
  CHECK(b.is_done());
  b.begin(wait_for_temperature);
  CHECK(b.error().code == robot_error_code::module_refused);
}

TEST_CASE("a wait for a temperature on the way ends there, and one whose target goes ends, too") {
  bench b{temperature_module()};
  b.says["M105"] = "T:4 C:25";
  b.settle();
  b.begin(wait_for_temperature, 10);
  CHECK_FALSE(b.is_done());
  b.says["M105"] = "T:4 C:9.8";
  b.pass(0.25);
  CHECK(b.is_done());
  b.begin(wait_for_temperature);
  b.says["M105"] = "T:none C:9.8";
  b.pass(0.25);
  CHECK(b.error().detail == "The Temperature Module TD-1 at /dev/m has no target temperature any more.");
}

TEST_CASE("magnets are asked where they are after each move: the first generation counts half millimetres") {
  bench old{magnetic_module("mag_deck_v1.1")};
  old.settle();
  old.says["M114.2"] = "Z:13.6";
  old.begin(engage, 6.8);
  CHECK(old.told == lines{"G0 Z13.6", "M114.2"});
  CHECK(old.is_done());
  CHECK(old.facts().magnet_height_mm == Approx(6.8));
  bench b{magnetic_module()};
  b.settle();
  b.begin(engage, 6.8);
  CHECK(b.told == lines{"G0 Z6.8", "M114.2"});
  CHECK(b.is_done());
  b.begin(disengage);
  CHECK(b.told == lines{"G28.2", "G0 Z0.0", "M114.2"});
  CHECK(b.is_done());
  b.begin(engage, 26);
  CHECK(b.told.empty());
  CHECK(b.error().code == robot_error_code::module_refused);
}

TEST_CASE("a thermocycler's lid is waited for") {
  for (const auto& what : {thermocycler(), newer_thermocycler()}) {
    bench b{what};
    b.settle();
    b.says["M119"] = "Lid:in_between";
    b.begin(close_lid);
    CHECK(b.told == lines{"M127"});
    CHECK_FALSE(b.is_done());
    CHECK(b.facts().lid == lid_state::between);
    b.says["M119"] = "Lid:closed";
    b.pass(0.25);
    CHECK(b.is_done());
    b.says["M119"] = "Lid:unknown";
    b.begin(open_lid);
    CHECK(b.told == lines{"M126"});
    b.pass(59);
    CHECK_FALSE(b.is_done());
    b.pass(2);
    CHECK(b.error().code == robot_error_code::module_error);
  }
}

TEST_CASE("a thermocycler's lid and block are told, and their waits are for their own heater") {
  bench b{newer_thermocycler()};
  b.settle();
  b.says["M141"] = "M141 T:110 C:60";
  b.begin(set_lid_temperature, 112);
  CHECK(b.told == lines{"M140 S110"});
  CHECK(b.is_done());
  b.says["M105"] = "M105 T:95 C:80 H:30";
  b.begin({.serial_number = "TC-2", .action = set_temperature, .value = 95.004, .hold_s = 30, .volume_ul = 25});
  CHECK(b.told == lines{"M104 S95 H30 V25"});
  CHECK(b.is_done());
  b.begin(wait_for_lid_temperature);
  CHECK_FALSE(b.is_done());
  b.says["M141"] = "M141 T:110 C:109.7";
  b.pass(0.25);
  CHECK(b.is_done());
  b.begin(wait_for_temperature);
  b.says["M105"] = "M105 T:95 C:95.1 H:3";
  b.pass(0.25);
  CHECK_FALSE(b.is_done());
  CHECK(b.facts().hold_left_s == 3);
  b.says["M105"] = "M105 T:95 C:95.1 H:0";
  b.pass(0.25);
  CHECK(b.is_done());
  b.begin(stop_heating_lid);
  CHECK(b.told == lines{"M108"});
  b.begin(stop_heating);
  CHECK(b.told == lines{"M14"});
  b.begin(stop_all_heating);
  CHECK(b.told == lines{"M18"});
}

TEST_CASE("a profile is driven step by step, each when the one before is over") {
  bench b{thermocycler()};
  b.settle();
  b.says["M105"] = "T:95 C:40 H:10";
  b.begin({.serial_number = "TC-1", .action = run_profile, .volume_ul = 20, .profile = {{95, 10}, {60, 20}, {60, 5}}});
  CHECK(b.told == lines{"M104 S95 H10 V20"});
  CHECK(b.facts().profile->step == 1);
  CHECK(b.facts().profile->steps == 3);
  b.says["M105"] = "T:95 C:95 H:10";
  b.pass(0.25);
  CHECK(b.told.size() == 1);
  b.says["M105"] = "T:95 C:95 H:0";
  b.says["M104 S60 H20 V20"] = "";
  b.now_s += 0.25;
  auto line = b.session.next_line(b.now_s);
  while (line && line->is_question) {
    b.session.on_reply(b.says[line->write.text], b.now_s);
    line = b.session.next_line(b.now_s);
  }
  REQUIRE(line);
  CHECK(line->write.text == "M104 S60 H20 V20");
  b.says["M105"] = "T:60 C:95 H:20";
  b.session.on_reply("", b.now_s);
  b.settle();
  CHECK(b.facts().profile->step == 2);
  CHECK_FALSE(b.is_done());
  b.session.cancel();
  CHECK_FALSE(b.facts().profile);
  b.says["M105"] = "T:60 C:60 H:0";
  b.pass(10);
  CHECK(b.told.size() == 1);  // the third step is never told
  CHECK_FALSE(b.is_done());
}

TEST_CASE("a heater-shaker's latch, motor and heater") {
  bench b{heater_shaker()};
  b.settle();
  CHECK(b.facts().latch == latch_state::closed);
  b.says["M123"] = "M123 C:300 T:500";
  b.begin(shake, 500);
  CHECK(b.told == lines{"M3 S500"});
  CHECK_FALSE(b.is_done());
  b.says["M123"] = "M123 C:480 T:500";
  b.pass(0.25);
  CHECK(b.is_done());
  CHECK(b.facts().target_rpm == 500);
  b.begin(open_latch);
  CHECK(b.told.empty());
  CHECK(b.error().detail == "The latch stays closed while the plate shakes.");
  b.says["M123"] = "M123 C:200 T:0";
  b.begin(stop_shaking);
  CHECK(b.told == lines{"G28"});
  CHECK_FALSE(b.is_done());
  b.says["M123"] = "M123 C:0 T:0";
  b.pass(0.25);
  CHECK(b.is_done());
  b.says["M241"] = "M241 STATUS:OPENING";
  b.begin(open_latch);
  CHECK(b.told == lines{"M242"});
  CHECK(b.facts().latch == latch_state::opening);
  b.says["M241"] = "M241 STATUS:IDLE_OPEN";
  b.pass(0.25);
  CHECK(b.is_done());
  b.begin(shake, 500);
  CHECK(b.error().code == robot_error_code::module_refused);
  b.says["M105"] = "M105 C:24.5 T:40.55";
  b.begin(set_temperature, 40.554);
  CHECK(b.told == lines{"M104 S40.55"});
  CHECK(b.is_done());
  CHECK(b.facts().plate.target_celsius == 40.55);
  b.begin(stop_heating);
  CHECK(b.told == lines{"M106"});
}

TEST_CASE("a kind of module that cannot do something refuses it") {
  bench b{heater_shaker()};
  b.settle();
  b.begin(open_lid);
  CHECK(b.error().detail == "A Heater-Shaker Module GEN1 cannot do that.");
}

TEST_CASE("a module's error fails its operation, with the module's own text") {
  bench b{newer_thermocycler()};
  b.settle();
  b.says["M126"] = "ERR003:unhandled gcode";
  b.begin(open_lid);
  const auto error = b.error();
  CHECK(error.code == robot_error_code::module_error);
  CHECK(error.detail == "The Thermocycler Module TC-2 at /dev/m reports: ERR003:unhandled gcode");
  bench old{temperature_module()};
  old.settle();
  old.says["M104 S95"] = "ERROR:heater";
  old.begin(set_temperature, 95);
  CHECK(old.error().code == robot_error_code::module_error);
}

TEST_CASE("what a module reports unasked fails what goes on, and is known until the next operation begins") {
  bench b{heater_shaker()};
  b.settle();
  b.says["M123"] = "M123 C:0 T:500";
  b.begin(shake, 500);
  b.session.on_unasked("async ERR106:main motor stalled");
  CHECK(b.error().detail == "The Heater-Shaker Module HS-1 at /dev/m reports: async ERR106:main motor stalled");
  CHECK(b.facts().complaint == "async ERR106:main motor stalled");
  b.pass(1);
  CHECK(b.facts().complaint == "async ERR106:main motor stalled");
  b.says["M123"] = "M123 C:0 T:0";
  b.begin(stop_shaking);
  CHECK(b.is_done());
  CHECK(b.facts().complaint.empty());
}

TEST_CASE("an answer that cannot be read is asked for again, and three in a row fail what goes on") {
  bench b{temperature_module()};
  b.settle();
  b.says["M105"] = "T:37 C:25";
  b.pass(1);
  b.begin(wait_for_temperature);
  CHECK_FALSE(b.is_done());
  b.says["M105"] = "\x01?";
  b.pass(0.25);
  CHECK(b.error().code == robot_error_code::module_error);
  CHECK(b.facts().plate.celsius == 25);
}

TEST_CASE("a module that is lost fails what goes on, and is asked who it is when it is back") {
  bench b{temperature_module()};
  b.says["M105"] = "T:37 C:25";
  b.settle();
  b.begin(wait_for_temperature);
  b.now_s += 0.25;
  REQUIRE(b.session.next_line(b.now_s));
  b.session.on_reply(lost(), b.now_s);
  const auto error = b.error();
  CHECK(error.code == robot_error_code::module_unreachable);
  CHECK(error.detail == "The Temperature Module TD-1 at /dev/m cannot be reached. It is gone.");
  CHECK_FALSE(b.session.known().facts);
  b.begin(set_temperature, 40);
  CHECK(b.error().code == robot_error_code::module_unreachable);
  b.asked.clear();
  b.says["M115"] = "serial:TD-9 model:temp_deck_v1 version:v1";
  b.pass(1);
  CHECK(b.asked == lines{"M115", "M105"});
  CHECK(b.facts().serial_number == "TD-9");
  CHECK(b.facts().model == "temperatureModuleV1");
  b.begin({.serial_number = "TD-1", .action = set_temperature, .value = 40});
  CHECK(b.error().code == robot_error_code::module_absent);
  b.session.on_lost("It was pulled out.", b.now_s);
  CHECK(b.session.known().trouble == "It was pulled out.");
}

TEST_CASE("what is begun while a line is in flight waits for its answer") {
  bench b{heater_shaker()};
  b.settle();
  b.now_s += 1;
  const auto question = b.session.next_line(b.now_s);
  REQUIRE(question);
  b.session.begin({.serial_number = "HS-1", .action = open_latch}, b.now_s);
  CHECK_FALSE(b.session.next_line(b.now_s));
  b.says["M241"] = "M241 STATUS:IDLE_OPEN";
  b.session.on_reply(std::string{"M241 STATUS:IDLE_CLOSED"}, b.now_s);
  b.settle();
  CHECK(b.told == lines{"M242"});
  CHECK(b.is_done());
}

TEST_CASE("how long an answer is waited for is the kind's: who it is is told sooner") {
  bench b{magnetic_module()};
  auto line = b.session.next_line(b.now_s);
  CHECK(line->write.ack_timeout == std::chrono::seconds{2});
  CHECK(line->write.retries == 3);
  b.session.on_reply(b.says["M115"], b.now_s);
  b.settle();
  b.session.begin({.serial_number = "MD-1", .action = engage, .value = 5}, b.now_s);
  CHECK(b.session.next_line(b.now_s)->write.ack_timeout == std::chrono::seconds{10});
}
