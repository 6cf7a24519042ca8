#include "runtime/script_description.hpp"

#include <chrono>

#include "runtime/script_conversation.hpp"

namespace deckhand {
namespace {

using nlohmann::json;

}  // namespace

protocol_rejection reject_script(std::string_view file_name, std::string summary, std::string message, protocol_fault fault) {
  return {fault, std::string{file_name}, std::move(summary), {{{}, std::move(message)}}};
}

tl::expected<script_exit, std::string> run_to_read(script_conversation& conversation, script_process_config process,
                                                   std::string_view first_json, script_handlers handlers) {
  process.processor_limit_s = reading_processor_limit_s;
  handlers.is_cancelled = [began = std::chrono::steady_clock::now()] {
    return std::chrono::steady_clock::now() - began > longest_reading;
  };
  return conversation.run(process, first_json, handlers);
}

tl::expected<json, protocol_rejection> describe_script(std::string_view file_name, const json& wanted,
                                                       const script_process_config& process) {
  script_conversation conversation;
  std::string answer, printed;
  script_handlers handlers;
  handlers.on_frame = [&](std::string frame) { answer = std::move(frame); };
  handlers.on_output_line = [&](std::string_view line) { printed.append(line).append(" "); };
  const json first{{"describe", wanted}};
  const auto ended =
      run_to_read(conversation, process, first.dump(-1, ' ', false, json::error_handler_t::replace), std::move(handlers));
  const auto frame = json::parse(answer, nullptr, false);
  if (!frame.is_object() || !frame.contains("described"))
    return tl::unexpected{reject_script(file_name, "could not be read.",
                                        ended ? "The process that reads it " + to_text(*ended) + ": " + printed : ended.error())};
  // A C++ script shares its process with who says this.
  const auto& described = frame["described"];
  if (!described.is_object())
    return tl::unexpected{reject_script(file_name, "could not be read.", "Its process talks nonsense.")};
  const auto error = described.find("error");
  if (error == described.end() || !error->is_object()) return described;
  const bool is_other_robot = error->value("errorType", "") == "ProtocolRobotTypeMismatch";
  return tl::unexpected{reject_script(file_name, "cannot be run.", error->value("detail", ""),
                                      is_other_robot ? protocol_fault::robot_type_mismatch : protocol_fault::files_invalid)};
}

}  // namespace deckhand
