// What modules' firmware answers, line by line, and when.

#include "hardware/emulated_module_firmware.hpp"

#include <catch2/catch.hpp>

using namespace deckhand;

namespace {

struct bench {
  explicit bench(const char* model) : firmware(*find_module_model(model), "S-1") {}

  std::string ask(std::string_view line) { return firmware.handle(line, now_s).text; }
  // How long until it is acknowledged; then that is over.
  double takes_s(std::string_view line) {
    const auto said = firmware.handle(line, now_s);
    CHECK(said.text.find("ERR") == std::string::npos);
    CHECK(said.text.find("error") == std::string::npos);
    const auto took_s = said.due_s - now_s;
    now_s = said.due_s;
    return took_s;
  }

  emulated_module_firmware firmware;
  double now_s = 100;
};

}  // namespace

TEST_CASE("modules say what they are") {
  const auto identity = [](const char* model) { return bench{model}.ask("M115"); };
  CHECK(identity("temperatureModuleV1") == "serial:S-1 model:temp_deck_v4.0 version:v2.1.0");
  CHECK(identity("temperatureModuleV2") == "serial:S-1 model:temp_deck_v20 version:v2.1.0");
  CHECK(identity("magneticModuleV1") == "serial:S-1 model:mag_deck_v1.1 version:v2.1.0");
  CHECK(identity("magneticModuleV2") == "serial:S-1 model:mag_deck_v20 version:v2.1.0");
  CHECK(identity("thermocyclerModuleV1") == "serial:S-1 model:v02 version:v2.1.0");
  CHECK(identity("thermocyclerModuleV2") == "M115 FW:1.0.0 HW:Opentrons-thermocycler-gen2 SerialNo:S-1");
  CHECK(identity("heaterShakerModuleV1") == "M115 FW:1.0.0 HW:Opentrons-heater-shaker-v1 SerialNo:S-1");
}

TEST_CASE("lines that a module does not know") {
  for (const auto* old : {"temperatureModuleV1", "magneticModuleV2", "thermocyclerModuleV1"})
    for (const auto* line : {"M999", "hello", "", "M3 S500", "M104", "dfu"}) CHECK(bench{old}.ask(line).empty());
  for (const auto* young : {"thermocyclerModuleV2", "heaterShakerModuleV1"}) {
    for (const auto* line : {"M999", "hello", "M104", "M566 S2", "M18.5"})
      CHECK(bench{young}.ask(line) == "ERR003:unhandled gcode");
    CHECK(bench{young}.ask("").empty());
    CHECK(bench{young}.ask("dfu") == "dfu");
  }
}

TEST_CASE("the lines of a temperature module") {
  bench b{"temperatureModuleV2"};
  CHECK(b.ask("M105") == "T:none C:23");
  CHECK(b.takes_s("M104 S42.6") == 0);
  CHECK(b.ask("M105") == "T:43 C:23");
  b.now_s += 50.3;
  CHECK(b.ask("M105") == "T:43 C:33.06");
  b.now_s = b.firmware.settled_s();
  CHECK(b.now_s == Approx(200));
  CHECK(b.ask("M105") == "T:43 C:43");
  CHECK(b.takes_s("M18") == 0);
  CHECK(b.ask("M105") == "T:none C:43");
  CHECK(b.firmware.handle("M104 S4", b.now_s).due_s == b.now_s);
  b.now_s = b.firmware.settled_s();
  CHECK(b.ask("M105") == "T:4 C:4");
}

TEST_CASE("the lines of magnetic modules") {
  bench b{"magneticModuleV2"};
  CHECK(b.ask("M114.2") == "Z:0");
  CHECK(b.takes_s("G0 Z5.1") == Approx(0.51));
  CHECK(b.ask("M114.2") == "Z:5.1");
  CHECK(b.takes_s("G28.2") == Approx(0.51));
  CHECK(b.takes_s("G0 Z0.0") == 0);
  CHECK(b.ask("M836") == "height:0");
  CHECK(b.takes_s("G38.2") == Approx(0.25));
  CHECK(b.ask("M836") == "height:2.5");
  CHECK(b.ask("M114.2") == "Z:2.5");
  CHECK(b.ask("G0 Z26") == "error: The magnets do not reach that height.");
  CHECK(b.ask("M114.2") == "Z:2.5");

  bench first{"magneticModuleV1"};  // half millimetres
  CHECK(first.takes_s("G0 Z30") == Approx(1.5));
  CHECK(first.ask("M114.2") == "Z:30");
  CHECK(first.ask("G0 Z46") == "error: The magnets do not reach that height.");
  CHECK(first.takes_s("G38.2") == Approx(1.25));
  CHECK(first.ask("M836") == "height:5");
}

