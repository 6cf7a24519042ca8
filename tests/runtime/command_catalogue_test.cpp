#include "runtime/command_catalogue.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

#include "runtime/command_rules.hpp"

using namespace deckhand;
using nlohmann::json;

namespace {

json completed(std::string_view command_type, const std::string& params) {
  const auto result = complete_params(command_type, json::parse(params));
  if (!result) FAIL(result.error().front().pointer << ": " << result.error().front().message);
  return *result;
}

std::vector<std::string> pointers_of(std::string_view command_type, const std::string& params) {
  const auto result = complete_params(command_type, json::parse(params));
  std::vector<std::string> pointers;
  if (!result)
    for (const auto& problem : result.error()) pointers.push_back(problem.pointer);
  return pointers;
}

constexpr auto aspirate_params = R"({"pipetteId": "p", "labwareId": "l", "wellName": "A1", "volume": 5, "flowRate": 2.5)";

std::string aspirate_with(const std::string& more) { return std::string(aspirate_params) + more + "}"; }

}  // namespace

TEST_CASE("known command types are known") {
  CHECK(all_command_rules().size() == 58);
  CHECK(is_known_command_type("blowout"));
  CHECK(is_known_command_type("thermocycler/runExtendedProfile"));
  for (const auto* type : {"blowOut", "delay", "pause", "moveToSlot", "", "HOME"}) CHECK_FALSE(is_known_command_type(type));

  const auto step = json{{"moduleId", "m"}};
  CHECK_FALSE(is_known_command_type("thermocycler/deactivate"));
  CHECK(is_known_command_type("thermocycler/deactivate", command_use::legacy_step));
  CHECK_FALSE(complete_params("thermocycler/deactivate", step));
  CHECK(complete_params("thermocycler/deactivate", step, command_use::legacy_step) == step);

  const auto refused = complete_params("fly", json::object());
  REQUIRE_FALSE(refused);
  CHECK(refused.error().front().pointer == "/commandType");
}

TEST_CASE("defaults are filled in") {
  CHECK(completed("aspirate", aspirate_with("")) == json::parse(aspirate_with(R"(,
        "wellLocation": {"origin": "top", "offset": {"x": 0, "y": 0, "z": 0}, "volumeOffset": 0})")));
  CHECK(completed("pickUpTip", R"({"pipetteId": "p", "labwareId": "l", "wellName": "A1"})")["wellLocation"] ==
        json::parse(R"({"origin": "top", "offset": {"x": 0, "y": 0, "z": 0}})"));
  CHECK(completed("dropTip", R"({"pipetteId": "p", "labwareId": "l", "wellName": "A1", "wellLocation": {"offset": {"z": 3}}})") ==
        json::parse(R"({"pipetteId": "p", "labwareId": "l", "wellName": "A1", "alternateDropLocation": false,
                        "wellLocation": {"origin": "default", "offset": {"x": 0, "y": 0, "z": 3}}})"));
  CHECK(completed("moveToCoordinates", R"({"pipetteId": "p", "coordinates": {"x": 1, "y": 2, "z": 3}})")["forceDirect"] == false);
  CHECK(completed("touchTip", R"({"pipetteId": "p", "labwareId": "l", "wellName": "A1"})")["radius"] == 1.0);
  CHECK(completed("savePosition", R"({"pipetteId": "p"})")["failOnNotHomed"] == true);
  CHECK(completed("moveToAddressableAreaForDropTip", R"({"pipetteId": "p", "addressableAreaName": "fixedTrash"})") ==
        json::parse(R"({"pipetteId": "p", "addressableAreaName": "fixedTrash", "offset": {"x": 0, "y": 0, "z": 0},
                        "alternateDropLocation": false, "ignoreTipConfiguration": true, "forceDirect": false})"));
}

TEST_CASE("null stands for absent, and what is not a parameter is dropped") {
  CHECK(completed("aspirate", aspirate_with(R"(, "wellLocation": null, "wellVolume": 3)")) ==
        completed("aspirate", aspirate_with("")));
  CHECK(completed("home", "null") == json::object());
  CHECK(completed("home", R"({"axes": null, "speed": 3})") == json::object());
  CHECK(completed("custom", R"({"anything": [1, {"goes": null}]})") == json::parse(R"({"anything": [1, {"goes": null}]})"));
}

TEST_CASE("every problem has its own pointer") {
  using places = std::vector<std::string>;
  CHECK(pointers_of("aspirate", "{}") ==
        places{"/params/pipetteId", "/params/labwareId", "/params/wellName", "/params/volume", "/params/flowRate"});
  CHECK(pointers_of("aspirate", aspirate_with(R"(, "wellLocation": {"origin": "side", "offset": {"y": "far"}})")) ==
        places{"/params/wellLocation/origin", "/params/wellLocation/offset/y"});
  CHECK(pointers_of("home", R"({"axes": ["x", "w"]})") == places{"/params/axes/1"});
  CHECK(pointers_of("home", R"({"axes": "x"})") == places{"/params/axes"});
  CHECK(pointers_of("home", "[]") == places{"/params"});
  CHECK(pointers_of("loadLiquid", R"({"liquidId": "w", "labwareId": "l", "volumeByWell": {"A1": 5, "B/1": -1, "C~1": true}})") ==
        places{"/params/volumeByWell/B~11", "/params/volumeByWell/C~01"});
  CHECK(pointers_of("thermocycler/runProfile",
                    R"({"moduleId": "t", "profile": [{"celsius": 4, "holdSeconds": 1}, {"celsius": 4}]})") ==
        places{"/params/profile/1/holdSeconds"});
  CHECK(pointers_of("thermocycler/runExtendedProfile",
                    R"({"moduleId": "t", "profileElements": [{"celsius": 4, "holdSeconds": 1}, {"steps": [{"celsius": "hot",
                       "holdSeconds": 1}], "repetitions": 1.5}]})") ==
        places{"/params/profileElements/1/steps/0/celsius", "/params/profileElements/1/repetitions"});
}

