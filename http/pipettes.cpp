// What hangs on the mounts, as the board reads it off the pipettes: /pipettes, and the same for newer clients at /instruments.

#include "http/handlers.hpp"
#include "http/json_body.hpp"
#include "http/query_reader.hpp"
#include "http/wire.hpp"
#include "runtime/pipette_catalogue.hpp"

namespace deckhand {
namespace {

using nlohmann::json;

const pipette_model* model_on(const robot_facts& facts, mount on) {
  const auto& attached = facts.at(on).attached;
  return attached ? find_pipette_model(attached->model) : nullptr;
}

json legacy_pipette(const robot_facts& facts, mount on) {
  const bool is_left = on == mount::left;
  json item{{"mount_axis", is_left ? "z" : "a"},
            {"plunger_axis", is_left ? "b" : "c"},
            {"model", nullptr},
            {"name", nullptr},
            {"id", nullptr},
            {"tip_length", nullptr}};
  const auto* model = model_on(facts, on);
  if (!model) return item;
  item["model"] = model->model;
  item["name"] = model->name;
  item["id"] = facts.at(on).attached->serial_number;
  item["tip_length"] = model->class_for(model->max_volume_ul).fallback_tip_length_mm;
  return item;
}

json instrument(const robot_facts& facts, mount on, const pipette_model& model) {
  return {{"mount", to_string(on)},
          {"instrumentType", "pipette"},
          {"instrumentModel", model.model},
          {"instrumentName", model.name},
          {"serialNumber", facts.at(on).attached->serial_number},
          {"ok", true},
          {"data", {{"channels", model.channels}, {"min_volume", model.min_volume_ul}, {"max_volume", model.max_volume_ul}}}};
}

}  // namespace

// The driver looks at the mounts when it connects and at every load, and for `refresh`, which switches their motors off. While
// something else moves the robot, what was seen last has to do.
api_result get_pipettes(const api_call& call) {
  constexpr int robot_is_busy = 403;
  query_reader query{call.query};
  const auto refresh = query.boolean("refresh", false);
  if (!query.is_sound()) return tl::unexpected{invalid_request(query.take_problems())};
  if (refresh) {
    const auto done = ask_engine(call.service, robot_request{{load_pipette_operation{}}}, longest_wait_for_robot);
    if (!done && done.error().status != robot_is_busy) return tl::unexpected{done.error()};
  }
  const auto facts = call.service.port.robot();
  return api_reply{200,
                   json{{"left", legacy_pipette(facts, mount::left)}, {"right", legacy_pipette(facts, mount::right)}}.dump()};
}

api_result get_instruments(const api_call& call) {
  query_reader query{call.query};
  query.boolean("refresh", false);
  if (!query.is_sound()) return tl::unexpected{invalid_request(query.take_problems())};
  const auto facts = call.service.port.robot();
  list_body list;
  std::size_t total = 0;
  for (const auto on : all_mounts) {
    const auto* model = model_on(facts, on);
    if (!model) continue;
    list.add(instrument(facts, on, *model).dump());
    ++total;
  }
  return api_reply{200, std::move(list).finish(0, total)};
}

}  // namespace deckhand
