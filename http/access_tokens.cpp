#include "http/access_tokens.hpp"

#include <fcntl.h>
#include <openssl/rand.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <nlohmann/json.hpp>

#include "http/content_hash.hpp"
#include "runtime/clock.hpp"

namespace deckhand {
namespace {

using nlohmann::json;

constexpr std::array<std::string_view, 3> role_names{"read", "operate", "admin"};

std::optional<access_token> read_token(const json& entry) {
  if (!entry.is_object()) return std::nullopt;
  for (const char* member : {"name", "role", "sha256", "createdAt"})
    if (!entry.contains(member) || !entry[member].is_string()) return std::nullopt;
  const auto role = read_access_role(entry["role"].get_ref<const std::string&>());
  if (!role) return std::nullopt;
  return access_token{entry["name"], *role, entry["sha256"], entry["createdAt"]};
}

std::string random_token() {
  std::array<unsigned char, 32> bytes{};
  if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) return {};
  return "deckhand_" + sha256_hex({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

// The new file is complete before it takes the old one's place, and nobody else could ever read it.
tl::expected<void, std::string> write_tokens(const std::filesystem::path& file, const std::vector<access_token>& tokens) {
  auto entries = json::array();
  for (const auto& token : tokens)
    entries.push_back(
        {{"name", token.name}, {"role", to_string(token.role)}, {"sha256", token.sha256}, {"createdAt", token.created_at}});
  const auto text = entries.dump(2) + "\n";
  std::error_code problem;
  if (file.has_parent_path()) std::filesystem::create_directories(file.parent_path(), problem);
  auto next = file;
  next += ".new";
  const auto failed = [&] {
    return tl::unexpected{"The tokens could not be written to " + next.string() + ": " + std::strerror(errno)};
  };
  const int descriptor = ::open(next.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (descriptor < 0) return failed();
  const bool is_written =
      ::write(descriptor, text.data(), text.size()) == static_cast<ssize_t>(text.size()) && ::fsync(descriptor) == 0;
  ::close(descriptor);
  if (!is_written || ::rename(next.c_str(), file.c_str()) != 0) return failed();
  return {};
}

}  // namespace

std::string_view to_string(access_role role) { return role_names[static_cast<std::size_t>(role)]; }

std::optional<access_role> read_access_role(std::string_view name) {
  const auto found = std::find(role_names.begin(), role_names.end(), name);
  if (found == role_names.end()) return std::nullopt;
  return static_cast<access_role>(found - role_names.begin());
}

tl::expected<std::vector<access_token>, std::string> read_access_tokens(const std::filesystem::path& file) {
  std::error_code ignored;
  if (!std::filesystem::exists(file, ignored)) return {};
  std::ifstream stream{file};
  const auto entries = json::parse(stream, nullptr, false);
  const auto unreadable = tl::unexpected{"The tokens in " + file.string() + " cannot be read."};
  if (!entries.is_array()) return unreadable;
  std::vector<access_token> tokens;
  for (const auto& entry : entries) {
    auto token = read_token(entry);
    if (!token) return unreadable;
    tokens.push_back(std::move(*token));
  }
  return tokens;
}

tl::expected<std::string, std::string> add_access_token(const std::filesystem::path& file, const std::string& name,
                                                        access_role role) {
  auto tokens = read_access_tokens(file);
  if (!tokens) return tl::unexpected{tokens.error()};
  if (name.empty()) return tl::unexpected{std::string{"A token needs a name."}};
  if (std::any_of(tokens->begin(), tokens->end(), [&](const auto& token) { return token.name == name; }))
    return tl::unexpected{"There is a token named " + name + " already: remove it first."};
  auto secret = random_token();
  if (secret.empty()) return tl::unexpected{std::string{"This machine gives out no random numbers."}};
  tokens->push_back({name, role, sha256_hex(secret), to_iso8601(system_clock_source{}.wall_now())});
  if (const auto written = write_tokens(file, *tokens); !written) return tl::unexpected{written.error()};
  return secret;
}

tl::expected<void, std::string> remove_access_token(const std::filesystem::path& file, std::string_view name) {
  auto tokens = read_access_tokens(file);
  if (!tokens) return tl::unexpected{tokens.error()};
  const auto gone = std::remove_if(tokens->begin(), tokens->end(), [&](const auto& token) { return token.name == name; });
  if (gone == tokens->end()) return tl::unexpected{"There is no token named " + std::string{name} + "."};
  tokens->erase(gone, tokens->end());
  return write_tokens(file, *tokens);
}

}  // namespace deckhand
