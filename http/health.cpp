#include "http/handlers.hpp"
#include "runtime/json_text.hpp"
#include "runtime/version.hpp"

namespace deckhand {

api_result get_health(const api_call& call) {
  const auto& node = call.service.node;
  json_object_text text;
  text.add_string("name", node.name);
  text.add_string("robot_model", "OT-2 Standard");
  text.add_string("api_version", node.api_version);
  const auto board = call.service.port.robot().board;
  text.add_string("fw_version", board.firmware_version);
  text.add_string("board_revision", board.revision);
  text.add_json("logs", R"(["/logs/serial.log","/logs/api.log","/logs/server.log","/logs/update_server.log"])");
  text.add_string("system_version", node.system_version.empty() ? version_text : node.system_version);
  text.add_json("maximum_protocol_api_version", "[2,21]");
  text.add_json("minimum_protocol_api_version", "[2,0]");
  if (node.robot_serial) text.add_string("robot_serial", *node.robot_serial);
  text.add_json("links", R"({"apiLog":"/logs/api.log","serialLog":"/logs/serial.log","serverLog":"/logs/server.log",)"
                         R"("apiSpec":"/openapi.json","systemTime":"/system/time"})");
  std::vector<std::string> reasons;
  const auto picture = call.service.port.snapshot();
  for (const auto& reason : picture->degraded) append_json_string(reasons.emplace_back(), reason);
  if (const auto link = call.service.port.link(); !link.trouble.empty())
    append_json_string(reasons.emplace_back(), "robot: " + link.trouble);
  if (!reasons.empty()) text.add_json("degraded", join_json_array(reasons));
  return api_reply{200, std::move(text).take()};
}

}  // namespace deckhand
