/// JSON files of schema 3 to 5: their own names for everything, and a log of its own form. Only protocol_*.cpp use it.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/legacy_log.hpp"
#include "runtime/module_catalogue.hpp"
#include "runtime/protocol_parts.hpp"

namespace deckhand {

/// Turns a file's maps and commands into steps for the engine, and checks each of them.
class legacy_reader {
 public:
  /// `text` is the file again, for the order of its maps' entries, in which they are loaded.
  legacy_reader(const nlohmann::json& file, std::string_view text, int schema_version, const file_definitions& definitions,
                problem_list& problems);
  std::vector<protocol_command> read();

  struct labware_in_file {
    std::string labware_id;  ///< the run's
    std::string text;        ///< "My plate on 1"
    labware_definition_ptr definition;
  };
  struct module_in_file {
    std::string module_id;
    std::string text;
    const module_model* model = nullptr;
  };
  /// Where a command's pipette goes.
  struct well_target {
    std::string pipette_id;
    const labware_in_file* labware = nullptr;
    std::string well_name;
  };
  struct liquid_move {
    well_target target;
    nlohmann::json where;  ///< {wellLocation}
    nlohmann::json flow;   ///< {volume, flowRate}
  };

 private:
  using reading = void (legacy_reader::*)(const nlohmann::json& params, const std::string& place);
  struct command_form {
    std::string_view name;
    int first_version;
    reading read;
  };
  static const std::vector<command_form>& command_forms();

  // What is loaded; protocol_legacy.cpp.
  void load_all(const char* map_name,
                void (legacy_reader::*load)(const std::string& id, const nlohmann::json& entry, const std::string& place));
  void load_pipette(const std::string& id, const nlohmann::json& entry, const std::string& place);
  void load_module(const std::string& id, const nlohmann::json& entry, const std::string& place);
  void load_labware(const std::string& id, const nlohmann::json& entry, const std::string& place);
  void place_labware(const std::string& id, const nlohmann::json& entry, const labware_definition_ptr& definition,
                     const std::string& slot);
  void read_command(const nlohmann::json& command, const std::string& place);

  // One for each command; protocol_legacy_commands.cpp and protocol_legacy_modules.cpp.
  void aspirate(const nlohmann::json& params, const std::string& place);
  void air_gap(const nlohmann::json& params, const std::string& place);
  void dispense(const nlohmann::json& params, const std::string& place);
  void blow_out(const nlohmann::json& params, const std::string& place);
  void touch_tip(const nlohmann::json& params, const std::string& place);
  void pick_up_tip(const nlohmann::json& params, const std::string& place);
  void drop_tip(const nlohmann::json& params, const std::string& place);
  void move_to_slot(const nlohmann::json& params, const std::string& place);
  void move_to_well(const nlohmann::json& params, const std::string& place);
  void delay(const nlohmann::json& params, const std::string& place);
  void engage_magnet(const nlohmann::json& params, const std::string& place);
  void disengage_magnet(const nlohmann::json& params, const std::string& place);
  void set_temperature(const nlohmann::json& params, const std::string& place);
  void await_temperature(const nlohmann::json& params, const std::string& place);
  void deactivate_temperature(const nlohmann::json& params, const std::string& place);
  void set_block(const nlohmann::json& params, const std::string& place);
  void set_lid(const nlohmann::json& params, const std::string& place);
  void open_lid(const nlohmann::json& params, const std::string& place);
  void close_lid(const nlohmann::json& params, const std::string& place);
  void deactivate_block(const nlohmann::json& params, const std::string& place);
  void deactivate_lid(const nlohmann::json& params, const std::string& place);
  void run_profile(const nlohmann::json& params, const std::string& place);
  void await_nothing(const nlohmann::json& params, const std::string& place);

  // Their parts; each complains of what is wrong.
  std::optional<well_target> find_target(const nlohmann::json& params, const std::string& place);
  std::optional<liquid_move> find_liquid_move(const nlohmann::json& params, const std::string& place);
  void move_liquid(const nlohmann::json& params, const std::string& place, const char* kind, const char* command_type);
  const module_in_file* find_module(const nlohmann::json& params, const std::string& place, module_type type);
  std::optional<double> find_number(const nlohmann::json& params, const std::string& place, const char* key);
  /// A step, with its defaults filled in, appended to `steps`.
  void add_step(std::vector<protocol_command>& steps, const char* command_type, const nlohmann::json& params,
                const std::string& place);
  std::vector<protocol_command> one_step(const char* command_type, const nlohmann::json& params, const std::string& place);
  void do_module(const nlohmann::json& params, const std::string& place, module_type type, const char* kind,
                 const std::string& text, std::initializer_list<std::pair<const char*, nlohmann::json>> steps);

  const nlohmann::json& file_;
  nlohmann::ordered_json ordered_file_;
  int schema_version_;
  const file_definitions& definitions_;
  problem_list& problems_;
  legacy_log log_;
  std::map<std::string, std::string> pipettes_;  // the file's id to the run's
  std::map<std::string, labware_in_file> labware_;
  std::map<std::string, module_in_file> modules_;
  std::vector<protocol_command> commands_;
};

}  // namespace deckhand
