// What crosses between nodes: it arrives as it left, and nobody changes its form unnoticed.

#include <caf/binary_deserializer.hpp>
#include <caf/binary_serializer.hpp>
#include <catch2/catch.hpp>

#include "actors/links.hpp"
#include "tests/actors/actor_world.hpp"

using namespace deckhand;
using namespace deckhand::testing;

namespace {

std::vector<robot_operation> one_of_each() {
  move_operation move;
  move.on = mount::right;
  move.target = {1, 2, 3};
  move.path = path_kind::direct;
  move.base_z_mm = 4;
  move.minimum_z_mm = 5;
  move.speed_mm_s = 6;
  move.centre_of_nozzles = true;
  move.detours = {{7, 8, 0}};
  move.stay_at_travel_height = true;
  return {home_operation{{motor_axis::x}},
          move,
          move_relative_operation{mount::left, 'z', -1.5},
          retract_axis_operation{motor_axis::right_z},
          load_pipette_operation{mount::left, "p300_single"},
          pick_up_tip_operation{mount::left, "opentrons/rack/1", 59.3, 300, 5.2},
          drop_tip_operation{mount::right, false},
          prepare_to_aspirate_operation{mount::right},
          aspirate_operation{mount::left, 100, 150},
          dispense_operation{mount::left, 100, 300, 5},
          blow_out_operation{mount::left, 300},
          set_lights_operation{true},
          disengage_operation{{motor_axis::y, motor_axis::left_z}},
          load_module_operation{"temperatureModuleV2", {"TM-1"}},
          module_operation{"TC-1", module_action::run_profile, 4.5, 60, 25, {{95, 10}, {60, 20}}},
          recover_operation{}};
}

operation_report full_report() {
  operation_report report{1, 2, robot_error{robot_error_code::tip_present, "a tip is on"}, {}};
  auto& left = report.facts.at(mount::left);
  left.pipette = pipette_facts{"p300_single", "p300_single_v1.5", "P3-1", 300, tip_facts{51.8, 300, 5.2}, 20, true};
  left.attached = attached_pipette{"p300_single_v1.5", "P3-1"};
  left.position = point{1, 2, 3};
  report.facts.homed[2] = report.facts.engaged[4] = report.facts.lights_on = true;
  report.facts.board = {"edge-1", "C"};
  const measurement made{"2024-05-01", "user", "f1", "opentrons/rack/1", true};
  report.facts.calibration = std::make_shared<const robot_calibration>(robot_calibration{
      deck_calibration{level_deck, "P3-1", made}, {{mount::right, "P3-1", {1, 2, 3}, made}}, {{"P3-1", 50, made}}});
  report.facts.modules = {{"thermocyclerModuleV1",
                           "TC-1",
                           {20, 95},
                           {30, std::nullopt},
                           lid_state::closed,
                           9,
                           profile_facts{1, 2},
                           3,
                           200,
                           300,
                           latch_state::closing,
                           "v1.1.0",
                           "v02",
                           "tcp://bench:9998",
                           "async ERR202:thermistor disconnected"}};
  return report;
}

std::vector<control_request> one_request_each() {
  protocol_parameters parameters;
  parameters.values = {{"volume", 20}};
  parameters.files = {{"plates", {"file", "plates.csv", "a,b"}}};
  parameters.report = {{{"variableName", "volume"}}};
  protocol_added protocol{"", "hash", "python", "OT-2 Standard", "{}", "key", "standard", "2.13", {{"a.py", "main", "text"}}};
  return {create_run_request{"protocol", "[]", parameters},
          patch_run_request{"run", true},
          delete_run_request{"run"},
          run_action_request{"run", action_type::stop},
          post_command_request{"run", "home", "{}", command_intent::setup, "key", "failed", run_kind::maintenance},
          add_labware_offset_request{"run", "{}"},
          add_labware_definition_request{"run", find_shipped_labware("opentrons", "corning_96_wellplate_360ul_flat", 1)},
          create_maintenance_run_request{"[]"},
          delete_maintenance_run_request{"run"},
          robot_request{one_of_each()},
          lights_request{true},
          identify_request{5},
          move_door_request{true},
          halt_request{},
          press_estop_request{true},
          heed_door_request{true},
          add_protocol_request{protocol, nullptr, parameters},
          delete_protocol_request{"protocol"},
          analyse_request{"protocol", true, parameters},
          add_data_file_request{"plates.csv", "a,b"},
          delete_data_file_request{"file"},
          shutdown_request{}};
}

std::vector<event_body> one_event_each() {
  return {run_created{"protocol", "[]", run_kind::maintenance},
          action_accepted{"action", action_type::pause},
          command_queued{"command", "key", "home", "{}", command_intent::fixit, "failed"},
          command_started{"command"},
          command_succeeded{"command", "{}", "[]", 12},
          command_failed{"command", "{}", "[]", 12},
          run_paused{true, true},
          run_ending{run_result::failed, "{}"},
          run_finished{"{}"},
          entity_changed{entity_kind::liquid, "water", "{}"},
          run_archived{},
          run_deleted{},
          protocol_added{"protocol", "hash", "json", "OT-2 Standard", "{}", "key", "standard", "2.13", {{"a", "main", "text"}}},
          protocol_deleted{"protocol"},
          analysis_started{"protocol", "analysis", "[]", "{}", "{}"},
          analysis_completed{"protocol", "analysis", "{}"},
          data_file_added{"file", "plates.csv", "YQ=="},
          data_file_deleted{"file"}};
}

event_batch full_batch() {
  event_batch batch{true, true, true, {}, "source", 7};
  for (auto& body : one_event_each())
    batch.events.push_back({batch.events.size() + 1, "run", wall_time{std::chrono::microseconds{5}}, 6, std::move(body)});
  return batch;
}

template <class T>
caf::byte_buffer write(const T& value) {
  caf::byte_buffer bytes;
  caf::binary_serializer sink{nullptr, bytes};
  REQUIRE(sink.apply(value));
  return bytes;
}

template <class T>
void check_crossing(caf::actor_system& system, const T& value, std::uint64_t& fingerprint) {
  const auto bytes = write(caf::make_message(value));
  caf::message arrived;
  caf::binary_deserializer source{system, bytes};
  REQUIRE(source.apply(arrived));
  CHECK(write(arrived) == bytes);
  CHECK(caf::deep_to_string(arrived.get_as<T>(0)) == caf::deep_to_string(value));
  for (const auto byte : bytes) fingerprint = (fingerprint ^ static_cast<std::uint64_t>(byte)) * 1'099'511'628'211U;
}

}  // namespace

