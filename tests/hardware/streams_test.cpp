// Whole streams of the driver, line by line: what was worked out by hand from the maker's figures. Waits (M400) are left out.

#include <catch2/catch.hpp>
#include <fstream>
#include <sstream>

#include "hardware/gcode_log.hpp"
#include "tests/hardware/board_recorder.hpp"
#include "tests/runtime/temporary_directory.hpp"
#include "tests/support/board_lines.hpp"

using namespace deckhand;
using namespace deckhand::testing;

namespace {

robot_config with_pipettes(const char* left, const char* right = nullptr) {
  robot_config config;
  config.mounts_take_any_pipette = false;
  if (left) config.pipettes[0] = emulated_instrument{left, "L"};
  if (right) config.pipettes[1] = emulated_instrument{right, "R"};
  return config;
}

move_operation straight_to(mount on, point target) {
  move_operation move;
  move.on = on;
  move.target = target;
  move.path = path_kind::direct;
  return move;
}

stream set_up() {
  return {"",
          "M999",
          "G28.6",
          "M92 X80.0 Y80.0 Z400 A400",
          "M92 B768 C768",
          "G90",
          "M114.2",
          default_speeds,
          "G0 F24000",
          "M204 S10000 A1500 B200 C200 X3000 Y2000 Z1500"};
}

stream gantry_home() {
  return {"M907 A0.8 B0.05 C0.05 X0.3 Y0.3 Z0.8 G4 P0.005 G28.2 AZ",
          all_dwell,
          "M203.1 Y50",
          "M907 A0.1 B0.05 C0.05 X0.3 Y0.8 Z0.1 G4 P0.005 G91 G0 Y-28 G0 Y10 G90",
          "M203.1 X80",
          "M907 A0.1 B0.05 C0.05 X1.25 Y0.3 Z0.1 G4 P0.005 G28.2 X",
          default_speeds,
          all_dwell,
          "M203.1 Y80",
          "M907 A0.1 B0.05 C0.05 X0.3 Y1.25 Z0.1 G4 P0.005 G28.2 Y",
          "M203.1 Y8",
          "G91 G0 Y-3 G90",
          "G28.2 Y",
          "G91 G0 Y-3 G90",
          default_speeds,
          all_dwell,
          "M114.2"};
}

// A p20's.
stream plunger_home(char letter) {
  const std::string now = letter == 'B' ? "B1 C0.05" : "B0.05 C1", plunger{letter};
  const auto active = "M907 A0.1 " + now + " X0.3 Y0.3 Z0.1 G4 P0.005";
  return {active + " G28.2 " + plunger, all_dwell, "M114.2", active + " G0 " + plunger + "-8.5", all_dwell};
}

}  // namespace

TEST_CASE("the stream of a full home with a pipette on each mount") {
  board_recorder robot{with_pipettes("p20_single_v2.0", "p20_single_v2.0"), false};
  robot.do_one(home_operation{});
  CHECK(robot.lines == joined({gantry_home(), plunger_home('B'), plunger_home('C')}));
}

TEST_CASE("the stream of a load looks at both mounts, and tells the board only of what is new") {
  board_recorder robot{with_pipettes("p300_multi_v2.1", "p20_single_v2.0")};
  robot.load(mount::left, "p300_multi_gen2");
  CHECK(robot.lines == scan());
  // Under the name of the generation before, it counts as another pipette, whenever it is named.
  const stream told{"M92 B3200", "M365.0 Z155.75", "M365.1 B60"};
  robot.load(mount::left, "p300_multi");
  CHECK(robot.lines == joined({scan(), told}));
  robot.load(mount::right, "p20_single_gen2");
  CHECK(robot.lines == joined({scan(), told}));
  CHECK(robot.facts().at(mount::left).pipette->max_volume_ul == 300);
}

TEST_CASE("the stream of a run's end: two resets, a look at the mounts, and their pipettes told again") {
  board_recorder robot{with_pipettes("p10_single_v1.5", "p300_multi_v2.1")};
  robot.load(mount::left, "p10_single");
  robot.do_one(recover_operation{});
  const stream reset = joined({{"M999", "G28.6"}, set_up()});
  const stream told{"M92 B768", "M365.0 Z220", "M365.1 B30", "M92 C3200", "M365.0 A155.75", "M365.1 C60"};
  CHECK(robot.lines == joined({reset, reset, scan(), told}));
  robot.do_one(recover_operation{.after_halt = false});
  CHECK(robot.lines == joined({reset, scan(), told}));
}

