#include "runtime/protocol_reader.hpp"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

using namespace deckhand;
using nlohmann::json;

namespace {

const std::filesystem::path source_dir = DECKHAND_SOURCE_DIR;
const std::filesystem::path corpus = source_dir / "tests/runtime/corpus";

std::string text_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  REQUIRE(file);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

json_protocol_ptr read_good(const std::filesystem::path& path) {
  auto protocol = read_protocol(path.filename().string(), text_of(path));
  if (!protocol) FAIL(protocol.error().detail());
  return *protocol;
}

const protocol_command& command_at(const json_protocol& protocol, std::size_t index, std::string_view command_type) {
  REQUIRE(index < protocol.commands.size());
  CHECK(protocol.commands[index].command_type == command_type);
  return protocol.commands[index];
}

}  // namespace

TEST_CASE("schema 6: the shorthand is resolved") {
  const auto protocol = read_good(corpus / "good/schema_6.json");
  CHECK(protocol->schema_version == 6);
  CHECK(protocol->robot_type == "OT-2 Standard");
  CHECK(protocol->metadata["protocolName"] == "a test");
  CHECK(protocol->has_fixed_trash_labware);
  CHECK(protocol->labware_definitions.size() == 2);
  REQUIRE(protocol->liquids.size() == 1);
  CHECK(protocol->liquids[0].liquid_id == "water");
  CHECK(protocol->liquids[0].description == "From the tap");
  CHECK(protocol->liquids[0].display_colour == "#00f");

  CHECK(command_at(*protocol, 0, "loadPipette").params ==
        json::parse(R"({"pipetteId": "p", "mount": "left", "pipetteName": "p300_single"})"));
  CHECK(command_at(*protocol, 1, "loadModule").params ==
        json::parse(R"({"moduleId": "warm", "location": {"slotName": "3"}, "model": "temperatureModuleV2"})"));
  CHECK(command_at(*protocol, 3, "loadLabware").params == json::parse(R"({"labwareId": "cups", "location": {"moduleId": "warm"},
          "loadName": "two_cups", "namespace": "bench", "version": 1, "displayName": "My cups"})"));
  CHECK(command_at(*protocol, 4, "loadLiquid").key == "fill");
  CHECK(command_at(*protocol, 5, "home").key.empty());
  CHECK(command_at(*protocol, 7, "aspirate").params["wellLocation"]["origin"] == "top");
  CHECK(command_at(*protocol, 8, "waitForDuration").params == json::parse(R"({"seconds": 1.5, "message": "soak"})"));
  CHECK(command_at(*protocol, 9, "waitForResume").params == json::parse(R"({"message": "look at it"})"));
  CHECK(command_at(*protocol, 10, "waitForResume").params == json::object());
  CHECK(command_at(*protocol, 14, "waitForResume").params == json::object());
  CHECK(command_at(*protocol, 16, "custom").params == json::parse(R"({"pipetteId": "nobody", "deep": {"er": [1]}})"));
}

TEST_CASE("schema 7: commands carry everything, slots get the OT-2's names") {
  const auto protocol = read_good(corpus / "good/schema_7.json");
  CHECK(protocol->schema_version == 7);
  CHECK(protocol->has_fixed_trash_labware);
  CHECK(protocol->liquids.empty());
  CHECK(command_at(*protocol, 3, "loadLabware").params["location"]["slotName"] == "4");
  CHECK(command_at(*protocol, 5, "touchTip").params["radius"] == 1.0);
  CHECK(command_at(*protocol, 6, "moveLabware").params["newLocation"]["slotName"] == "3");
  CHECK(protocol->commands.back().key == "k");
}

TEST_CASE("schema 8: the trash is no labware") {
  const auto protocol = read_good(corpus / "good/schema_8.json");
  CHECK(protocol->schema_version == 8);
  CHECK_FALSE(protocol->has_fixed_trash_labware);
  CHECK_FALSE(protocol->liquids.at(0).display_colour);
  CHECK(command_at(*protocol, 5, "moveToAddressableAreaForDropTip").params["ignoreTipConfiguration"] == true);
}

