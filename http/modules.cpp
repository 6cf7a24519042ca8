#include <algorithm>
#include <array>

#include "http/handlers.hpp"
#include "http/json_body.hpp"
#include "http/wire.hpp"
#include "runtime/module_catalogue.hpp"
#include "runtime/module_json.hpp"

namespace deckhand {
namespace {

using nlohmann::json;

constexpr int last_version_with_legacy_body = 2;

// Answers of the newer kind leave out what has no value.
json without_nulls(json value) {
  if (!value.is_object()) return value;
  for (auto member = value.begin(); member != value.end();) {
    if (member->is_null()) {
      member = value.erase(member);
    } else {
      *member = without_nulls(std::move(*member));
      ++member;
    }
  }
  return value;
}

json legacy_modules(const std::vector<module_facts>& modules) {
  auto list = json::array();
  for (const auto& module : modules) list.push_back(legacy_module_json(module, list.size() + 1));
  return {{"modules", std::move(list)}};
}

// --- commands of the oldest clients ---

// Of several with one name, all are done, in this order.
struct legacy_command {
  std::string_view name;
  module_type type;
  module_action action;
  bool takes_value = false;  ///< of magnets in the module's own units
  bool takes_hold = false;
};
constexpr std::array<legacy_command, 22> legacy_commands{{
    {"set_temperature", module_type::temperature, module_action::set_temperature, true},
    {"start_set_temperature", module_type::temperature, module_action::set_temperature, true},
    {"await_temperature", module_type::temperature, module_action::wait_for_temperature, true},
    {"deactivate", module_type::temperature, module_action::stop_heating},
    {"engage", module_type::magnetic, module_action::engage, true},
    {"calibrate", module_type::magnetic, module_action::probe},
    {"deactivate", module_type::magnetic, module_action::disengage},
    {"open", module_type::thermocycler, module_action::open_lid},
    {"close", module_type::thermocycler, module_action::close_lid},
    {"set_temperature", module_type::thermocycler, module_action::set_temperature, true, true},
    {"set_lid_temperature", module_type::thermocycler, module_action::set_lid_temperature, true},
    {"deactivate_block", module_type::thermocycler, module_action::stop_heating},
    {"deactivate_lid", module_type::thermocycler, module_action::stop_heating_lid},
    {"deactivate", module_type::thermocycler, module_action::stop_all_heating},
    {"start_set_temperature", module_type::heater_shaker, module_action::set_temperature, true},
    {"deactivate_heater", module_type::heater_shaker, module_action::stop_heating},
    {"set_speed", module_type::heater_shaker, module_action::shake, true},
    {"deactivate_shaker", module_type::heater_shaker, module_action::stop_shaking},
    {"deactivate", module_type::heater_shaker, module_action::stop_heating},
    {"deactivate", module_type::heater_shaker, module_action::stop_shaking},
    {"open_labware_latch", module_type::heater_shaker, module_action::open_latch},
    {"close_labware_latch", module_type::heater_shaker, module_action::close_latch},
}};

struct value_range {
  double least = 0;
  double most = 0;
};

value_range range_of(const legacy_command& command, const module_model& model) {
  const auto of = [](const celsius_range& range) { return value_range{range.least, range.most}; };
  switch (command.action) {
    case module_action::engage: return {0, most_magnet_travel_mm(model) * magnet_units_per_mm(model)};
    case module_action::shake: return {least_shake_rpm, most_shake_rpm};
    case module_action::set_lid_temperature: return of(lid_range);
    default: break;
  }
  if (command.type == module_type::thermocycler) return of(block_range);
  return of(command.type == module_type::heater_shaker ? shaker_heater_range : temperature_module_range);
}

// All but the first may be left out: temperature, hold in seconds and in minutes, ramp, volume. Without a hold, it is one of 0 s.
void take_hold(module_operation& operation, const json& args) {
  const auto number = [&](std::size_t place) -> std::optional<double> {
    if (place >= args.size() || !args[place].is_number()) return std::nullopt;
    return args[place].get<double>();
  };
  operation.hold_s = std::max(0.0, number(1).value_or(0) + 60 * number(2).value_or(0));
  operation.volume_ul = number(4);
}

tl::expected<module_operation, api_error> legacy_operation(const module_facts& module, const module_model& model,
                                                           const legacy_command& command, const json& args) {
  module_operation operation{module.serial_number, command.action};
  if (!command.takes_value) return operation;
  const auto range = range_of(command, model);
  const bool is_number = !args.empty() && args.front().is_number();
  const double value = is_number ? args.front().get<double>() : 0;
  if (!is_number || value < range.least || value > range.most)
    return tl::unexpected{bad_request(400, std::string{command.name} + " takes one number from " + json(range.least).dump() +
                                               " to " + json(range.most).dump() + ".")};
  operation.value = command.action == module_action::engage ? value / magnet_units_per_mm(model) : value;
  if (command.takes_hold) take_hold(operation, args);
  return operation;
}

tl::expected<robot_request, api_error> legacy_request(const module_facts& module, const std::string& name, const json& args) {
  const auto* model = find_module_model(module.model);
  robot_request request;
  for (const auto& command : legacy_commands) {
    if (!model || command.type != model->type || command.name != name) continue;
    auto operation = legacy_operation(module, *model, command, args);
    if (!operation) return tl::unexpected{std::move(operation.error())};
    request.operations.emplace_back(std::move(*operation));
  }
  if (request.operations.empty())
    return tl::unexpected{bad_request(400, "Module " + module.serial_number + " has no command \"" + name + "\".")};
  return request;
}

}  // namespace

api_result get_modules(const api_call& call) {
  const auto modules = call.service.port.robot().modules;
  if (call.version <= last_version_with_legacy_body) return api_reply{200, legacy_modules(modules).dump()};
  list_body list;
  std::size_t port = 0;
  for (const auto& module : modules) list.add(without_nulls(module_json(module, ++port)).dump());
  return api_reply{200, std::move(list).finish(0, modules.size())};
}

api_result post_module_command(const api_call& call) {
  const auto body = read_object(call.body);
  if (!body) return tl::unexpected{body.error()};
  std::vector<error_item> problems;
  field_reader fields{*body, "", problems};
  const auto name = fields.required_string("command_type");
  const auto* args = fields.array("args");
  if (!problems.empty()) return tl::unexpected{invalid_request(std::move(problems))};
  const auto facts = call.service.port.robot();
  const auto* module = facts.find_module(call.path_args[0]);
  if (!module) return tl::unexpected{bad_request(404, "No module with the serial number " + call.path_args[0] + " is attached.")};
  auto request = legacy_request(*module, *name, args ? *args : json::array());
  if (!request) return tl::unexpected{request.error()};
  const auto done = ask_engine(call.service, std::move(*request), longest_wait_for_robot);
  if (!done) return tl::unexpected{done.error()};
  return api_reply{200, R"({"message":"Success","returnValue":null})"};
}

}  // namespace deckhand