TEST_CASE("the stream of a plunger's home, of one pipette's and of both carriages'") {
  board_recorder robot{with_pipettes("p20_single_v2.0", "p20_single_v2.0")};
  robot.do_one(home_operation{{motor_axis::left_plunger}});
  CHECK(robot.lines == joined({{"M114.2"}, plunger_home('B')}));
  const stream left_home{"M907 A0.1 B0.05 C0.05 X0.3 Y0.3 Z0.8 G4 P0.005 G28.2 Z", all_dwell, "M114.2"};
  robot.do_one(home_operation{{motor_axis::left_z, motor_axis::left_plunger}});
  CHECK(robot.lines == joined({left_home, {"M114.2"}, plunger_home('B')}));
  REQUIRE_FALSE(robot.do_one(straight_to(mount::right, {100, 100, 150})));
  robot.do_one(home_operation{{motor_axis::left_z, motor_axis::left_plunger}});
  CHECK(robot.lines.front() == "M907 A0.8 B0.05 C0.05 X0.3 Y0.3 Z0.8 G4 P0.005 G28.2 AZ");
}

TEST_CASE("the stream of a home in which an eight-channel P300's plunger may stick") {
  board_recorder robot{with_pipettes("p300_multi_v2.1"), false};
  const stream loosening{"M53 M92 B100.0 G4 P0.01 M907 B1.75 G4 P0.005 G0 F60 G91", "G0 B-1",
                         "G90 M52 M92 B3200.0 G4 P0.01 G0 F24000"};
  robot.do_one(home_operation{{motor_axis::left_plunger}});
  CHECK(stream(robot.lines.begin() + 1, robot.lines.begin() + 4) == loosening);
  CHECK(robot.lines[4] == "M907 A0.1 B1 C0.05 X0.3 Y0.3 Z0.1 G4 P0.005 G28.2 B");
  robot.do_one(home_operation{{motor_axis::left_plunger}});
  CHECK(robot.lines[1] == "M907 A0.1 B1 C0.05 X0.3 Y0.3 Z0.1 G4 P0.005 G28.2 B");
  robot.pass(1801);
  robot.do_one(home_operation{{motor_axis::left_plunger}});
  CHECK(stream(robot.lines.begin() + 1, robot.lines.begin() + 4) == loosening);
}

TEST_CASE("a plunger that does not come loose at first is no error, and its settings come back") {
  board_recorder robot{with_pipettes("p300_multi_v2.1"), false};
  robot.answer_to = "M53";
  robot.answer = "error: step lost";
  CHECK_FALSE(robot.do_one(home_operation{{motor_axis::left_plunger}}));
  CHECK(robot.lines[2] == "G90 M52 M92 B3200.0 G4 P0.01 G0 F24000");
}

TEST_CASE("the stream of a move in which a plunger may stick") {
  board_recorder robot{with_pipettes("p300_multi_v2.1")};
  robot.load(mount::left, "p300_multi_gen2");
  robot.do_one(straight_to(mount::left, {200, 200, 180}));
  robot.do_one(pick_up_tip_operation{mount::left, "opentrons/opentrons_96_tiprack_300ul/1", 59.3, 300, 5.23});
  robot.pass(1801);
  robot.do_one(aspirate_operation{mount::left, 100, 94});
  CHECK(robot.lines == stream{"M53 M92 B100.0 G4 P0.01 G0 F60 M907 A0.1 B1.75 C0.05 X0.3 Y0.3 Z0.1 G4 P0.005", "G0 B-13.5",
                              "M52 M92 B3200.0 G4 P0.01",
                              "G0 F607 M907 A0.1 B1 C0.05 X0.3 Y0.3 Z0.1 G4 P0.005 G0 B-3.225 G0 B-3.525 G0 F24000",
                              "M907 A0.1 B0.3 C0.05 X0.3 Y0.3 Z0.1 G4 P0.005"});
}

TEST_CASE("the stream of a pick-up, with the currents of each step") {
  board_recorder robot{with_pipettes(nullptr, "p20_single_v2.0")};
  robot.load(mount::right, "p20_single_gen2");
  robot.do_one(straight_to(mount::right, {14.38, 74.24, 64.69}));
  robot.do_one(pick_up_tip_operation{mount::right, "opentrons/opentrons_96_tiprack_300ul/1", 59.3, 300, 5.23});
  CHECK(robot.lines == stream{"G0 F600 M907 A0.1 B0.05 C0.05 X0.3 Y0.3 Z0.1 G4 P0.005 G0 A40.24 G0 F24000",
                              "M907 A0.8 B0.05 C0.05 X0.3 Y0.3 Z0.1 G4 P0.005 G0 A54.24",
                              "M907 A0.8 B0.05 C0.05 X0.3 Y0.3 Z0.1 G4 P0.005 G0 A202",
                              "M907 A0.8 B0.05 C0.05 X0.3 Y0.3 Z0.1 G4 P0.005 G28.2 A", all_dwell, "M114.2"});
}

