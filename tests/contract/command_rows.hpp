/// Section 4.3 in rows: a command, and what its execution must come to.
#pragma once

#include <catch2/catch.hpp>
#include <cstddef>
#include <string>

#include "tests/contract/contract_robot.hpp"

namespace deckhand::testing {

struct row {
  const char* command_type;
  const char* params;         ///< JSON without the braces around it
  const char* result;         ///< the names in the result, in alphabetical order; of a failing row nothing
  const char* error = "";     ///< errorType and errorCode
  const char* in_log = "{}";  ///< what the parameters in the log must show besides
};

/// Posts it as a setup command, waits for its end, and checks result, error and what the log shows.
void check_row(contract_robot& robot, const std::string& run_id, const row& each);

/// The rows in their order, in one run on a robot of its own.
template <std::size_t count>
void check_rows(const row (&rows)[count]) {
  contract_robot robot;
  const auto run_id = robot.create_run();
  for (const auto& each : rows) check_row(robot, run_id, each);
  CHECK(robot.run(run_id)["status"] == "idle");
}

inline constexpr auto at_top = R"({"wellLocation": {"origin": "top", "offset": {"x": 0, "y": 0, "z": 0}, "volumeOffset": 0}})";
inline constexpr auto no_pipette = "PipetteNotLoadedError 4000";
inline constexpr auto no_tip = "TipNotAttachedError 3005";
inline constexpr auto no_module = "ModuleNotLoadedError 4000";

}  // namespace deckhand::testing

#define AT_WELL R"("pipetteId": "right", "labwareId": "plate", "wellName": "A1")"
#define AT_TIP R"("pipetteId": "right", "labwareId": "rack", "wellName": "A1")"
#define RACK R"("loadName": "opentrons_96_tiprack_300ul", "namespace": "opentrons", "version": 1)"
#define PLATE R"("loadName": "corning_96_wellplate_360ul_flat", "namespace": "opentrons", "version": 1)"

// What the rows of most cases begin with.
#define LOADED                                                                                                               \
  {"home", "", ""}, {"loadPipette", R"("pipetteName": "p300_single", "mount": "right", "pipetteId": "right")", "pipetteId"}, \
      {"loadLabware", R"("location": {"slotName": "1"}, "labwareId": "rack", )" RACK, "definition labwareId"}, {             \
    "loadLabware", R"("location": {"slotName": "2"}, "labwareId": "plate", )" PLATE, "definition labwareId"                  \
  }