TEST_CASE("ranges, enumerations and types are kept") {
  const auto [type, params, pointer] = GENERATE(table<std::string, std::string, std::string>({
      {"aspirateInPlace", R"({"pipetteId": "p", "volume": 1, "flowRate": 0})", "/params/flowRate"},
      {"aspirateInPlace", R"({"pipetteId": "p", "volume": -0.1, "flowRate": 1})", "/params/volume"},
      {"aspirateInPlace", R"({"pipetteId": "p", "volume": "1", "flowRate": 1})", "/params/volume"},
      {"aspirateInPlace", R"({"pipetteId": 7, "volume": 1, "flowRate": 1})", "/params/pipetteId"},
      {"pickUpTip", R"({"pipetteId": "p", "labwareId": "l", "wellName": "A1", "wellLocation": {"origin": "meniscus"}})",
       "/params/wellLocation/origin"},
      {"moveToWell",
       R"({"pipetteId": "p", "labwareId": "l", "wellName": "A1", "wellLocation": {"volumeOffset": "operationVolume"}})",
       "/params/wellLocation/volumeOffset"},
      {"moveToWell", R"({"pipetteId": "p", "labwareId": "l", "wellName": "A1", "wellLocation": []})", "/params/wellLocation"},
      {"moveToWell", R"({"pipetteId": "p", "labwareId": "l", "wellName": "A1", "speed": 0})", "/params/speed"},
      {"moveToWell", R"({"pipetteId": "p", "labwareId": "l", "wellName": "A1", "forceDirect": 1})", "/params/forceDirect"},
      {"moveRelative", R"({"pipetteId": "p", "axis": "q", "distance": 1})", "/params/axis"},
      {"waitForDuration", R"({"seconds": -1})", "/params/seconds"},
      {"loadPipette", R"({"pipetteName": "p123", "mount": "left"})", "/params/pipetteName"},
      {"loadPipette", R"({"pipetteName": "p10_single", "mount": "middle"})", "/params/mount"},
      {"loadModule", R"({"model": "coffeeMachineV1", "location": {"slotName": "1"}})", "/params/model"},
      {"loadModule", R"({"model": "temperatureModuleV2", "location": {"slotName": "13"}})", "/params/location/slotName"},
      {"moveLabware", R"({"labwareId": "l", "newLocation": "offDeck", "strategy": "byMagic"})", "/params/strategy"},
      {"loadLabware", R"({"location": {}, "loadName": "x", "namespace": "y", "version": 1})", "/params/location"},
      {"loadLabware", R"({"location": {"slotName": "1", "moduleId": "m"}, "loadName": "x", "namespace": "y", "version": 1})",
       "/params/location"},
      {"loadLabware", R"({"location": "shelf", "loadName": "x", "namespace": "y", "version": 1})", "/params/location"},
      {"loadLabware", R"({"location": {"labwareId": 3}, "loadName": "x", "namespace": "y", "version": 1})",
       "/params/location/labwareId"},
      {"loadLabware", R"({"location": "offDeck", "loadName": "x", "namespace": "y", "version": 1.5})", "/params/version"},
      {"loadLabware", R"({"location": "offDeck", "loadName": "x", "namespace": "y", "version": 1e300})", "/params/version"},
  }));
  CAPTURE(type, params);
  CHECK(pointers_of(type, params) == std::vector<std::string>{pointer});
}

TEST_CASE("what is meant alike is written alike") {
  const auto slot = [](const std::string& name) {
    return completed("loadModule",
                     R"({"model": "temperatureModuleV2", "location": {"slotName": ")" + name + "\"}}")["location"]["slotName"];
  };
  CHECK(slot("1") == "1");
  CHECK(slot("D1") == "1");
  CHECK(slot("D3") == "3");
  CHECK(slot("C1") == "4");
  CHECK(slot("A1") == "10");
  CHECK(slot("A3") == "12");
  CHECK(completed("loadLabware", R"({"location": {"slotName": "B2"}, "loadName": "x", "namespace": "y", "version": 2.0})") ==
        json::parse(R"({"location": {"slotName": "8"}, "loadName": "x", "namespace": "y", "version": 2})"));
  CHECK(completed("aspirate",
                  aspirate_with(R"(, "wellLocation": {"volumeOffset": "operationVolume"})"))["wellLocation"]["volumeOffset"] ==
        "operationVolume");
  CHECK(completed("loadPipette", R"({"pipetteName": "p1000_96", "mount": "left"})")["pipetteName"] == "p1000_96");
}
