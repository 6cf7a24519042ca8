#include "http/handlers.hpp"
#include "runtime/module_json.hpp"

namespace deckhand {

api_result get_modules(const api_call& call) {
  auto list = nlohmann::json::array();
  for (const auto& module : call.service.port.modules()) list.push_back(module_json(module, list.size() + 1));
  const auto total = list.size();
  return api_reply{200, nlohmann::json{{"data", std::move(list)}, {"meta", {{"cursor", 0}, {"totalLength", total}}}}.dump()};
}

}  // namespace deckhand
