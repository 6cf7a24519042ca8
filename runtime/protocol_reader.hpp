/// Reads protocol files: JSON, schema versions 3 to 8, for the OT-2.
#pragma once

#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "runtime/labware_catalogue.hpp"

namespace deckhand {

struct script_work;

/// One step of a protocol, in the form the engine runs: the file's own shorthand (schema 6) is already resolved.
struct protocol_command {
  std::string key;  ///< empty where the file gives none
  std::string command_type;
  nlohmann::json params;                         ///< complete: defaults filled in
  std::shared_ptr<const script_work> work = {};  ///< schemas 3 to 5: what is done for it, and how it shows in the log
};

struct protocol_liquid {
  std::string liquid_id;
  std::string display_name;
  std::string description;
  std::optional<std::string> display_colour;
};

/// The part of a protocol that a Python file is; its steps come from a process that runs it.
struct python_source {
  std::string file_name;
  std::string text;
  std::string api_level;                          ///< "2.13"
  std::map<std::string, std::string> data_files;  ///< by name: what came with it and is neither protocol nor labware
};

/// A file chosen for a CSV parameter.
struct parameter_file {
  std::string file_id;
  std::string name;
  std::string content;
};
/// What a client chose for the runtime parameters of a Python protocol; other protocols have none and ignore it.
struct protocol_parameters {
  nlohmann::json values = nlohmann::json::object();  ///< by variable name
  std::map<std::string, parameter_file> files;       ///< by variable name
  /// All parameters as the protocol declares them, with their values: what clients see as runTimeParameters.
  nlohmann::json report = nlohmann::json::array();
};

/// The part of a protocol that a C++ script is: a shared object, which only a process of its own ever loads.
struct native_source {
  std::string file_name;
  std::string library;  ///< the shared object's bytes
};

/// A protocol that can be run: a JSON file's, with all its steps, or that of a script in Python or C++.
struct json_protocol {
  int schema_version = 0;
  std::string robot_type;  ///< "OT-2 Standard"
  nlohmann::json metadata = nlohmann::json::object();
  std::vector<labware_definition_ptr> labware_definitions;
  std::vector<protocol_liquid> liquids;
  std::vector<protocol_command> commands;  ///< without the implicit first home
  bool has_fixed_trash_labware = true;     ///< schemas up to 7, API levels below 2.16: labware "fixedTrash" in slot 12
  std::optional<python_source> python = {};
  std::optional<native_source> native = {};

  /// Its steps come from a process that runs it.
  bool is_script() const { return python || native; }
  /// The rules of motion that it was written for, as the minor number of an API level 2: a Python file's own level, 13 for JSON
  /// files of schema 3 to 5, the newest for all others.
  int api_minor() const;
};
inline constexpr int newest_api_minor = 21;
inline constexpr int first_engine_api_minor = 14;
/// Of an API level such as "2.13".
int minor_of(std::string_view api_level);

using json_protocol_ptr = std::shared_ptr<const json_protocol>;

enum class protocol_fault : unsigned char {
  files_invalid,       ///< not a protocol deckhand can run
  robot_type_mismatch  ///< a sound protocol for another robot
};

struct protocol_problem {
  std::string place;  ///< within the file: "line 12, column 3" for bad JSON, else a path such as "commands[4].params.volume"
  std::string message;
};

struct protocol_rejection {
  protocol_fault fault = protocol_fault::files_invalid;
  std::string file;
  std::string summary;                     ///< what is wrong on the whole, to be read after the file's name: "is not valid JSON."
  std::vector<protocol_problem> problems;  ///< at least one; at most 20 are listed

  /// One paragraph: file, place and message of every problem.
  std::string detail() const;
};

/// `file_name` decides the kind by its ending and is named in problems. Never throws.
tl::expected<json_protocol_ptr, protocol_rejection> read_protocol(std::string_view file_name, std::string_view text);

}  // namespace deckhand
