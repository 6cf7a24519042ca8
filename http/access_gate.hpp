/// The door of the HTTP API: who a request comes from, and whether that one may ask for it.
#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "http/access_tokens.hpp"
#include "http/api_error.hpp"

namespace deckhand {

/// Any thread may call it.
class access_gate {
 public:
  /// With `needs_token` every request must carry one of the file's tokens, which is looked at again when it has changed: a token
  /// that was removed is refused within a second. Otherwise everybody may do everything.
  access_gate(std::filesystem::path token_file, bool needs_token);

  /// `authorization` is the header's text ("Bearer …"), empty where there is none. Gives the token's name, or "local" where no
  /// token is needed. 401 for a missing or unknown token, 403 for one whose role does not suffice.
  tl::expected<std::string, api_error> admit(std::string_view authorization, access_role needed) const;

 private:
  std::shared_ptr<const std::vector<access_token>> tokens() const;

  std::filesystem::path token_file_;
  bool needs_token_;
  mutable std::mutex mutex_;
  mutable std::shared_ptr<const std::vector<access_token>> tokens_;
  mutable std::filesystem::file_time_type read_as_of_{};
  mutable std::int64_t looked_at_ns_ = 0;
};

/// The role that a request of this method for this path needs.
access_role role_needed(std::string_view method, std::string_view path);

}  // namespace deckhand
