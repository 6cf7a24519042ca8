#include "runtime/command_rules.hpp"

namespace deckhand {

namespace {

using enum value_kind;

constexpr field_rule needed(std::string_view name, value_kind kind) { return {.name = name, .kind = kind}; }
constexpr field_rule needed_at_least(std::string_view name, double minimum) {
  return {.name = name, .kind = number, .minimum = minimum};
}
constexpr field_rule needed_above(std::string_view name, double minimum) {
  return {.name = name, .kind = number, .minimum = minimum, .minimum_excluded = true};
}
constexpr field_rule needed_choice(std::string_view name, std::span<const std::string_view> choices) {
  return {.name = name, .kind = choice, .choices = choices};
}
constexpr field_rule needed_object(std::string_view name, std::span<const field_rule> fields) {
  return {.name = name, .kind = object, .fields = fields};
}
constexpr field_rule optional(std::string_view name, value_kind kind) { return {.name = name, .kind = kind, .required = false}; }
constexpr field_rule optional_above(std::string_view name, double minimum) {
  return {.name = name, .kind = number, .required = false, .minimum = minimum, .minimum_excluded = true};
}
constexpr field_rule optional_choice(std::string_view name, std::span<const std::string_view> choices) {
  return {.name = name, .kind = choice, .required = false, .choices = choices};
}
constexpr field_rule optional_object(std::string_view name, std::span<const field_rule> fields) {
  return {.name = name, .kind = object, .required = false, .fields = fields};
}
constexpr field_rule defaulted(std::string_view name, value_kind kind, std::string_view default_json) {
  return {.name = name, .kind = kind, .required = false, .default_json = default_json};
}
constexpr field_rule defaulted_choice(std::string_view name, std::span<const std::string_view> choices, std::string_view chosen) {
  return {.name = name, .kind = choice, .required = false, .default_json = chosen, .choices = choices};
}
constexpr field_rule defaulted_object(std::string_view name, std::span<const field_rule> fields) {
  return {.name = name, .kind = object, .required = false, .default_json = "{}", .fields = fields};
}

// Choices. Axes and pipettes of the maker's other robot are known words: they fail when the command runs, with an error of their
// own.
constexpr std::string_view axes[] = {"x", "y", "leftZ", "rightZ", "leftPlunger", "rightPlunger", "extensionZ", "extensionJaw"};
constexpr std::string_view cartesian_axes[] = {"x", "y", "z"};
constexpr std::string_view mounts[] = {"left", "right"};
constexpr std::string_view well_origins[] = {"top", "bottom", "center", "meniscus"};
constexpr std::string_view pick_up_origins[] = {"top", "bottom", "center"};
constexpr std::string_view drop_origins[] = {"default", "top", "bottom", "center"};
constexpr std::string_view volume_words[] = {"operationVolume"};
constexpr std::string_view module_models[] = {"magneticModuleV1",     "magneticModuleV2",     "temperatureModuleV1",
                                              "temperatureModuleV2",  "thermocyclerModuleV1", "thermocyclerModuleV2",
                                              "heaterShakerModuleV1", "magneticBlockV1",      "absorbanceReaderV1"};
constexpr std::string_view labware_strategies[] = {"usingGripper", "manualMoveWithPause", "manualMoveWithoutPause"};
constexpr std::string_view animations[] = {"idle", "confirm", "updating", "disco", "off"};
constexpr std::string_view nozzle_styles[] = {"ALL", "SINGLE", "ROW", "COLUMN", "QUADRANT"};

// Pieces.
constexpr field_rule coordinates[] = {needed("x", number), needed("y", number), needed("z", number)};
constexpr field_rule offset[] = {defaulted("x", number, "0"), defaulted("y", number, "0"), defaulted("z", number, "0")};
constexpr field_rule well_place[] = {defaulted_choice("origin", well_origins, "\"top\""), defaulted_object("offset", offset),
                                     defaulted("volumeOffset", number, "0")};
constexpr field_rule liquid_place[] = {
    defaulted_choice("origin", well_origins, "\"top\""),
    defaulted_object("offset", offset),
    {.name = "volumeOffset", .kind = number_or_choice, .required = false, .default_json = "0", .choices = volume_words}};
constexpr field_rule pick_up_place[] = {defaulted_choice("origin", pick_up_origins, "\"top\""),
                                        defaulted_object("offset", offset)};
constexpr field_rule drop_place[] = {defaulted_choice("origin", drop_origins, "\"default\""), defaulted_object("offset", offset)};
constexpr field_rule module_slot[] = {needed("slotName", slot_name)};
constexpr field_rule nozzle_layout[] = {needed_choice("style", nozzle_styles), optional("primaryNozzle", text),
                                        optional("frontRightNozzle", text), optional("backLeftNozzle", text)};
constexpr field_rule profile_step[] = {needed("celsius", number), needed_at_least("holdSeconds", 0)};

// Groups that commands share.
constexpr field_rule pipette[] = {needed("pipetteId", text)};
constexpr field_rule in_well[] = {needed("pipetteId", text), needed("labwareId", text), needed("wellName", text)};
constexpr field_rule at_well[] = {defaulted_object("wellLocation", well_place)};
constexpr field_rule at_liquid[] = {defaulted_object("wellLocation", liquid_place)};
constexpr field_rule movement[] = {optional("minimumZHeight", number), defaulted("forceDirect", boolean, "false"),
                                   optional_above("speed", 0)};
constexpr field_rule in_area[] = {needed("pipetteId", text), needed("addressableAreaName", text),
                                  defaulted_object("offset", offset)};
constexpr field_rule flow[] = {needed_above("flowRate", 0)};
constexpr field_rule volume[] = {needed_at_least("volume", 0)};
constexpr field_rule dispensing[] = {needed_at_least("volume", 0), optional("pushOut", number)};
constexpr field_rule home_after[] = {optional("homeAfter", boolean)};
constexpr field_rule alternate_drop[] = {defaulted("alternateDropLocation", boolean, "false")};
constexpr field_rule message_if_any[] = {optional("message", text)};
constexpr field_rule module_id[] = {needed("moduleId", text)};
constexpr field_rule celsius[] = {needed("celsius", number)};
constexpr field_rule celsius_if_any[] = {optional("celsius", number)};

// Groups of one command.
constexpr field_rule home_fields[] = {{.name = "axes", .kind = choice_list, .required = false, .choices = axes},
                                      optional_choice("skipIfMountPositionOk", mounts)};
constexpr field_rule relative_fields[] = {needed_choice("axis", cartesian_axes), needed("distance", number)};
constexpr field_rule coordinates_fields[] = {needed_object("coordinates", coordinates)};
constexpr field_rule area_fields[] = {defaulted("stayAtHighestPossibleZ", boolean, "false")};
constexpr field_rule drop_area_fields[] = {defaulted("ignoreTipConfiguration", boolean, "true")};
constexpr field_rule retract_fields[] = {needed_choice("axis", axes)};
constexpr field_rule save_position_fields[] = {optional("positionId", text), defaulted("failOnNotHomed", boolean, "true")};
constexpr field_rule load_labware_fields[] = {
    needed("location", labware_location), needed("loadName", text),    needed("namespace", text),
    needed("version", integer),           optional("labwareId", text), optional("displayName", text)};
constexpr field_rule labware_fields[] = {needed("labwareId", text)};
constexpr field_rule load_pipette_fields[] = {needed("pipetteName", pipette_name), needed_choice("mount", mounts),
                                              optional("pipetteId", text), optional("tipOverlapNotAfterVersion", text),
                                              optional("liquidPresenceDetection", boolean)};
constexpr field_rule load_module_fields[] = {needed_choice("model", module_models), needed_object("location", module_slot),
                                             optional("moduleId", text)};
constexpr field_rule load_liquid_fields[] = {needed("liquidId", text), needed("labwareId", text),
                                             needed("volumeByWell", volume_by_well)};
constexpr field_rule pick_up_fields[] = {defaulted_object("wellLocation", pick_up_place)};
constexpr field_rule drop_fields[] = {defaulted_object("wellLocation", drop_place), optional("homeAfter", boolean)};
constexpr field_rule touch_fields[] = {defaulted("radius", number, "1.0"), optional_above("speed", 0)};
constexpr field_rule nozzle_fields[] = {needed_object("configurationParams", nozzle_layout)};
constexpr field_rule duration_fields[] = {needed_at_least("seconds", 0)};
constexpr field_rule comment_fields[] = {needed("message", text)};
constexpr field_rule lights_fields[] = {needed("on", boolean)};
constexpr field_rule status_bar_fields[] = {needed_choice("animation", animations)};
constexpr field_rule move_labware_fields[] = {
    needed("newLocation", labware_location), needed_choice("strategy", labware_strategies),
    optional_object("pickUpOffset", coordinates), optional_object("dropOffset", coordinates)};
constexpr field_rule engage_fields[] = {needed("height", number)};
constexpr field_rule block_fields[] = {optional("blockMaxVolumeUl", number), optional("holdTimeSeconds", number)};
constexpr field_rule profile_fields[] = {{.name = "profile", .kind = object_list, .fields = profile_step},
                                         optional("blockMaxVolumeUl", number)};
constexpr field_rule extended_profile_fields[] = {{.name = "profileElements", .kind = profile_elements, .fields = profile_step},
                                                  optional("blockMaxVolumeUl", number)};
constexpr field_rule shake_fields[] = {needed("rpm", number)};

constexpr command_rule rules[] = {
    {"home", {home_fields}},
    {"moveToWell", {in_well, at_well, movement}},
    {"moveRelative", {pipette, relative_fields}},
    {"moveToCoordinates", {pipette, coordinates_fields, movement}},
    {.command_type = "moveOverLabware",
     .groups = {pipette, labware_fields, coordinates_fields, movement},
     .is_legacy_step = true},
    {"moveToAddressableArea", {in_area, area_fields, movement}},
    {"moveToAddressableAreaForDropTip", {in_area, alternate_drop, drop_area_fields, movement}},
    {"retractAxis", {retract_fields}},
    {"savePosition", {pipette, save_position_fields}},
    {"loadLabware", {load_labware_fields}},
    {"reloadLabware", {labware_fields}},
    {"loadPipette", {load_pipette_fields}},
    {"loadModule", {load_module_fields}},
    {"loadLiquid", {load_liquid_fields}},
    {"moveLabware", {labware_fields, move_labware_fields}},
    {"pickUpTip", {in_well, pick_up_fields}},
    {"dropTip", {in_well, drop_fields, alternate_drop}},
    {"dropTipInPlace", {pipette, home_after}},
    {"aspirate", {in_well, at_liquid, volume, flow}},
    {"aspirateInPlace", {pipette, volume, flow}},
    {"dispense", {in_well, at_liquid, dispensing, flow}},
    {"dispenseInPlace", {pipette, dispensing, flow}},
    {"blowout", {in_well, at_well, flow}},
    {"blowOutInPlace", {pipette, flow}},
    {"prepareToAspirate", {pipette}},
    {"touchTip", {in_well, at_well, touch_fields}},
    {"configureForVolume", {pipette, volume}},
    {"configureNozzleLayout", {pipette, nozzle_fields}},
    {"waitForDuration", {duration_fields, message_if_any}},
    {"waitForResume", {message_if_any}},
    {"comment", {comment_fields}},
    {"custom", {}, true},
    {"setRailLights", {lights_fields}},
    {"setStatusBar", {status_bar_fields}},
    {"temperatureModule/setTargetTemperature", {module_id, celsius}},
    {"temperatureModule/waitForTemperature", {module_id, celsius_if_any}},
    {"temperatureModule/deactivate", {module_id}},
    {"magneticModule/engage", {module_id, engage_fields}},
    {"magneticModule/disengage", {module_id}},
    {.command_type = "magneticModule/calibrate", .groups = {module_id}, .is_legacy_step = true},
    {"thermocycler/setTargetBlockTemperature", {module_id, celsius, block_fields}},
    {"thermocycler/setTargetLidTemperature", {module_id, celsius}},
    {"thermocycler/waitForBlockTemperature", {module_id}},
    {"thermocycler/waitForLidTemperature", {module_id}},
    {"thermocycler/openLid", {module_id}},
    {"thermocycler/closeLid", {module_id}},
    {.command_type = "thermocycler/deactivate", .groups = {module_id}, .is_legacy_step = true},
    {"thermocycler/deactivateBlock", {module_id}},
    {"thermocycler/deactivateLid", {module_id}},
    {"thermocycler/runProfile", {module_id, profile_fields}},
    {"thermocycler/runExtendedProfile", {module_id, extended_profile_fields}},
    {"heaterShaker/setTargetTemperature", {module_id, celsius}},
    {"heaterShaker/waitForTemperature", {module_id, celsius_if_any}},
    {"heaterShaker/setAndWaitForShakeSpeed", {module_id, shake_fields}},
    {"heaterShaker/openLabwareLatch", {module_id}},
    {"heaterShaker/closeLabwareLatch", {module_id}},
    {"heaterShaker/deactivateHeater", {module_id}},
    {"heaterShaker/deactivateShaker", {module_id}},
};

}  // namespace

std::span<const command_rule> all_command_rules() { return rules; }

}  // namespace deckhand
