// What an OT-2 answers the same at all times, or declines because only the newer robot has it.

#include "http/handlers.hpp"
#include "http/json_body.hpp"
#include "http/wire.hpp"

namespace deckhand {
namespace {

using nlohmann::json;

api_result empty_list() { return api_reply{200, list_body{}.finish(0, 0)}; }

json deck_configuration() {
  auto fixtures = json::array();
  for (int slot = 1; slot <= 12; ++slot)
    fixtures.push_back({{"cutoutId", "cutout" + std::to_string(slot)},
                        {"cutoutFixtureId", slot == 12 ? "fixedTrashSlot" : "singleStandardSlot"}});
  return {{"cutoutFixtures", std::move(fixtures)}};
}

}  // namespace

api_result refuse_on_ot2(const api_call&) {
  return tl::unexpected{
      single_error(403, "NotSupportedOnOT2", "Cannot run flex commands on OT2", "An OT-2 does not have what this is about.")};
}

// --- sessions of the oldest clients ---

api_result get_sessions(const api_call&) { return empty_list(); }

// --- deck configuration ---

api_result get_deck_configuration(const api_call&) { return api_reply{200, data_body(deck_configuration().dump())}; }

api_result put_deck_configuration(const api_call& call) {
  const auto data = read_data(call.body);
  if (!data) return tl::unexpected{data.error()};
  std::vector<error_item> problems;
  field_reader fields{*data, "/data", problems};
  const auto* given = fields.array("cutoutFixtures");
  if (!given && problems.empty()) fields.add_problem("cutoutFixtures", "field required");
  if (!problems.empty()) return tl::unexpected{invalid_request(std::move(problems))};
  const auto only_one = deck_configuration();
  if (*given == only_one.at("cutoutFixtures")) return api_reply{200, data_body(only_one.dump())};
  return tl::unexpected{single_error(422, "InvalidDeckConfiguration", "Invalid Deck Configuration",
                                     "The deck of an OT-2 has one configuration: a slot in each cutout and the fixed trash.")};
}

}  // namespace deckhand
