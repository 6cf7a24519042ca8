// GET and POST /settings: the switches.

#include "http/feature_settings.hpp"

#include <algorithm>
#include <array>

#include "http/handlers.hpp"
#include "http/json_body.hpp"

namespace deckhand {
namespace {

using nlohmann::json;

struct feature {
  std::string_view id;
  std::string_view old_id;  ///< empty: it never had another
  std::string_view title;
  std::string_view description;
};
// Clients find the original robot's switches here and read from their descriptions what they are worth on this one.
constexpr std::array<feature, 5> features{{
    {"shortFixedTrash", "short-fixed-trash", "Short (55 mm) fixed trash to deck",
     "Kept for clients: this robot reckons with the tall trash either way."},
    {"disableHomeOnBoot", "disable-home-on-boot", "Do not home at start-up",
     "Kept for clients: this robot never moves when it starts."},
    {"useOldAspirationFunctions", "use-old-aspiration-functions", "First aspiration tables",
     "Kept for clients: this robot uses the newest volume tables of each pipette either way."},
    {door_switch_feature, "", "Door switch",
     "A run pauses when the door is opened, and cannot be played on before it is closed."},
    {"disableFastProtocolUpload", "", "Slow analysis", "Kept for clients: every analysis is a whole dry run."},
}};

constexpr auto features_name = "features";

json features_json(const settings_store& settings) {
  const auto values = settings.get(features_name, json::object());
  auto list = json::array();
  for (const auto& each : features) {
    const auto value = values.find(std::string{each.id});
    list.push_back({{"id", each.id},
                    {"old_id", each.old_id.empty() ? json() : json(each.old_id)},
                    {"title", each.title},
                    {"description", each.description},
                    {"restart_required", false},
                    {"value", value == values.end() ? json() : *value}});
  }
  return {{"settings", std::move(list)}, {"links", json::object()}};
}

}  // namespace

bool is_feature_on(const settings_store& settings, std::string_view id) {
  return settings.get(features_name, json::object()).value(std::string{id}, json()) == json(true);
}

api_result get_settings(const api_call& call) { return api_reply{200, features_json(call.service.settings).dump()}; }

api_result post_settings(const api_call& call) {
  const auto body = read_object(call.body);
  if (!body) return tl::unexpected{body.error()};
  std::vector<error_item> problems;
  field_reader fields{*body, "", problems};
  const auto id = fields.required_string("id");
  const auto value = fields.boolean("value");
  if (!problems.empty()) return tl::unexpected{invalid_request(std::move(problems))};
  const auto found =
      std::find_if(features.begin(), features.end(), [&](const feature& each) { return each.id == *id || each.old_id == *id; });
  if (found == features.end() || id->empty()) return tl::unexpected{bad_request(400, "There is no setting " + *id + ".")};
  auto values = call.service.settings.get(features_name, json::object());
  values[std::string{found->id}] = value ? json(*value) : json();
  const auto written = call.service.settings.set(features_name, std::move(values));
  if (!written) return tl::unexpected{setting_not_written(written.error())};
  if (found->id == door_switch_feature) {
    const auto heeded = ask_engine(call.service, heed_door_request{value.value_or(false)});
    if (!heeded) return tl::unexpected{heeded.error()};
  }
  return api_reply{200, features_json(call.service.settings).dump()};
}

}  // namespace deckhand
