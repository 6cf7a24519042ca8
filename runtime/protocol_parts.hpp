/// The parts of the protocol reader. Only protocol_*.cpp use them.
#pragma once

#include <array>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "runtime/protocol_reader.hpp"

namespace deckhand {

/// What is wrong with a file, in the order it was found. The first 20 are kept.
class problem_list {
 public:
  void complain(std::string place, std::string message) {
    if (problems_.size() < 20) problems_.push_back({std::move(place), std::move(message)});
  }
  bool empty() const { return problems_.empty(); }
  std::vector<protocol_problem> take() { return std::move(problems_); }

 private:
  std::vector<protocol_problem> problems_;
};

/// `parent`.`key`, or `parent`["key"] where the key is no plain word.
std::string place_below(const std::string& parent, std::string_view key);
std::string place_below(const std::string& parent, std::size_t index);
/// "/params/axes/1" below "commands[4]" is "commands[4].params.axes[1]".
std::string place_of_pointer(const std::string& parent, std::string_view json_pointer);
/// A text from the file as a message shows it: in quotes, and not too long.
std::string in_quotes(std::string_view text);

/// The value of a member that must be there and be of a kind; nullptr, and a complaint, where it is not.
const nlohmann::json* find_object(const nlohmann::json& parent, const std::string& place, const char* key,
                                  problem_list& problems);
const nlohmann::json* find_list(const nlohmann::json& parent, const std::string& place, const char* key, problem_list& problems);
const std::string* find_text(const nlohmann::json& parent, const std::string& place, const char* key, problem_list& problems);

/// Parses a file. Refuses what would parse but could not be handled safely: deep nesting, and the same key twice in one object.
tl::expected<nlohmann::json, protocol_problem> parse_protocol_source(std::string_view text);

/// Up to this schema version files have their own names for everything; see protocol_legacy.hpp.
inline constexpr int newest_legacy_version = 5;

/// Schema version, metadata, robot and the schema ids. 0, with complaints, unless the version is one that is known.
int check_protocol_header(const nlohmann::json& file, problem_list& problems);

/// By the key they have in the file.
using file_definitions = std::map<std::string, labware_definition_ptr, std::less<>>;

/// Turns the file's commands into the form that the engine runs, and checks each of them, ids included.
class command_reader {
 public:
  command_reader(const nlohmann::json& file, int schema_version, const file_definitions& definitions, problem_list& problems);
  std::vector<protocol_command> read();

 private:
  /// What ids refer to, in the order of the table in protocol_commands.cpp.
  static constexpr std::size_t id_kinds = 4;

  void check_version_6_maps();
  void read_one(const nlohmann::json& command, const std::string& place, std::vector<protocol_command>& commands);
  /// The parameters without schema 6's shorthand; nullopt, with a complaint somewhere, where the maps do not tell.
  std::optional<nlohmann::json> resolve(std::string_view command_type, const nlohmann::json& params, const std::string& place);
  std::optional<nlohmann::json> resolve_load(std::size_t kind, const nlohmann::json& params, const std::string& place);
  void check_references(std::string_view command_type, const nlohmann::json& params, const std::string& place);
  void check_id(std::size_t kind, const nlohmann::json& params, const std::string& place);
  void check_place(const nlohmann::json& location, const std::string& place);
  void check_area(const nlohmann::json& params, const std::string& place);
  void check_definition(const nlohmann::json& params, const std::string& place);
  void introduce(std::string_view command_type, const nlohmann::json& params, const std::string& place);

  const nlohmann::json& file_;
  int schema_version_;
  const file_definitions& definitions_;
  problem_list& problems_;
  std::set<std::string, std::less<>> definition_uris_;
  std::array<std::set<std::string, std::less<>>, id_kinds> known_;   ///< by a map of the file, or by a load command so far
  std::array<std::set<std::string, std::less<>>, id_kinds> loaded_;  ///< by a load command so far
};

}  // namespace deckhand
