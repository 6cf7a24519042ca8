/// Who may use a node over HTTP: bearer tokens, each with a name and a role. Only their hashes are kept.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

namespace deckhand {

/// Each may do what the ones before it may, too.
enum class access_role : unsigned char {
  read,     ///< look at everything
  operate,  ///< upload protocols, drive runs and the robot
  admin     ///< change settings, the clock and the like
};
std::string_view to_string(access_role role);
std::optional<access_role> read_access_role(std::string_view name);

struct access_token {
  std::string name;  ///< of the person or program that holds it: what the audit log shows
  access_role role = access_role::read;
  std::string sha256;      ///< of the token, in hexadecimal digits: tokens are random, so that nothing is gained by salting
  std::string created_at;  ///< ISO 8601
};

/// Reads the tokens of a file; none where there is no file. The error is a sentence that names the file.
tl::expected<std::vector<access_token>, std::string> read_access_tokens(const std::filesystem::path& file);

/// Makes a token and writes its hash to the file, which only its owner can read. The token itself: nobody can find it out later.
/// Refused, with a sentence, where the name is taken or empty.
tl::expected<std::string, std::string> add_access_token(const std::filesystem::path& file, const std::string& name,
                                                        access_role role);
/// Refused, with a sentence, where there is no token of that name.
tl::expected<void, std::string> remove_access_token(const std::filesystem::path& file, std::string_view name);

}  // namespace deckhand
