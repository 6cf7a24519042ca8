/// The deck of one run as its commands have set it: labware, pipettes, modules, liquids, and where the last move went.
/// Owned by whoever executes the run. Says nothing of tips, volumes, positions, temperatures or lids: those are asked of the
/// driver.
#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "runtime/event.hpp"
#include "runtime/geometry.hpp"
#include "runtime/labware_catalogue.hpp"
#include "runtime/module_catalogue.hpp"
#include "runtime/protocol_reader.hpp"
#include "runtime/robot_operation.hpp"

namespace deckhand {

struct module_facts;

struct loaded_labware {
  std::string labware_id;
  labware_definition_ptr definition;
  nlohmann::json location;  ///< {"slotName": …}, {"moduleId": …}, {"labwareId": …}, {"addressableAreaName": …} or "offDeck"
  std::optional<std::string> offset_id;
  std::optional<std::string> display_name;
};

struct loaded_pipette {
  std::string pipette_id;
  std::string name;
  mount on = mount::left;
};

/// Times, and how much deeper each time, mm; the pipette's own where nothing is said.
struct pressing {
  std::optional<int> presses;
  std::optional<double> increment_mm;
};

/// Which nozzles of an eight-channel pipette are in use, by row from the back, and which of them goes to a command's well.
struct nozzle_layout {
  int first = 0;
  int last = 7;
  int primary = 0;
};

struct loaded_module {
  std::string module_id;
  const module_model* model = nullptr;      ///< what stands there, which geometry goes by
  const module_model* requested = nullptr;  ///< what the run asked for, which labware offsets go by
  std::string slot_name;                    ///< of several slots that it covers, the one it is named after
  std::string serial_number;

  bool covers(std::string_view slot) const;
};

/// A correction that a client measured for one kind of labware at one place.
struct labware_offset {
  std::string offset_id;
  std::string definition_uri;
  std::string slot_name;
  point vector;
  std::optional<std::string> below_uri = {};     ///< of the adapter or labware it stands on; nothing for the bare slot
  std::optional<std::string> module_model = {};  ///< of the module it stands on; nothing for the bare deck
  std::string created_at = {};                   ///< ISO 8601
};

/// The well that the last move of a pipette went to, for choosing the next path. It counts only as long as the driver says that
/// the pipette still stands there.
struct last_location {
  std::string pipette_id;
  std::string labware_id;
  std::string well_name;
  point position;  ///< of the critical point, as the driver gave it
};

class run_model {
 public:
  /// The deck of a live run: empty. Its trash is the addressable area "fixedTrash", not labware.
  run_model() = default;
  /// The deck at the start of a protocol's run: its definitions and liquids known, the fixed trash in place where the schema says
  /// so.
  explicit run_model(const json_protocol& protocol);

  void add_definition(labware_definition_ptr definition);
  /// Own definitions first, then the shipped catalogue; nullptr where there is none. An empty namespace stands for any own one,
  /// then for the shipped one; version 0 for any own one, then for the first.
  labware_definition_ptr find_definition(std::string_view definition_namespace, std::string_view load_name, int version) const;
  void add_offset(labware_offset offset);
  /// The newest offset for a kind of labware at a location such as loaded_labware has; nullptr where there is none.
  const labware_offset* find_offset(std::string_view definition_uri, const nlohmann::json& location) const;

  const loaded_labware* find_labware(std::string_view labware_id) const;
  const loaded_pipette* find_pipette(std::string_view pipette_id) const;
  /// In the order in which they were loaded.
  const std::vector<loaded_pipette>& pipettes() const { return pipettes_; }
  const loaded_module* find_module(std::string_view module_id) const;
  const std::map<std::string, loaded_module, std::less<>>& modules() const { return modules_; }
  /// The module that covers a slot, nullptr for none.
  const loaded_module* module_in(std::string_view slot_name) const;
  /// The module that a location is on, be it directly or on top of other labware; nullptr where it is on none.
  const loaded_module* module_below(const nlohmann::json& location) const;
  const protocol_liquid* find_liquid(std::string_view liquid_id) const;
  /// The labware standing at a location, nullptr for none.
  const loaded_labware* labware_at(const nlohmann::json& location) const;
  /// The labware standing on another one, nullptr for none.
  const loaded_labware* labware_on(std::string_view labware_id) const;
  /// The slot that a location is in, be it directly or on top of other labware or a module; nullopt off the deck.
  std::optional<std::string> slot_of(const nlohmann::json& location) const;

  /// These record what a command did; each leaves an entity_changed behind for take_changes.
  void put_labware(loaded_labware labware);
  void put_pipette(loaded_pipette pipette);
  void put_module(loaded_module module);
  void add_liquid(protocol_liquid liquid);
  /// Modules that are attached can be used under their serial numbers without being loaded, in no slot.
  void adopt_modules(const std::vector<module_facts>& attached);