TEST_CASE("a P1000 shakes its tip twice, and rises each time") {
  board_recorder robot{with_pipettes(nullptr, "p1000_single_v2.2")};
  robot.load(mount::right, "p1000_single_gen2");
  robot.do_one(straight_to(mount::right, {100, 100, 90}));
  robot.do_one(pick_up_tip_operation{mount::right, "opentrons/opentrons_96_tiprack_1000ul/1", 88, 1000, 7.23});
  const stream shake{"G0 F3000", "G0 X99.7",  "G0 F24000", "G0 F3000", "G0 X100.3", "G0 F24000",
                     "G0 F3000", "G0 X100",   "G0 F24000", "G0 F3000", "G0 Y99.7",  "G0 F24000",
                     "G0 F3000", "G0 Y100.3", "G0 F24000", "G0 F3000", "G0 Y100",   "G0 F24000"};
  CHECK(robot.motions() == joined({{"G0 F600", "G0 A22.86", "G0 F24000", "G0 A39.86"},
                                   shake,
                                   {"G0 A59.86"},
                                   shake,
                                   {"G0 A79.86", "G0 A199", "G28.2 A"}}));
}

TEST_CASE("a way by older rules starts where it was before the other mount went up, to the last digit") {
  for (const bool is_legacy : {true, false}) {
    board_recorder robot{with_pipettes("p20_single_v2.0", "p20_single_v2.0")};
    robot.do_one(straight_to(mount::right, {20.0004, 20, 100}));
    auto move = straight_to(mount::left, {20, 60, 100});
    move.path = path_kind::arc;
    move.is_legacy = is_legacy;
    robot.do_one(move);
    const stream up{"G0 A208", "G28.2 A"}, across{"G0 X54 Y60", "G0 Z89.55"};
    CHECK(robot.motions() == (is_legacy ? joined({up, {"G0 X20"}, across}) : joined({up, across})));
  }
}

TEST_CASE("newer boards hold the gantry with more current and lift with less") {
  auto config = with_pipettes(nullptr, "p20_single_v2.0");
  config.revision = board_revision::b;
  board_recorder robot{config};
  robot.do_one(straight_to(mount::right, {100, 100, 100}));
  CHECK(robot.lines == stream{"M907 A0.5 B0.05 C0.05 X1.25 Y1.25 Z0.1 G4 P0.005 G0 A89.55 X100 Y100"});
  robot.do_one(straight_to(mount::right, {100, 100, 110}));
  CHECK(robot.lines == stream{"M907 A0.5 B0.05 C0.05 X0.7 Y0.7 Z0.1 G4 P0.005 G0 A99.55"});
}

TEST_CASE("a board that is like the maker's emulated one ends a home below the deck's front") {
  auto config = with_pipettes("p20_single_v2.0");
  config.ignores_relative_moves = true;
  board_recorder robot{config};
  CHECK(robot.facts().at(mount::left).position->y_mm == Approx(-3));
}

TEST_CASE("the tail of a halt is ignored where nothing moves, and an error where something does") {
  board_recorder robot{with_pipettes(nullptr, "p20_single_v2.0")};
  robot.answer_to = "M203.1";
  robot.answer = "error:Alarm lock";
  CHECK_FALSE(robot.do_one(recover_operation{}));
  robot.do_one(home_operation{});
  robot.answer_to = "G0 A";
  robot.answer = "error:Alarm lock";
  const auto error = robot.do_one(straight_to(mount::right, {100, 100, 100}));
  REQUIRE(error);
  CHECK(error->code == robot_error_code::board_alarm);
}

TEST_CASE("a position that cannot be read is asked for again") {
  board_recorder robot{with_pipettes(nullptr, "p20_single_v2.0")};
  robot.answer_to = "M114.2";
  robot.answer = "MCS: X:41";
  CHECK_FALSE(robot.do_one(home_operation{{motor_axis::right_z}}));
  CHECK(robot.facts().homed[index_of(motor_axis::right_z)]);
}

TEST_CASE("what is asked again is asked behind the wait that follows everything") {
  board_recorder robot{with_pipettes(nullptr, "p20_single_v2.0")};
  robot.keeps_waits = true;
  robot.answer_to = "M114.2";
  robot.answer = "MCS: X:41";
  CHECK_FALSE(robot.do_one(home_operation{{motor_axis::right_z}}));
  REQUIRE(robot.lines.size() > 4);
  CHECK(stream(robot.lines.end() - 4, robot.lines.end()) == stream{"M114.2", "M400", "M114.2", "M400"});
}

