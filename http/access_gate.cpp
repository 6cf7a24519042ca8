#include "http/access_gate.hpp"

#include <openssl/crypto.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <array>
#include <chrono>

#include "http/content_hash.hpp"

namespace deckhand {
namespace {

constexpr std::int64_t look_again_after_ns = 500'000'000;
constexpr std::string_view scheme = "Bearer ";

// What outlives a run: how the robot behaves from now on.
constexpr std::array<std::string_view, 5> places_of_admins{"/settings", "/errorRecovery", "/system", "/wifi", "/networking"};

bool is_same(std::string_view left, std::string_view right) {
  return left.size() == right.size() && CRYPTO_memcmp(left.data(), right.data(), left.size()) == 0;
}

}  // namespace

access_role role_needed(std::string_view method, std::string_view path) {
  if (method == "GET" || method == "HEAD" || method == "OPTIONS") return access_role::read;
  const bool is_admins = std::any_of(places_of_admins.begin(), places_of_admins.end(),
                                     [path](std::string_view place) { return path.substr(0, place.size()) == place; });
  return is_admins ? access_role::admin : access_role::operate;
}

access_gate::access_gate(std::filesystem::path token_file, bool needs_token)
    : token_file_(std::move(token_file)), needs_token_(needs_token) {}

// A file that cannot be read lets nobody in.
std::shared_ptr<const std::vector<access_token>> access_gate::tokens() const {
  const auto now_ns =
      std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::steady_clock::now().time_since_epoch()).count();
  const std::lock_guard lock{mutex_};
  if (tokens_ && now_ns - looked_at_ns_ < look_again_after_ns) return tokens_;
  looked_at_ns_ = now_ns;
  std::error_code problem;
  const auto changed_at = std::filesystem::last_write_time(token_file_, problem);
  if (tokens_ && !problem && changed_at == read_as_of_) return tokens_;
  auto read = read_access_tokens(token_file_);
  if (!read) spdlog::error("{}", read.error());
  read_as_of_ = changed_at;
  tokens_ = std::make_shared<const std::vector<access_token>>(read ? std::move(*read) : std::vector<access_token>{});
  return tokens_;
}

tl::expected<std::string, api_error> access_gate::admit(std::string_view authorization, access_role needed) const {
  if (!needs_token_) return "local";
  if (authorization.substr(0, scheme.size()) == scheme) {
    const auto hash = sha256_hex(authorization.substr(scheme.size()));
    const auto known = tokens();
    const auto found = std::find_if(known->begin(), known->end(), [&](const auto& token) { return is_same(token.sha256, hash); });
    if (found != known->end() && found->role >= needed) return found->name;
    if (found != known->end())
      return tl::unexpected{single_error(403, "AccessDenied", "Access Denied",
                                         "The token of " + found->name + " has the role " + std::string{to_string(found->role)} +
                                             "; this needs the role " + std::string{to_string(needed)} + ".")};
  }
  return tl::unexpected{single_error(401, "AccessDenied", "Access Denied",
                                     "This robot takes requests with a known token only: \"Authorization: Bearer TOKEN\".")};
}

}  // namespace deckhand
