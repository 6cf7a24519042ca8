/// The modules that an OT-2 can carry, with their geometry. Figures: the maker's OT-2 figures.
#pragma once

#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/geometry.hpp"

namespace deckhand {

enum class module_type : unsigned char { temperature, magnetic, thermocycler, heater_shaker };
/// As clients know it, for example "temperatureModuleType".
std::string_view to_string(module_type type);

/// Limits of the heater or cooler's target, degrees Celsius; both ends are allowed.
struct celsius_range {
  double least = 0;
  double most = 0;

  constexpr bool contains(double celsius) const { return least <= celsius && celsius <= most; }
};
inline constexpr celsius_range temperature_module_range{-9, 99};
inline constexpr celsius_range block_range{0, 99};
inline constexpr celsius_range lid_range{37, 110};
inline constexpr celsius_range shaker_heater_range{37, 95};
inline constexpr double least_shake_rpm = 200;
inline constexpr double most_shake_rpm = 3000;
inline constexpr double most_block_volume_ul = 100;

/// One model of a module. Lengths in millimetres.
struct module_model {
  std::string_view name;  ///< for example "temperatureModuleV2"
  module_type type = module_type::temperature;
  int generation = 1;
  std::string_view display_name;
  point labware_offset;             ///< from the corner of its slot to that of the labware on it
  point labware_offset_right_side;  ///< the same in slots 3, 6 and 9, where some models stand turned round
  point size;                       ///< its box; z is the bare height
  double height_over_labware_mm = 0;
  double lid_height_mm = 0;              ///< thermocyclers: what the closed lid adds
  std::string_view also_stands_in = {};  ///< the other model that commands for it work on just as well; empty for none

  double bare_height_mm() const { return size.z_mm; }
  /// For a slot "1" to "11".
  const point& labware_offset_in(std::string_view slot_name) const;
};

std::span<const module_model> all_module_models();
/// nullptr for what is no module of an OT-2.
const module_model* find_module_model(std::string_view name);
/// Whether a robot that has `attached` can run what was written for `wanted`.
bool can_stand_in(const module_model& attached, const module_model& wanted);

/// Thermocyclers stand in slot 7 only, all others anywhere but on the trash.
bool may_stand_in_slot(const module_model& model, std::string_view slot_name);
/// Every slot that it covers, `slot_name` first.
std::vector<std::string> slots_covered(const module_model& model, const std::string& slot_name);

/// The definition that loadModule's result carries.
nlohmann::json module_definition(const module_model& model);

// The magnets' height. Commands count from the labware's ledge, the module from its lowest position: 2.5 mm below the ledge.
inline constexpr double magnet_ledge_mm = 2.5;
inline constexpr double most_magnet_travel_gen1_mm = 22.5;
inline constexpr double most_magnet_travel_gen2_mm = 25;
double most_magnet_travel_mm(const module_model& model);
/// The first generation counts half millimetres where the second counts whole ones.
double magnet_units_per_mm(const module_model& model);

}  // namespace deckhand
