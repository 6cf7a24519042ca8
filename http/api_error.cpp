#include "http/api_error.hpp"

#include <array>

#include "runtime/json_text.hpp"

namespace deckhand {
namespace {

constexpr std::array<std::string_view, 3> source_names{"pointer", "parameter", "header"};

std::string meta_json(const error_item& item) {
  json_object_text text;
  text.add_string("type", *item.meta_type).add_string("code", item.error_code).add_string("message", item.detail);
  text.add_json("detail", "{}").add_json("wrapping", "[]");
  return std::move(text).take();
}

std::string source_json(const error_source& source) {
  json_object_text text;
  text.add_string(source_names[static_cast<std::size_t>(source.kind)], source.place);
  return std::move(text).take();
}

std::string item_json(const error_item& item) {
  json_object_text text;
  text.add_string("id", item.id).add_string("title", item.title).add_string("detail", item.detail);
  text.add_string("errorCode", item.error_code);
  if (item.source) text.add_json("source", source_json(*item.source));
  if (item.meta_type) text.add_json("meta", meta_json(item));
  return std::move(text).take();
}

std::string legacy_message(const error_item& item) { return item.source ? item.source->place + ": " + item.detail : item.detail; }

}  // namespace

error_item problem_at(error_source::kind_type kind, std::string place, std::string detail) {
  return {"InvalidRequest", "Invalid Request", std::move(detail), "4000", error_source{kind, std::move(place)}, std::nullopt};
}

error_item problem_at_pointer(std::string pointer, std::string detail) {
  return problem_at(error_source::kind_type::pointer, std::move(pointer), std::move(detail));
}

api_error invalid_request(std::vector<error_item> problems) { return {422, std::move(problems)}; }

api_error single_error(int status, std::string id, std::string title, std::string detail) {
  return {status, {{std::move(id), std::move(title), std::move(detail), "4000", std::nullopt, std::nullopt}}};
}

api_error bad_request(int status, std::string detail) {
  return single_error(status, "BadRequest", "Bad Request", std::move(detail));
}

api_error robot_not_found(std::string_view name) {
  return single_error(404, "RobotNotFound", "Robot Not Found", "There is no robot " + std::string{name} + ".");
}

api_error run_not_found(std::string_view run_id) {
  auto error = single_error(404, "RunNotFound", "Run Not Found", "Run " + std::string{run_id} + " was not found.");
  error.items.front().meta_type = "RunNotFoundError";
  return error;
}

api_error protocol_not_found(std::string_view protocol_id) {
  auto error =
      single_error(404, "ProtocolNotFound", "Protocol Not Found", "Protocol " + std::string{protocol_id} + " was not found.");
  error.items.front().meta_type = "ProtocolNotFoundError";
  return error;
}

api_error unexpected_error(std::string type, std::string detail) {
  auto error = single_error(500, "UnexpectedError", "Unexpected Internal Error", std::move(detail));
  error.items.front().meta_type = std::move(type);
  return error;
}

api_error setting_not_written(std::string why) {
  return single_error(500, "UnexpectedError", "Unexpected Internal Error", std::move(why));
}

api_error to_api_error(const control_refusal& refusal) {
  error_item item{refusal.error_id, refusal.title, refusal.detail, refusal.error_code, std::nullopt, std::nullopt};
  if (refusal.has_meta) item.meta_type = refusal.error_id + "Error";
  return {refusal.status, {std::move(item)}};
}

std::string to_errors_json(const api_error& error) {
  std::string text = "{\"errors\":[";
  for (const auto& item : error.items) {
    if (text.back() != '[') text += ',';
    text += item_json(item);
  }
  return text += "]}";
}

std::string to_legacy_json(const api_error& error) {
  std::string message;
  for (const auto& item : error.items) {
    if (!message.empty()) message += "; ";
    message += legacy_message(item);
  }
  json_object_text text;
  text.add_string("message", message).add_string("errorCode", error.items.front().error_code);
  return std::move(text).take();
}

}  // namespace deckhand
