// `deckhand tokens`: who may use a node over HTTP.

#include <cstdio>

#include "http/access_tokens.hpp"
#include "http/command_line/command_line.hpp"

namespace deckhand {
namespace {

int complain(const std::string& problem) {
  std::fprintf(stderr, "deckhand: %s\n", problem.c_str());
  return 1;
}

}  // namespace

std::filesystem::path token_file_of(const std::filesystem::path& data_dir) { return data_dir / "tokens.json"; }

int add_token(const token_options& options) {
  const auto token =
      add_access_token(token_file_of(options.data_dir), options.name, read_access_role(options.role).value_or(access_role::read));
  if (!token) return complain(token.error());
  std::printf("%s\n", token->c_str());
  return 0;
}

int list_tokens(const token_options& options) {
  const auto tokens = read_access_tokens(token_file_of(options.data_dir));
  if (!tokens) return complain(tokens.error());
  for (const auto& token : *tokens)
    std::printf("%-24s %-8s %s\n", token.name.c_str(), std::string{to_string(token.role)}.c_str(), token.created_at.c_str());
  return 0;
}

int remove_token(const token_options& options) {
  const auto removed = remove_access_token(token_file_of(options.data_dir), options.name);
  return removed ? 0 : complain(removed.error());
}

}  // namespace deckhand