  /// The level whose rules motion follows; see json_protocol.
  int api_minor() const { return api_minor_; }
  /// Below 2.14 the robot goes, prepares and homes by rules of its own.
  bool is_legacy() const { return api_minor_ < first_engine_api_minor; }
  /// Python files below 2.14 say themselves when a plunger is prepared.
  bool pick_up_prepares() const { return pick_up_prepares_; }

  /// What a Python protocol sets for later moves: of one pipette (nothing: the robot's own speed), and of single axes.
  void set_movement_speed(const std::string& pipette_id, std::optional<double> speed_mm_s);
  std::optional<double> movement_speed_mm_s(std::string_view pipette_id) const;
  /// nullptr for a pipette that uses all of its nozzles.
  const nozzle_layout* find_nozzle_layout(std::string_view pipette_id) const;
  /// nullopt: all of them.
  void set_nozzle_layout(const std::string& pipette_id, std::optional<nozzle_layout> layout);
  void set_axis_speeds(axis_speed_limits limits) { axis_speeds_ = limits; }
  const axis_speed_limits& axis_speeds() const { return axis_speeds_; }
  /// The flow at which a pipette's plunger is prepared, where the protocol has set one.
  void set_blow_out_flow(const std::string& pipette_id, double ul_s) { blow_out_flows_ul_s_[pipette_id] = ul_s; }
  std::optional<double> blow_out_flow_ul_s(std::string_view pipette_id) const;
  /// How a pipette is pressed into its next tips, where the protocol says so.
  void set_pressing(const std::string& pipette_id, pressing wanted) { pressings_[pipette_id] = wanted; }
  pressing pressing_of(std::string_view pipette_id) const;
  /// A correction of one labware, which takes the place of a measured one.
  void set_own_offset(const std::string& labware_id, const point& vector);

  void set_last_location(last_location location);
  void forget_last_location();
  const std::optional<last_location>& where() const { return last_location_; }
  /// The slot that the last move went to, if it went to a well or an area of the deck.
  void set_last_slot(std::string slot_name) { last_slot_ = std::move(slot_name); }
  const std::optional<std::string>& last_slot() const { return last_slot_; }

  /// dropTip and moveToAddressableAreaForDropTip with alternateDropLocation take the right-hand spot first, then change sides.
  bool next_drop_is_right() const { return next_drop_is_right_; }
  void alternate_drop() { next_drop_is_right_ = !next_drop_is_right_; }

  /// Front-left-bottom corner of a labware in deck coordinates, its offset included; nullopt for labware off the deck.
  std::optional<point> origin_of(const loaded_labware& labware) const;
  /// The highest point of a labware, with what a module it stands on needs above it; 0 for labware off the deck.
  double top_z_mm(const loaded_labware& labware) const;
  /// The tallest thing on the deck, the trash (82 mm) and modules included. By the older rules a module that bears labware is
  /// only as tall as that.
  double tallest_z_mm() const;

  /// What changed since the last call, as events ready to send; the first call gives the initial deck.
  std::vector<entity_changed> take_changes();

 private:
  /// As origin_of, without what belongs to the labware itself: its corner offset and its measured offset.
  std::optional<point> nominal_base_of(const loaded_labware& labware) const;

  std::map<std::string, labware_definition_ptr, std::less<>> definitions_;
  std::vector<labware_offset> offsets_;
  std::map<std::string, loaded_labware, std::less<>> labware_;
  std::vector<loaded_pipette> pipettes_;
  std::map<std::string, loaded_module, std::less<>> modules_;
  std::vector<protocol_liquid> liquids_;
  std::optional<last_location> last_location_;
  std::optional<std::string> last_slot_;
  int api_minor_ = newest_api_minor;
  bool pick_up_prepares_ = true;
  std::map<std::string, double, std::less<>> movement_speeds_mm_s_;
  std::map<std::string, nozzle_layout, std::less<>> nozzle_layouts_;
  std::map<std::string, double, std::less<>> blow_out_flows_ul_s_;
  std::map<std::string, pressing, std::less<>> pressings_;
  axis_speed_limits axis_speeds_;
  std::map<std::string, point, std::less<>> own_offsets_;
  std::vector<entity_changed> changes_;
  bool next_drop_is_right_ = true;
};

inline constexpr std::string_view fixed_trash_name = "fixedTrash";  ///< the labware's id, and the addressable area's name
inline constexpr std::string_view fixed_trash_slot = "12";
inline constexpr double fixed_trash_top_z_mm = 82;

/// The front-left corner of a deck slot "1" … "12"; nullopt for any other name.
std::optional<point> slot_origin(std::string_view slot_name);
/// The slot that a labware location names, as a slot or as an addressable area; empty for other kinds of location.
std::string named_slot(const nlohmann::json& location);
/// The labware that a labware location names; empty for other kinds of location.
std::string named_labware(const nlohmann::json& location);
/// The module that a labware location names; empty for other kinds of location.
std::string named_module(const nlohmann::json& location);

}  // namespace deckhand
