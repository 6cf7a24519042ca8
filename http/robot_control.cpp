// The robot outside of runs: lights, homing, moves and motors. These routes are older than the others: bodies are bare objects.

#include <algorithm>
#include <array>
#include <cmath>

#include "hardware/kinematics.hpp"
#include "http/handlers.hpp"
#include "http/json_body.hpp"
#include "http/query_reader.hpp"
#include "runtime/json_text.hpp"

namespace deckhand {
namespace {

using nlohmann::json;

// Lower down a bare mount would hit what stands on the deck.
constexpr double lowest_mount_z_mm = 30;

struct named_axis {
  std::string_view name;
  motor_axis axis;
};
constexpr std::array<named_axis, 6> motor_names{{{"x", motor_axis::x},
                                                 {"y", motor_axis::y},
                                                 {"z_l", motor_axis::left_z},
                                                 {"z_r", motor_axis::right_z},
                                                 {"p_l", motor_axis::left_plunger},
                                                 {"p_r", motor_axis::right_plunger}}};

api_reply message(std::string_view text) {
  json_object_text out;
  out.add_string("message", text);
  return {200, std::move(out).take()};
}

api_result do_and_say(const api_call& call, control_request request, std::string_view text) {
  const auto done = ask_engine(call.service, std::move(request), longest_wait_for_robot);
  if (!done) return tl::unexpected{done.error()};
  return message(text);
}

std::optional<mount> read_mount(field_reader& fields) {
  const auto name = fields.required_string("mount");
  const auto on = name ? parse_mount(*name) : std::nullopt;
  if (name && !on) fields.add_problem("mount", "must be left or right");
  return on;
}

api_result lights_reply(bool on) { return api_reply{200, json{{"on", on}}.dump()}; }

}  // namespace

// --- lights ---

api_result get_lights(const api_call& call) { return lights_reply(call.service.port.robot().lights_on); }

api_result post_lights(const api_call& call) {
  const auto body = read_object(call.body);
  if (!body) return tl::unexpected{body.error()};
  std::vector<error_item> problems;
  const auto on = field_reader{*body, "", problems}.required_boolean("on");
  if (!on) return tl::unexpected{invalid_request(std::move(problems))};
  const auto done = ask_engine(call.service, lights_request{*on});
  if (!done) return tl::unexpected{done.error()};
  return lights_reply(*on);
}

api_result post_identify(const api_call& call) {
  query_reader query{call.query};
  const auto seconds = query.integer("seconds");
  if (!query.text("seconds")) query.add_problem("seconds", "field required");
  if (seconds && *seconds < 0) query.add_problem("seconds", "must not be negative");
  if (!query.is_sound()) return tl::unexpected{invalid_request(query.take_problems())};
  return do_and_say(call, identify_request{static_cast<double>(*seconds)}, "identifying");
}

// --- homing and moves ---

api_result post_home(const api_call& call) {
  const auto body = read_object(call.body);
  if (!body) return tl::unexpected{body.error()};
  std::vector<error_item> problems;
  field_reader fields{*body, "", problems};
  const auto target = fields.required_string("target");
  if (target && *target != "robot" && *target != "pipette") fields.add_problem("target", "must be robot or pipette");
  std::optional<mount> on;
  if (target == "pipette") on = read_mount(fields);
  if (!problems.empty()) return tl::unexpected{invalid_request(std::move(problems))};
  if (!on) return do_and_say(call, robot_request{{home_operation{}}}, "Homing robot.");
  const bool is_left = *on == mount::left;
  const home_operation carriage{{is_left ? motor_axis::left_z : motor_axis::right_z}};
  const home_operation plunger{{is_left ? motor_axis::left_plunger : motor_axis::right_plunger}};
  return do_and_say(call, robot_request{{carriage, plunger}},
                    "Pipette on " + std::string{to_string(*on)} + " homed successfully.");
}

api_result get_positions(const api_call&) {
  const json change_pipette{{"target", "mount"}, {"left", {300, 40, 30}}, {"right", {95, 40, 30}}};
  const json attach_tip{{"target", "pipette"}, {"point", {200, 90, 150}}};
  return api_reply{200, json{{"positions", {{"change_pipette", change_pipette}, {"attach_tip", attach_tip}}}}.dump()};
}

namespace {

std::optional<point> read_point(field_reader& fields) {
  const auto* list = fields.array("point");
  if (!list) {
    if (!fields.find("point")) fields.add_problem("point", "field required");
    return std::nullopt;
  }
  const bool is_right =
      list->size() == 3 && std::all_of(list->begin(), list->end(), [](const json& part) { return part.is_number(); });
  if (is_right) return point{(*list)[0], (*list)[1], (*list)[2]};
  fields.add_problem("point", "must be three numbers");
  return std::nullopt;
}

// The driver moves nozzles; where the mount itself is meant, what hangs below it is reckoned in.
point nozzle_target(const robot_facts& facts, mount on, const point& wanted) {
  const auto& [pipette, attached, position] = facts.at(on);
  const auto* model = attached ? find_pipette_model(attached->model) : nullptr;
  if (!model) return wanted;
  const auto offset = facts.calibration ? facts.calibration->offset_of(on, attached->serial_number) : point{};
  const double tip_mm = pipette && pipette->tip ? pipette->tip->length_mm : 0;
  return wanted - bare_mount_critical_point + critical_point(*model, tip_mm, 0) + offset;
}

// Whoever sends a mount somewhere may have changed its pipette: it is looked at first, and both carriages go up.
std::vector<robot_operation> before_move() {
  return {load_pipette_operation{}, home_operation{{motor_axis::left_z, motor_axis::right_z}}};
}

// Across, and down at last. The gantry is homed on its way where it was not.
std::vector<robot_operation> move_to(const robot_facts& facts, mount on, const point& target) {
  std::vector<robot_operation> operations;
  home_operation unhomed;
  for (const auto axis : {motor_axis::x, motor_axis::y})
    if (!facts.homed[index_of(axis)]) unhomed.axes.push_back(axis);
  if (!unhomed.axes.empty()) operations.emplace_back(unhomed);
  move_operation move;
  move.on = on;
  move.target = target;
  move.path = path_kind::direct;
  move.stay_at_height = true;
  operations.emplace_back(move);
  move.stay_at_height = false;
  operations.emplace_back(move);
  return operations;
}

}  // namespace

api_result post_move(const api_call& call) {
  const auto body = read_object(call.body);
  if (!body) return tl::unexpected{body.error()};
  std::vector<error_item> problems;
  field_reader fields{*body, "", problems};
  const auto target = fields.required_string("target");
  if (target && *target != "mount" && *target != "pipette") fields.add_problem("target", "must be mount or pipette");
  const auto wanted = read_point(fields);
  const auto on = read_mount(fields);
  fields.string("model");
  if (target == "mount" && wanted && wanted->z_mm < lowest_mount_z_mm)
    fields.add_problem("point", "sending a mount to a z position lower than 30 can cause a collision with the deck");
  if (!problems.empty()) return tl::unexpected{invalid_request(std::move(problems))};
  const auto ready = ask_engine(call.service, robot_request{before_move()}, longest_wait_for_robot);
  if (!ready) return tl::unexpected{ready.error()};
  const auto facts = call.service.port.robot();
  const auto nozzle = target == "mount" ? nozzle_target(facts, *on, *wanted) : *wanted;
  const auto done = ask_engine(call.service, robot_request{move_to(facts, *on, nozzle)}, longest_wait_for_robot);
  if (!done) return tl::unexpected{done.error()};
  const json place{wanted->x_mm, wanted->y_mm, wanted->z_mm};
  return message("Move complete. New position: " + place.dump());
}

// --- motors ---

api_result get_engaged_motors(const api_call& call) {
  const auto facts = call.service.port.robot();
  json motors{{"q", nullptr}, {"g", nullptr}};  // those of the gripper, which an OT-2 does not have
  for (const auto& motor : motor_names) motors[std::string{motor.name}] = {{"enabled", facts.engaged[index_of(motor.axis)]}};
  return api_reply{200, motors.dump()};
}

api_result post_disengage_motors(const api_call& call) {
  const auto body = read_object(call.body);
  if (!body) return tl::unexpected{body.error()};
  std::vector<error_item> problems;
  field_reader fields{*body, "", problems};
  const auto* axes = fields.array("axes");
  if (!axes && problems.empty()) fields.add_problem("axes", "field required");
  disengage_operation operation;
  std::string names;
  for (const auto& given : axes ? *axes : json::array()) {
    auto name = given.is_string() ? given.get<std::string>() : given.dump();
    std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    const auto motor = std::find_if(motor_names.begin(), motor_names.end(), [&](const auto& each) { return each.name == name; });
    if (motor == motor_names.end()) {
      fields.add_problem("axes", given.dump() + " is no motor; there are x, y, z_l, z_r, p_l and p_r");
      continue;
    }
    operation.axes.push_back(motor->axis);
    names += (names.empty() ? "" : ", ") + name;
  }
  if (!problems.empty()) return tl::unexpected{invalid_request(std::move(problems))};
  return do_and_say(call, robot_request{{operation}}, "Disengaged axes: " + names);
}

}  // namespace deckhand