TEST_CASE("a file may be empty of commands, begin with a byte order mark, or end in capitals") {
  CHECK(read_good(corpus / "good/empty.JSON")->commands.empty());
  CHECK(read_good(corpus / "good/byte_order_mark.json")->commands.empty());
}

TEST_CASE("the examples are sound, one for each schema") {
  std::set<int> versions;
  for (const auto* name : {"plate_fill.json", "touch_tip_500.json", "serial_dilution.json"})
    versions.insert(read_good(source_dir / "examples" / name)->schema_version);
  CHECK(versions == std::set<int>{6, 7, 8});
}

TEST_CASE("bad files are refused with every place and what is wrong there") {
  const auto manifest = json::parse(text_of(corpus / "bad/manifest.json"));
  CHECK(manifest.size() >= 50);
  for (const auto& expected : manifest) {
    const auto file = expected["file"].get<std::string>();
    CAPTURE(file);
    const auto protocol = read_protocol(file, text_of(corpus / "bad" / file));
    REQUIRE_FALSE(protocol);
    const auto& rejection = protocol.error();
    CAPTURE(rejection.detail());
    CHECK((rejection.fault == protocol_fault::robot_type_mismatch) == (file == "flex.json"));
    CHECK_THAT(rejection.detail(), Catch::StartsWith(file + ' ' + expected["summary"].get<std::string>()));
    REQUIRE(rejection.problems.size() == expected["problems"].size());
    for (std::size_t i = 0; i < rejection.problems.size(); ++i) {
      CHECK(rejection.problems[i].place == expected["problems"][i]["place"]);
      CHECK_THAT(rejection.problems[i].message, Catch::Contains(expected["problems"][i]["message"].get<std::string>()));
      CHECK_THAT(rejection.detail(), Catch::Contains(rejection.problems[i].place));
    }
    CHECK_NOTHROW(json(rejection.detail()).dump());  // whatever was in the file, the answer is text
  }
}

TEST_CASE("every bad file is in the manifest") {
  const auto manifest = json::parse(text_of(corpus / "bad/manifest.json"));
  const auto files = std::filesystem::directory_iterator(corpus / "bad");
  CHECK(std::distance(begin(files), end(files)) == static_cast<std::ptrdiff_t>(manifest.size() + 1));
}

TEST_CASE("at most 20 problems are listed") {
  auto file = json::parse(text_of(corpus / "good/empty.JSON"));
  for (int i = 0; i < 100; ++i) file["commands"].push_back({{"commandType", "fly"}, {"params", json::object()}});
  const auto protocol = read_protocol("flight.json", file.dump());
  REQUIRE_FALSE(protocol);
  CHECK(protocol.error().problems.size() == 20);
}

TEST_CASE("a file cut off anywhere, or with any byte changed, is refused or read, and nothing else") {
  const auto text = text_of(corpus / "good/schema_6.json");
  for (std::size_t length = 0; length + 2 < text.size(); length += 17) {
    const auto protocol = read_protocol("cut.json", std::string_view(text).substr(0, length));
    CHECK_FALSE(protocol);
  }
  for (std::size_t i = 0; i < text.size(); i += 13) {
    auto changed = text;
    for (const char c : {'\0', '"', '[', '0', '\xff'}) {
      changed[i] = c;
      const auto protocol = read_protocol("changed.json", changed);
      if (!protocol) CHECK_NOTHROW(json(protocol.error().detail()).dump());
    }
  }
}

TEST_CASE("nesting without end does not exhaust the stack") {
  for (const auto* opening : {"[", "{\"a\":"}) {
    std::string text = "{\"schemaVersion\": 7, \"commands\": ";
    for (int i = 0; i < 1'000'000; ++i) text += opening;
    CHECK_FALSE(read_protocol("deep.json", text));
  }
}