TEST_CASE("the lines of a thermocycler of the first generation") {
  bench b{"thermocyclerModuleV1"};
  CHECK(b.ask("M119") == "Lid:open");
  CHECK(b.firmware.handle("M127", b.now_s).due_s == b.now_s + 12);
  CHECK(b.ask("M119") == "Lid:in_between");
  b.now_s += 12;
  CHECK(b.ask("M119") == "Lid:closed");
  CHECK(b.takes_s("M127") == 0);
  CHECK(b.takes_s("M126") == 12);
  CHECK(b.ask("M119") == "Lid:open");

  CHECK(b.ask("M105") == "T:none C:23 H:none");
  CHECK(b.takes_s("M104 S53 H20 V25") == 0);
  b.now_s += 5;
  CHECK(b.ask("M105") == "T:53 C:38 H:20");
  b.now_s += 13;
  CHECK(b.ask("M105") == "T:53 C:53 H:12");
  b.now_s += 12;
  CHECK(b.ask("M105") == "T:53 C:53 H:0");
  CHECK(b.takes_s("M14") == 0);
  CHECK(b.ask("M105") == "T:none C:53 H:none");

  CHECK(b.takes_s("M566 S0.5") == 0);
  CHECK(b.takes_s("M104 S63") == 0);
  b.now_s += 10;
  CHECK(b.ask("M105") == "T:63 C:58 H:none");
  CHECK(b.takes_s("M140 S105") == 0);
  b.now_s += 8;
  CHECK(b.ask("M141") == "T:105 C:25");
  CHECK(b.takes_s("M108") == 0);
  CHECK(b.ask("M141") == "T:none C:25");
  CHECK(b.takes_s("M140 S37") == 0);
  CHECK(b.takes_s("M18") == 0);
  CHECK(b.ask("M141") == "T:none C:25");
  CHECK(b.ask("M105") == "T:none C:62 H:none");

  CHECK(b.ask("M104 S100") == "error: the block goes from 0 to 99 degrees");
  CHECK(b.ask("M104 S50 V101") == "error: wells hold 100 microlitres");
  CHECK(b.ask("M140 S36") == "error: the lid goes from 37 to 110 degrees");
  CHECK(b.ask("M128").empty());
}

TEST_CASE("the lines of a thermocycler of the second generation") {
  bench b{"thermocyclerModuleV2"};
  CHECK(b.ask("M119") == "M119 Lid:open");
  CHECK(b.ask("M105") == "M105 T:none C:23.00 H:none");
  CHECK(b.ask("M104 S40 H1.5") == "M104");
  b.now_s += 4;
  CHECK(b.ask("M105") == "M105 T:40.00 C:40.00 H:1.50");
  CHECK(b.ask("M140 S37.5") == "M140");
  CHECK(b.ask("M141") == "M141 T:37.50 C:23.00");
  CHECK(b.takes_s("M128") == 6);
  CHECK(b.takes_s("M127") == 18);
  CHECK(b.ask("M119") == "M119 Lid:closed");
  CHECK(b.ask("M128") == "ERR120:the plate is lifted only while the lid is open");
  CHECK(b.ask("M104 S-1") == "ERR120:the block goes from 0 to 99 degrees");
  CHECK(b.ask("M18") == "M18");
  CHECK(b.ask("M108") == "M108");
  CHECK(b.ask("M14") == "M14");
  CHECK(b.takes_s("M126") == 18);
}

TEST_CASE("the lines of a heater-shaker") {
  bench b{"heaterShakerModuleV1"};
  CHECK(b.ask("M105") == "M105 C:23.00 T:0.00");
  CHECK(b.ask("M104 S43.25") == "M104");
  b.now_s += 50;
  CHECK(b.ask("M105") == "M105 C:33.00 T:43.25");
  CHECK(b.ask("M106") == "M106");
  CHECK(b.ask("M105") == "M105 C:33.00 T:0.00");
  CHECK(b.ask("M104 S36") == "ERR120:the plate goes from 37 to 95 degrees");

  CHECK(b.ask("M241") == "M241 STATUS:IDLE_UNKNOWN");
  CHECK(b.ask("M3 S500") == "ERR120:The plate does not shake before the latch is closed.");
  CHECK(b.takes_s("M242") == 0);
  CHECK(b.ask("M241") == "M241 STATUS:OPENING");
  b.now_s += 2.5;
  CHECK(b.ask("M241") == "M241 STATUS:IDLE_OPEN");
  CHECK(b.takes_s("M243") == 0);
  CHECK(b.ask("M241") == "M241 STATUS:CLOSING");
  b.now_s = b.firmware.settled_s();
  CHECK(b.ask("M241") == "M241 STATUS:IDLE_CLOSED");

  CHECK(b.ask("M123") == "M123 C:0 T:0");
  CHECK(b.ask("M3 S150") == "ERR120:it shakes with 200 to 3000 rpm");
  CHECK(b.takes_s("M3 S500") == 0);
  b.now_s += 0.5;
  CHECK(b.ask("M123") == "M123 C:250 T:500");
  CHECK(b.ask("M242") == "ERR120:The latch stays closed while the plate shakes.");
  b.now_s += 0.5;
  CHECK(b.ask("M123") == "M123 C:500 T:500");
  CHECK(b.takes_s("G28") == Approx(0.5));
  CHECK(b.ask("M123") == "M123 C:0 T:0");
}

TEST_CASE("what modules complain of, asked and unasked") {
  bench old{"thermocyclerModuleV1"}, magnetic{"magneticModuleV1"}, young{"heaterShakerModuleV1"};
  CHECK(old.firmware.fail(device_fault_kind::error, 7).text == "error: thermistor disconnected");
  CHECK(magnetic.firmware.fail(device_fault_kind::error, 7).text == "error: motor stalled");
  CHECK(young.firmware.fail(device_fault_kind::error, 7).text == "ERR202:thermistor disconnected");
  CHECK(young.firmware.fail(device_fault_kind::async, 7).text == "async ERR202:thermistor disconnected");
  CHECK(can_have(old.firmware, device_fault_kind::error));
  CHECK(can_have(old.firmware, device_fault_kind::silence));
  CHECK_FALSE(can_have(old.firmware, device_fault_kind::async));
  CHECK_FALSE(can_have(young.firmware, device_fault_kind::limit));
  CHECK(can_have(young.firmware, device_fault_kind::async));
}
