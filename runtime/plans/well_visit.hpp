/// Moves of a pipette to wells and addressable areas: where the target is, and which path leads there.
/// Internal to command_plan.
#pragma once

#include "runtime/plans/planning.hpp"

namespace deckhand::plans {

/// How a move was asked to go, from the command's "speed", "minimumZHeight" and "forceDirect".
struct movement {
  std::optional<double> speed_mm_s;
  double minimum_z_mm = 0;
  bool is_forced_direct = false;
};
movement read_movement(const planning& command);

/// A pipette at a well.
struct well_visit {
  pipette_in_use pipette;
  const loaded_labware& labware;
  std::string well_name;
  well_geometry well;
  point bottom;             ///< centre of the well's bottom, in deck coordinates
  bool is_centred = false;  ///< the centre of all nozzles goes to the target, not nozzle A1
  double nozzle_mm = 0;     ///< otherwise: what lies so far in front of nozzle A1 goes there
};

/// The well that a command's "labwareId" and "wellName" name: loaded, on the deck, and with nothing standing on it.
tl::expected<well_visit, command_error> visit_well(const planning& command, const pipette_in_use& pipette);
/// The labware that "labwareId" names, in none of its wells: as a well without a name or a depth, whose bottom is the corner of
/// the labware's top.
tl::expected<well_visit, command_error> visit_labware(const planning& command, const pipette_in_use& pipette);

/// The place that "wellLocation" means. The origin "meniscus" is refused: the height of the liquid is not known.
tl::expected<point, command_error> place_in(const well_visit& visit, const nlohmann::json& well_location);
point top_of(const well_visit& visit);

/// A move to a target in the well: direct within one well, an arc above the labware within one labware, else an arc above
/// everything.
move_operation move_to(const planning& command, const well_visit& visit, const point& target, const movement& how = {});
/// Where a pipette's primary nozzle is: so far in front of nozzle A1.
double primary_nozzle_mm(const planning& command, std::string_view pipette_id);
/// A further move once the pipette is at the well: a straight line.
move_operation move_within(const planning& command, const well_visit& visit, const point& target,
                           std::optional<double> speed_mm_s = {});
/// An arc above everything, to any place.
move_operation move_across(const planning& command, const pipette_in_use& pipette, const point& target, const movement& how);

/// What a finished visit leaves in the model. Holds values only, and so may outlive the planning.
class visit_record {
 public:
  explicit visit_record(const well_visit& visit)
      : on_(visit.pipette.on), where_{visit.pipette.pipette_id, visit.labware.labware_id, visit.well_name, {}} {}
  void write(run_model& model, const robot_facts& facts) const;

 private:
  mount on_;
  last_location where_;
};

/// A plan that ends at the well; the result is `result` and the target as its "position".
command_plan plan_at_well(const well_visit& visit, std::vector<robot_operation> operations, const point& target,
                          nlohmann::json result = nlohmann::json::object());

}  // namespace deckhand::plans
