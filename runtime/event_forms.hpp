/// The journal's form of each event body: its name, and one table of its fields. For event_codec.cpp only.
#pragma once

#include <string_view>
#include <tuple>

#include "runtime/event.hpp"

namespace deckhand {

/// A member whose value is encoded.
template <class Body, class Value>
struct field {
  std::string_view name;
  Value Body::*member;
};
/// A member that holds ready JSON.
template <class Body, class Value>
struct json_field {
  std::string_view name;
  Value Body::*member;
};
/// A member that journals of the past do not have, and that is left out where it has its default.
template <class Body, class Value>
struct later_field {
  std::string_view name;
  Value Body::*member;
};
template <class Body, class Value>
field(const char*, Value Body::*) -> field<Body, Value>;
template <class Body, class Value>
json_field(const char*, Value Body::*) -> json_field<Body, Value>;
template <class Body, class Value>
later_field(const char*, Value Body::*) -> later_field<Body, Value>;

template <class Body>
struct form;  // `name` in the journal, and `fields`

template <>
struct form<run_created> {
  static constexpr std::string_view name = "run_created";
  static constexpr auto fields = std::tuple{field{"protocol_id", &run_created::protocol_id},
                                            json_field{"run_time_parameters", &run_created::run_time_parameters_json}};
};
template <>
struct form<action_accepted> {
  static constexpr std::string_view name = "action_accepted";
  static constexpr auto fields =
      std::tuple{field{"action_id", &action_accepted::action_id}, field{"action", &action_accepted::action}};
};
template <>
struct form<command_queued> {
  static constexpr std::string_view name = "command_queued";
  static constexpr auto fields = std::tuple{field{"command_id", &command_queued::command_id},
                                            field{"key", &command_queued::key},
                                            field{"command_type", &command_queued::command_type},
                                            json_field{"params", &command_queued::params_json},
                                            field{"intent", &command_queued::intent},
                                            field{"failed_command_id", &command_queued::failed_command_id}};
};
template <>
struct form<command_started> {
  static constexpr std::string_view name = "command_started";
  static constexpr auto fields = std::tuple{field{"command_id", &command_started::command_id}};
};
template <>
struct form<command_succeeded> {
  static constexpr std::string_view name = "command_succeeded";
  static constexpr auto fields =
      std::tuple{field{"command_id", &command_succeeded::command_id}, json_field{"result", &command_succeeded::result_json},
                 json_field{"notes", &command_succeeded::notes_json}, field{"gap_us", &command_succeeded::gap_us}};
};
template <>
struct form<command_failed> {
  static constexpr std::string_view name = "command_failed";
  static constexpr auto fields =
      std::tuple{field{"command_id", &command_failed::command_id}, json_field{"error", &command_failed::error_json},
                 json_field{"notes", &command_failed::notes_json}, field{"gap_us", &command_failed::gap_us}};
};
template <>
struct form<run_paused> {
  static constexpr std::string_view name = "run_paused";
  static constexpr auto fields =
      std::tuple{field{"paused", &run_paused::paused}, later_field{"by_open_door", &run_paused::by_open_door}};
};
template <>
struct form<run_ending> {
  static constexpr std::string_view name = "run_ending";
  static constexpr auto fields = std::tuple{field{"result", &run_ending::result}, json_field{"error", &run_ending::error_json}};
};
template <>
struct form<run_finished> {
  static constexpr std::string_view name = "run_finished";
  static constexpr auto fields = std::tuple{json_field{"error", &run_finished::error_json}};
};
template <>
struct form<entity_changed> {
  static constexpr std::string_view name = "entity_changed";
  static constexpr auto fields = std::tuple{field{"kind", &entity_changed::kind}, field{"entity_id", &entity_changed::entity_id},
                                            json_field{"summary", &entity_changed::summary_json}};
};
template <>
struct form<run_archived> {
  static constexpr std::string_view name = "run_archived";
  static constexpr auto fields = std::tuple{};
};
template <>
struct form<run_deleted> {
  static constexpr std::string_view name = "run_deleted";
  static constexpr auto fields = std::tuple{};
};
template <>
struct form<protocol_file> {
  static constexpr auto fields = std::tuple{field{"name", &protocol_file::name}, field{"role", &protocol_file::role},
                                            field{"content", &protocol_file::content}};
};
template <>
struct form<protocol_added> {
  static constexpr std::string_view name = "protocol_added";
  static constexpr auto fields = std::tuple{field{"protocol_id", &protocol_added::protocol_id},
                                            field{"content_hash", &protocol_added::content_hash},
                                            field{"protocol_type", &protocol_added::protocol_type},
                                            field{"robot_type", &protocol_added::robot_type},
                                            json_field{"metadata", &protocol_added::metadata_json},
                                            field{"key", &protocol_added::key},
                                            field{"protocol_kind", &protocol_added::protocol_kind},
                                            field{"api_level", &protocol_added::api_level},
                                            field{"files", &protocol_added::files}};
};
template <>
struct form<protocol_deleted> {
  static constexpr std::string_view name = "protocol_deleted";
  static constexpr auto fields = std::tuple{field{"protocol_id", &protocol_deleted::protocol_id}};
};
template <>
struct form<analysis_started> {
  static constexpr std::string_view name = "analysis_started";
  static constexpr auto fields =
      std::tuple{field{"protocol_id", &analysis_started::protocol_id}, field{"analysis_id", &analysis_started::analysis_id},
                 json_field{"run_time_parameters", &analysis_started::run_time_parameters_json},
                 json_field{"parameter_values", &analysis_started::parameter_values_json},
                 json_field{"parameter_files", &analysis_started::parameter_files_json}};
};
template <>
struct form<data_file_added> {
  static constexpr std::string_view name = "data_file_added";
  static constexpr auto fields = std::tuple{field{"file_id", &data_file_added::file_id}, field{"name", &data_file_added::name},
                                            field{"content_base64", &data_file_added::content_base64}};
};
template <>
struct form<data_file_deleted> {
  static constexpr std::string_view name = "data_file_deleted";
  static constexpr auto fields = std::tuple{field{"file_id", &data_file_deleted::file_id}};
};
template <>
struct form<analysis_completed> {
  static constexpr std::string_view name = "analysis_completed";
  static constexpr auto fields =
      std::tuple{field{"protocol_id", &analysis_completed::protocol_id}, field{"analysis_id", &analysis_completed::analysis_id},
                 json_field{"document", &analysis_completed::document_json}};
};

}  // namespace deckhand
