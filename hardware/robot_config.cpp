#include "hardware/robot_config.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "runtime/geometry.hpp"
#include "runtime/module_catalogue.hpp"
#include "runtime/pipette_catalogue.hpp"

namespace deckhand {
namespace {

using nlohmann::json;

class config_reader {
 public:
  tl::expected<robot_config, std::string> read(const json& document) {
    if (!document.is_object()) return tl::unexpected{std::string{"the file: must hold an object"}};
    for (const auto& [name, value] : document.items()) {
      if (name == "pipettes")
        read_pipettes(value);
      else if (name == "modules")
        read_modules(value);
      else if (name == "board")
        read_board(value);
      else
        complain(name, "is not known; there are pipettes, modules and board");
    }
    if (!problems_.empty()) return tl::unexpected{problems_};
    return config_;
  }

 private:
  void complain(const std::string& place, const std::string& what) {
    if (!problems_.empty()) problems_ += '\n';
    problems_ += place + ": " + what;
  }

  void read_pipettes(const json& pipettes) {
    config_.mounts_take_any_pipette = false;
    if (!pipettes.is_object()) return complain("pipettes", "must be an object with left and right");
    for (const auto& [name, value] : pipettes.items()) {
      const auto place = "pipettes." + name;
      const auto on = parse_mount(name);
      if (!on)
        complain(place, "is no mount; there are left and right");
      else if (!value.is_null())
        read_pipette(value, place, *on);
    }
  }

  void read_pipette(const json& given, const std::string& place, mount on) {
    const auto& told = given.is_object() && given.contains("model") ? given.at("model") : given;
    const auto name = told.is_string() ? told.get<std::string>() : std::string{};
    const auto* model = find_pipette_model(name) ? find_pipette_model(name) : newest_model_of(name);
    if (!model) return complain(place, "is neither null nor a pipette of an OT-2: " + given.dump());
    auto serial = emulated_pipette_serial(on, name);
    const auto fields = given.is_object() ? given : json::object();
    for (const auto& [key, value] : fields.items()) {
      if (key == "serialNumber" && value.is_string() && !value.get_ref<const std::string&>().empty())
        serial = value.get<std::string>();
      else if (key != "model")
        complain(place + "." + key, key == "serialNumber" ? "must be a text" : "is not known; there are model and serialNumber");
    }
    config_.pipettes[index_of(on)] = emulated_instrument{model->model, std::move(serial)};
  }

  void read_board(const json& board) {
    if (!board.is_object()) return complain("board", "must be an object");
    for (const auto& [name, value] : board.items()) {
      const auto revision = std::ranges::find(board_revision_names, value.is_string() ? value.get<std::string>() : std::string{});
      if (name == "revision" && revision != board_revision_names.end())
        config_.revision = static_cast<board_revision>(revision - board_revision_names.begin());
      else if (name == "revision")
        complain("board.revision", "is none of 2.1, A, B and C: " + value.dump());
      else if (name == "ignoresRelativeMoves" && value.is_boolean())
        config_.ignores_relative_moves = value.get<bool>();
      else
        complain("board." + name, name == "ignoresRelativeMoves" ? "must be true or false"
                                                                 : "is not known; there are revision and ignoresRelativeMoves");
    }
  }

  void read_modules(const json& modules) {
    config_.takes_any_module = false;
    if (!modules.is_array()) return complain("modules", "must be a list");
    for (std::size_t i = 0; i < modules.size(); ++i) read_module(modules[i], "modules[" + std::to_string(i) + "]");
  }

  void read_module(const json& given, const std::string& place) {
    attached_module read;
    if (given.is_object())
      read_fields(given, place, read);
    else
      read_model(given, place, read);
    if (!read.model.empty() && read.serial_number.empty()) read.serial_number = next_serial(read.model);
    const auto is_same = [&](const auto& each) { return each.serial_number == read.serial_number; };
    if (std::ranges::any_of(config_.modules, is_same)) complain(place, "has the serial number of another: " + read.serial_number);
    config_.modules.push_back(std::move(read));
  }

  void read_fields(const json& given, const std::string& place, attached_module& read) {
    if (!given.contains("model")) complain(place + ".model", "is missing");
    for (const auto& [name, value] : given.items()) {
      if (name == "model")
        read_model(value, place + ".model", read);
      else if (name != "serialNumber")
        complain(place + "." + name, "is not known; there are model and serialNumber");
      else if (value.is_string() && !value.get_ref<const std::string&>().empty())
        read.serial_number = value.get<std::string>();
      else
        complain(place + ".serialNumber", "must be a text");
    }
  }

  void read_model(const json& given, const std::string& place, attached_module& read) {
    if (given.is_string() && find_module_model(given.get_ref<const std::string&>()))
      read.model = given.get<std::string>();
    else
      complain(place, "is no module of an OT-2: " + given.dump());
  }

  std::string next_serial(const std::string& model) const {
    const auto known = std::ranges::count(config_.modules, model, &attached_module::model);
    return emulated_serial(model, static_cast<std::size_t>(known) + 1);
  }

  robot_config config_;
  std::string problems_;
};

}  // namespace

robot_config usual_robot() {
  robot_config config;
  const std::array<std::string_view, 2> names{"p10_single", "p300_single"};
  for (const auto on : all_mounts) {
    const auto name = names[index_of(on)];
    config.pipettes[index_of(on)] = emulated_instrument{newest_model_of(name)->model, emulated_pipette_serial(on, name)};
  }
  for (const auto* model : {"thermocyclerModuleV2", "heaterShakerModuleV1", "temperatureModuleV2", "magneticModuleV2"})
    config.modules.push_back({model, emulated_serial(model, 1)});
  return config;
}

tl::expected<robot_config, std::string> read_robot_config(std::string_view text) {
  try {
    return config_reader{}.read(json::parse(text));
  } catch (const json::parse_error& bad) {
    return tl::unexpected{"byte " + std::to_string(bad.byte) + ": is not JSON: " + bad.what()};
  }
}

emulated_board_config board_of(const robot_config& config) {
  return {.instruments = config.pipettes, .ignores_relative_moves = config.ignores_relative_moves};
}

std::string emulated_pipette_serial(mount on, std::string_view name) {
  return "emulated-" + std::string{to_string(on)} + "-" + std::string{name};
}

std::string emulated_serial(std::string_view model, std::size_t number) {
  return "emulated-" + std::string{model} + "-" + std::to_string(number);
}

}  // namespace deckhand
