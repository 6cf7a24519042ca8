// The robots behind one server: a list of them. What is asked of one goes to the routes of all others, below /robots/{name}.

#include <algorithm>

#include "http/handlers.hpp"
#include "http/wire.hpp"
#include "runtime/json_text.hpp"

namespace deckhand {
namespace {

std::string link_json(const robot_link& link) {
  json_object_text text;
  text.add_string("status", link.node.empty() ? "local" : link.trouble.empty() ? "linked" : "lost");
  if (!link.node.empty()) text.add_string("node", link.node);
  if (!link.robot_name.empty()) text.add_string("robotName", link.robot_name);
  if (!link.trouble.empty()) text.add_string("trouble", link.trouble);
  return std::move(text).take();
}

std::string robot_json(const served_robot& robot, bool is_default) {
  const auto picture = robot.port->snapshot();
  const auto* run = picture->current_run();
  json_object_text text;
  text.add_string("name", robot.name).add_json("isDefault", is_default ? "true" : "false");
  text.add_string("state", to_string(run ? run->status : run_status::idle));
  if (run) text.add_string("currentRun", run->run_id);
  text.add_json("link", link_json(robot.port->link()));
  if (!picture->degraded.empty()) {
    std::vector<std::string> reasons;
    for (const auto& reason : picture->degraded) append_json_string(reasons.emplace_back(), reason);
    text.add_json("degraded", join_json_array(reasons));
  }
  return std::move(text).take();
}

}  // namespace

api_result get_robots(const api_call& call) {
  const auto& robots = call.service.robots;
  list_body list;
  for (const auto& robot : robots) list.add(robot_json(robot, &robot == &robots.front()));
  return api_reply{200, std::move(list).finish(0, robots.size())};
}

api_result get_robot(const api_call& call) {
  const auto& robots = call.service.robots;
  for (const auto& robot : robots)
    if (robot.name == call.path_args[0]) return api_reply{200, data_body(robot_json(robot, &robot == &robots.front()))};
  return tl::unexpected{robot_not_found(call.path_args[0])};
}

}  // namespace deckhand