TEST_CASE("a plunger that hit its switch is brought home with the current that it runs with") {
  board_recorder robot{with_pipettes(nullptr, "p20_single_v2.0")};
  robot.answer_to = "G0 C";
  robot.answer = "ALARM: Hard limit +C";
  REQUIRE(robot.do_one(home_operation{{motor_axis::right_plunger}}));
  const stream recovery{"M999", "G28.6", "M907 A0.1 B0.05 C1 X0.3 Y0.3 Z0.1 G4 P0.005 G28.2 C", all_dwell, "M114.2"};
  CHECK(stream(robot.lines.end() - 5, robot.lines.end()) == recovery);
}

TEST_CASE("the record holds one code a line, its numbers as floats and its letters apart") {
  CHECK(gcodes_of("G0 F601 M907 A0.1 B0.05 G4 P0.005 G0 C5.267 G0 C4.967 G0 F24000") ==
        stream{"G0 F601.0", "M907 A0.1 B0.05", "G4 P0.005", "G0 C5.267", "G0 C4.967", "G0 F24000.0"});
  CHECK(gcodes_of("M204 S10000 A1500 B200") == stream{"M204 S10000.0 A1500.0 B200.0"});
  CHECK(gcodes_of("M907 A0.8 G28.2 AZ") == stream{"M907 A0.8", "G28.2 A Z"});
  CHECK(gcodes_of("M18 ZABC") == stream{"M18 Z A B C"});
  CHECK(gcodes_of("M371 L") == stream{"M371 L"});
  CHECK(gcodes_of("G0 X-0") == stream{"G0 X-0.0"});
  CHECK(gcodes_of("version") == stream{"version"});
  CHECK(gcodes_of("").empty());
}

TEST_CASE("the record is in its file with every line, of modules too, which have no waits") {
  const temporary_directory folder;
  const auto file = folder.path() / "codes.txt";
  const auto record = gcode_log::open(file).value();
  record->write("M104 S42");
  std::stringstream written;
  written << std::ifstream{file}.rdbuf();
  CHECK(written.str() == "M104 S42.0\n");
}

TEST_CASE("the board's kill button: nothing moves any more, and the next operation begins with a reset") {
  board_recorder robot{with_pipettes(nullptr, "p20_single_v2.0")};
  constexpr auto killed = "ALARM: Kill button pressed - reset or M999 to continue";
  robot.answer_to = "G0 A";
  robot.answer = killed;
  const auto error = robot.do_one(straight_to(mount::right, {100, 100, 100}));
  REQUIRE(error);
  CHECK(error->code == robot_error_code::estop_engaged);
  CHECK(robot.lines.size() == 1);
  CHECK(robot.facts().is_estop_engaged);
  CHECK(robot.facts().halts == 1);
  CHECK_FALSE(robot.facts().at(mount::right).position);
  robot.answer_to = "M999";  // it is still held
  robot.answer = killed;
  CHECK(robot.do_one(home_operation{})->code == robot_error_code::estop_engaged);
  CHECK(robot.lines == stream{"M999"});
  CHECK_FALSE(robot.do_one(home_operation{}));
  CHECK(robot.lines.front() == "M999");
  CHECK_FALSE(robot.facts().is_estop_engaged);
}

TEST_CASE("a board that comes back over its link is told of the pipettes again") {
  board_recorder robot{with_pipettes("p300_single_v2.1")};
  robot.driver().begin(home_operation{});
  robot.driver().next_write();
  robot.driver().on_reply(tl::unexpected{transport_error{transport_error_code::disconnected, "unplugged"}});
  robot.do_one(home_operation{});
  CHECK(std::ranges::count(robot.lines, "M92 B3200") == 1);
}

TEST_CASE("an alarm instead of a pipette's name is an alarm, and not an empty mount") {
  board_recorder robot{with_pipettes(nullptr, "p20_single_v2.0")};
  robot.answer_to = "M371 R";
  robot.answer = "ALARM: Hard limit +X";
  const auto error = robot.do_one(load_pipette_operation{mount::right, "p20_single_gen2"});
  REQUIRE(error);
  CHECK(error->code == robot_error_code::board_alarm);
  CHECK_FALSE(robot.do_one(load_pipette_operation{mount::right, "p20_single_gen2"}));
}

TEST_CASE("the board's firmware is known by what it says of itself at each connection") {
  robot_config config;
  config.revision = board_revision::c;
  board_recorder recorder{config};
  CHECK(recorder.facts().board.firmware_version == "Virtual Smoothie");
  CHECK(recorder.facts().board.revision == "C");
  recorder.driver().begin(home_operation{});
  REQUIRE(recorder.driver().next_write());
  recorder.driver().on_reply(tl::unexpected{transport_error{transport_error_code::disconnected, "gone"}});
  recorder.answer_to = "version";
  recorder.answer = "Build version: edge-66ec883NOMSD, Build date: Jan 1 2020, MCU: LPC1769, System Clock: 120MHz";
  recorder.do_one(home_operation{});
  CHECK(recorder.facts().board.firmware_version == "edge-66ec883");
}
