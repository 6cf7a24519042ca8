#include "runtime/robot_calibration.hpp"

#include <catch2/catch.hpp>
#include <fstream>

#include "temporary_directory.hpp"

using namespace deckhand;
namespace fs = std::filesystem;

namespace {

void write(const fs::path& file, const char* text) {
  fs::create_directories(file.parent_path());
  std::ofstream{file} << text;
}

constexpr const char* tips = R"({"opentrons/rack/1": {"tipLength": 51.8, "definitionHash": "f1", "lastModified": "2024-05-01"},
                                 "ab12": {"tipLength": 49, "uri": "custom/rack/2", "status": {"markedBad": true}}})";

}  // namespace

TEST_CASE("a robot's calibration is read as its own software keeps it") {
  const temporary_directory folder;
  write(folder.path() / "robot/deck_calibration.json",
        R"({"attitude": [[1, 0.001, 0], [-0.002, 1, 0], [0.003, 0, 1]], "pipette_calibrated_with": "P3S", "source": "user",
            "last_modified": "2024-04-30", "tiprack": "f1", "status": {"markedBad": false}})");
  write(folder.path() / "robot/pipettes/left/P3S.json", R"({"offset": [0.1, -0.2, 0.3], "uri": "opentrons/rack/1"})");
  write(folder.path() / "tip_lengths/P3S.json", tips);
  write(folder.path() / "tip_lengths/notes.txt", "not read");
  const auto read = read_robot_calibration(folder.path());
  REQUIRE(read);
  REQUIRE(read->deck);
  CHECK(read->deck->attitude[0] == std::array<double, 3>{1, 0.001, 0});
  CHECK(read->deck->attitude[2] == std::array<double, 3>{0.003, 0, 1});
  CHECK(read->deck->pipette_serial == "P3S");
  CHECK(read->deck->made.last_modified == "2024-04-30");
  CHECK(read->deck->made.tip_rack == "f1");
  CHECK(read->offset_of(mount::left, "P3S") == point{0.1, -0.2, 0.3});
  CHECK(read->offset_of(mount::right, "P3S") == point{});
  CHECK(read->offset_of(mount::left, "P4") == point{});
  CHECK(read->tip_length_mm("P3S", "opentrons/rack/1") == 51.8);
  CHECK(read->tip_length_mm("P3S", "custom/rack/2") == 49);
  CHECK_FALSE(read->tip_length_mm("P3S", "opentrons/rack/2"));
  CHECK_FALSE(read->tip_length_mm("P4", "opentrons/rack/1"));
  CHECK(read->tip_lengths.at(0).made.is_marked_bad);
  CHECK(read->tip_lengths.at(0).made.tip_rack == "ab12");
  CHECK(read->tip_lengths.at(1).made.tip_rack == "f1");
}

TEST_CASE("what is not there was not measured, but the folder itself must be there") {
  const temporary_directory folder;
  write(folder.path() / "pipettes/right/P20.json", R"({"offset": [0, 0, 1]})");
  const auto read = read_robot_calibration(folder.path());
  REQUIRE(read);
  CHECK_FALSE(read->deck);
  CHECK(read->tip_lengths.empty());
  CHECK(read->offset_of(mount::right, "P20") == point{0, 0, 1});
  CHECK_FALSE(read_robot_calibration(folder.path() / "absent"));
}

TEST_CASE("a calibration that cannot be read names file and place") {
  struct fault {
    const char *file, *text, *says;
  };
  const auto given = GENERATE(
      fault{"deck_calibration.json", "{", ": is no JSON object"}, fault{"deck_calibration.json", "[]", ": is no JSON object"},
      fault{"deck_calibration.json", "{}", ": attitude: must be a list of three rows"},
      fault{"deck_calibration.json", R"({"attitude": [[1, 0, 0], [0, 1], [0, 0, 1]]})", "attitude[1]: must be a list of three"},
      fault{"deck_calibration.json", R"({"attitude": [[1, 0, 0], [0, 1, "0"], [0, 0, 1]]})", "attitude[1][2]: must be a number"},
      fault{"deck_calibration.json", R"({"attitude": [[1, 0, 0], [1, 0, 0], [0, 0, 1]]})", "is no attitude of a deck"},
      fault{"pipettes/left/P.json", R"({"offset": 3})", "P.json: offset: must be a list of three numbers"},
      fault{"tip_lengths/P.json", R"({"a/b/1": 3})", "P.json: a/b/1: must be an object"},
      fault{"tip_lengths/P.json", R"({"a/b/1": {}})", "a/b/1.tipLength: must be a number"},
      fault{"tip_lengths/P.json", R"({"a/b/1": {"tipLength": 0}})", "a/b/1.tipLength: must be more than 0"},
      fault{"tip_lengths/P.json", R"({"ab12": {"tipLength": 5}})", "P.json: ab12: has no uri"});
  const temporary_directory folder;
  write(folder.path() / given.file, given.text);
  const auto read = read_robot_calibration(folder.path());
  REQUIRE_FALSE(read);
  INFO(read.error());
  CHECK(read.error().find(given.says) != std::string::npos);
}
