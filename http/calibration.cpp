// What was measured of the robot. It is read when the robot's node starts, and only shown here.

#include "http/handlers.hpp"
#include "http/query_reader.hpp"
#include "http/wire.hpp"
#include "runtime/robot_calibration.hpp"

namespace deckhand {
namespace {

using nlohmann::json;

json text_or_null(const std::string& text) { return text.empty() ? json{} : json(text); }

// What was measured, with how that came about.
json with(const measurement& made, json measured) {
  measured["lastModified"] = text_or_null(made.last_modified);
  measured["source"] = made.source.empty() ? "unknown" : made.source;
  measured["status"] = {{"markedBad", made.is_marked_bad}, {"source", nullptr}, {"markedAt", nullptr}};
  return measured;
}

json deck_json(const std::optional<deck_calibration>& measured) {
  const auto deck = measured.value_or(deck_calibration{.made = {.source = "default"}});
  const bool is_level = deck.attitude == level_deck;
  return {{"status", is_level                  ? "IDENTITY"
                     : deck.made.is_marked_bad ? "BAD_CALIBRATION"
                                               : "OK"},
          {"data", with(deck.made, {{"type", "attitude"},
                                    {"matrix", deck.attitude},
                                    {"pipetteCalibratedWith", text_or_null(deck.pipette_serial)},
                                    {"tiprack", text_or_null(deck.made.tip_rack)}})}};
}

json offset_json(const pipette_offset& measured) {
  const auto& at = measured.offset;
  return with(measured.made, {{"id", measured.pipette_serial + "&" + std::string{to_string(measured.on)}},
                              {"pipette", measured.pipette_serial},
                              {"mount", to_string(measured.on)},
                              {"offset", {at.x_mm, at.y_mm, at.z_mm}},
                              {"tiprack", measured.made.tip_rack},
                              {"tiprackUri", measured.made.tip_rack_uri}});
}

json length_json(const tip_length& measured) {
  const auto& rack = measured.made.tip_rack.empty() ? measured.made.tip_rack_uri : measured.made.tip_rack;
  return with(measured.made, {{"id", rack + "&" + measured.pipette_serial},
                              {"pipette", measured.pipette_serial},
                              {"tipLength", measured.length_mm},
                              {"tiprack", measured.made.tip_rack},
                              {"uri", measured.made.tip_rack_uri}});
}

robot_calibration calibration_of(const api_call& call) {
  const auto calibration = call.service.port.robot().calibration;
  return calibration ? *calibration : robot_calibration{};
}

// Of the pipettes or tips that the query names; all where it names none.
std::vector<json> pipette_offsets(const api_call& call) {
  const query_reader query{call.query};
  const auto pipette = query.text("pipette_id"), on = query.text("mount");
  std::vector<json> found;
  for (const auto& each : calibration_of(call).pipette_offsets)
    if (pipette.value_or(each.pipette_serial) == each.pipette_serial &&
        on.value_or(std::string{to_string(each.on)}) == to_string(each.on))
      found.push_back(offset_json(each));
  return found;
}

std::vector<json> tip_lengths(const api_call& call) {
  const query_reader query{call.query};
  const auto pipette = query.text("pipette_id"), hash = query.text("tiprack_hash"), uri = query.text("tiprack_uri");
  std::vector<json> found;
  for (const auto& each : calibration_of(call).tip_lengths)
    if (pipette.value_or(each.pipette_serial) == each.pipette_serial && hash.value_or(each.made.tip_rack) == each.made.tip_rack &&
        uri.value_or(each.made.tip_rack_uri) == each.made.tip_rack_uri)
      found.push_back(length_json(each));
  return found;
}

api_result list_of(const std::vector<json>& items) {
  list_body list;
  for (const auto& item : items) list.add(item.dump());
  return api_reply{200, std::move(list).finish(0, items.size())};
}

api_result refuse_to_delete(const std::vector<json>& items) {
  if (items.empty()) return tl::unexpected{bad_request(404, "No such calibration is stored.")};
  return tl::unexpected{bad_request(403, "Calibrations are files on the robot: take the file away, and start the node anew.")};
}

}  // namespace

api_result get_calibration_status(const api_call& call) {
  const json mount{{"single", {0.0, 0.0, 0.0}}, {"multi", {0.0, 0.0, 0.0}}};
  return api_reply{200, json{{"deckCalibration", deck_json(calibration_of(call).deck)},
                             {"instrumentCalibration", {{"left", mount}, {"right", mount}}}}
                            .dump()};
}

api_result get_pipette_offsets(const api_call& call) { return list_of(pipette_offsets(call)); }
api_result delete_pipette_offset(const api_call& call) { return refuse_to_delete(pipette_offsets(call)); }
api_result get_tip_lengths(const api_call& call) { return list_of(tip_lengths(call)); }
api_result delete_tip_length(const api_call& call) { return refuse_to_delete(tip_lengths(call)); }

}  // namespace deckhand