TEST_CASE("operations, reports, events and requests cross whole: a new form of theirs needs a new link version") {
  actor_world world;
  std::uint64_t fingerprint = 14'695'981'039'346'656'037U;
  for (const auto& operation : one_of_each()) check_crossing(world.system(), operation, fingerprint);
  check_crossing(world.system(), full_report(), fingerprint);
  check_crossing(world.system(), full_report().facts, fingerprint);
  for (const auto& request : one_request_each()) check_crossing(world.system(), request, fingerprint);
  check_crossing(world.system(), full_batch(), fingerprint);
  check_crossing(world.system(), replica_position{1, 2, "source", 3}, fingerprint);
  check_crossing(world.system(), engine_condition{full_report().facts, {"lab:1", "Ada", "lost"}, {"disk"}}, fingerprint);
  check_crossing(world.system(), control_outcome{control_success{"id", "then", true, "run"}}, fingerprint);
  check_crossing(world.system(), control_outcome{control_refusal{409, "id", "title", "detail", "4000", true}}, fingerprint);
  for (const auto id :
       {caf::type_id_v<perform_atom>, caf::type_id_v<perform_next_atom>, caf::type_id_v<withdraw_atom>,
        caf::type_id_v<foresee_atom>, caf::type_id_v<facts_atom>, caf::type_id_v<move_door_atom>, caf::type_id_v<await_door_atom>,
        caf::type_id_v<press_estop_atom>, caf::type_id_v<halt_atom>, caf::type_id_v<follow_atom>, caf::type_id_v<tell_atom>})
    check_crossing(world.system(), std::uint16_t{id}, fingerprint);
  INFO("If this is on purpose, raise link_version (actors/links.hpp), and put both figures here.");
  CHECK(fingerprint == 0x2d78c9d7d944d4f2U);
  CHECK(link_version == 7);
}

TEST_CASE("the message by which releases tell each other apart never changes") {
  CHECK(caf::type_id_v<link_atom> == caf::first_custom_type_id);
}
