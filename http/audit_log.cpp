#include "http/audit_log.hpp"

#include <spdlog/spdlog.h>

#include <nlohmann/json.hpp>

#include "runtime/clock.hpp"
#include "runtime/json_text.hpp"

namespace deckhand {
namespace {

constexpr std::size_t longest_body_looked_at = 64 * 1024;

std::string what_it_asks(const request_body& body) {
  if (body.text.empty() || body.text.size() > longest_body_looked_at) return {};
  const auto read = nlohmann::json::parse(body.text, nullptr, false);
  if (!read.is_object() || !read.contains("data") || !read["data"].is_object()) return {};
  for (const char* member : {"actionType", "commandType"})
    if (const auto found = read["data"].find(member); found != read["data"].end() && found->is_string()) return *found;
  return {};
}

}  // namespace

audit_log::audit_log(std::filesystem::path file) : file_(std::move(file)) {}

void audit_log::note(std::string_view who, std::string_view method, std::string_view path, const request_body& body, int status) {
  if (file_.empty()) return;
  static const system_clock_source clock;
  json_object_text line;
  line.add_string("at", to_iso8601(clock.wall_now()));
  if (who.empty())
    line.add_json("who", "null");
  else
    line.add_string("who", who);
  line.add_string("method", method).add_string("path", path);
  if (const auto what = what_it_asks(body); !what.empty()) line.add_string("what", what);
  line.add_json("status", std::to_string(status));
  const auto text = std::move(line).take() + "\n";
  const std::lock_guard lock{mutex_};
  if (!stream_.is_open()) {
    std::error_code ignored;
    if (file_.has_parent_path()) std::filesystem::create_directories(file_.parent_path(), ignored);
    stream_.open(file_, std::ios::app);
  }
  stream_ << text << std::flush;
  if (stream_) return;
  spdlog::error("the audit log {} cannot be written; this is lost to it: {}", file_.string(), text);
  stream_ = std::ofstream{};
}

}  // namespace deckhand
