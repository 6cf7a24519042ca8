// `--robot URL`: how the robot is reached. `--robot-config FILE` and `--module KIND=URL`: what it has. `--calibration DIR`: what
// was measured of it. `--gcode-log FILE`: what it is told.

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <iterator>

#include "actors/node.hpp"
#include "hardware/gcode_log.hpp"
#include "hardware/link_transport.hpp"
#include "hardware/robot_wires.hpp"
#include "http/command_line/command_line.hpp"

namespace deckhand {
namespace {

// Only a board at a serial port shows that this machine is the robot's own; with several of them nothing tells whose a module is.
std::filesystem::path place_to_find_modules(const serve_options& options) {
  if (options.find_modules == "off") return {};
  if (!options.find_modules.empty()) return options.find_modules;
  return options.robot.starts_with("serial://") && options.robots.size() == 1 ? "/dev" : "";
}

// Where there are modules on links, no others come for the asking; prints what is wrong.
bool add_linked_modules(node_config& config, const serve_options& options) {
  for (const auto& text : options.modules) {
    auto link =
        is_remote(options.robot) ? tl::unexpected{std::string{"the robot's own node has its modules"}} : read_module_link(text);
    if (!link) {
      std::fprintf(stderr, "deckhand: --module: %s\n", link.error().c_str());
      return false;
    }
    config.linked.links.push_back(std::move(*link));
  }
  config.linked.find_in = place_to_find_modules(options);
  std::error_code ignored;
  if (!config.linked.find_in.empty() && !std::filesystem::is_directory(config.linked.find_in, ignored)) {
    std::fprintf(stderr, "deckhand: --find-modules: %s is no directory\n", config.linked.find_in.c_str());
    return false;
  }
  if (!config.linked.are_wanted()) return true;
  config.robot.takes_any_module = false;
  if (options.robot_config.empty()) config.robot.modules.clear();
  return true;
}

tl::expected<std::shared_ptr<robot_wires>, std::string> take_wires(const std::string& device) {
  auto chip = open_gpio_chip(device);
  if (!chip) return tl::unexpected{chip.error()};
  return robot_wires::take(std::move(*chip));
}

// False where it cannot be read, which is told.
bool load_calibration(const serve_options& options, robot_config& robot) {
  if (options.calibration.empty()) return true;
  auto calibration = is_remote(options.robot)
                         ? tl::unexpected{std::string{"it is for the node that drives the robot: give it to `deckhand hardware`"}}
                         : read_robot_calibration(options.calibration);
  if (calibration) {
    robot.calibration = std::make_shared<const robot_calibration>(std::move(*calibration));
    return true;
  }
  std::fprintf(stderr, "deckhand: --calibration: %s\n", calibration.error().c_str());
  return false;
}

}  // namespace

std::optional<robot_config> load_robot_config(const std::filesystem::path& file) {
  if (file.empty()) return usual_robot();
  std::ifstream stream{file, std::ios::binary};
  if (!stream) {
    std::fprintf(stderr, "deckhand: cannot read %s\n", file.c_str());
    return std::nullopt;
  }
  const std::string content{std::istreambuf_iterator<char>{stream}, {}};
  auto config = read_robot_config(content);
  if (config) return std::move(*config);
  for (std::size_t begin = 0; begin < config.error().size();) {
    const auto end = std::min(config.error().find('\n', begin), config.error().size());
    std::fprintf(stderr, "%s: %s\n", file.c_str(), config.error().substr(begin, end - begin).c_str());
    begin = end + 1;
  }
  return std::nullopt;
}

std::optional<node_config> make_node_config(const serve_options& options) {
  auto what_it_has = load_robot_config(options.robot_config);
  auto on_line = open_gcode_log(options.gcode_log);
  if (!what_it_has || !on_line) return std::nullopt;
  node_config config;
  config.time_scale = options.time_scale;
  config.priorities = {options.real_time, options.http_nice};
  config.on_line = std::move(*on_line);
  const bool is_board = options.robot != "emulated" && !is_remote(options.robot);
  // Nothing is there but what a real robot says itself.
  config.robot = is_board && options.robot_config.empty() ? robot_config{} : std::move(*what_it_has);
  if (!add_linked_modules(config, options)) return std::nullopt;
  if (!options.gpio.empty()) {
    auto taken = is_board ? take_wires(options.gpio) : tl::unexpected{std::string{"only a motor board has wires"}};
    if (!taken) {
      std::fprintf(stderr, "deckhand: --gpio: %s\n", taken.error().c_str());
      return std::nullopt;
    }
    config.wires = std::move(*taken);
  }
  if (!load_calibration(options, config.robot)) return std::nullopt;
  if (options.robot == "emulated") return config;
  if (is_remote(options.robot)) {
    config.remote = find_remote_robot(options);
    return config.remote ? std::optional{std::move(config)} : std::nullopt;
  }
  auto open_link = read_robot_url(options.robot);
  if (!open_link) {
    std::fprintf(stderr, "deckhand: %s\n", open_link.error().c_str());
    return std::nullopt;
  }
  config.robot.mounts_take_any_pipette = config.robot.takes_any_module = false;
  if (config.wires) config.robot.revision = config.wires->revision();
  config.open_transport = [open_link = std::move(*open_link), wires = config.wires, real_time = options.real_time] {
    link_transport_config link;
    link.open_link = open_link;
    if (wires) {
      link.set_halt_line = [wires](bool high) { wires->set_halt(high); };
      link.set_reset_line = [wires](bool high) { wires->set_reset(high); };
    }
    link.on_thread_start = [real_time] { prioritise_robot_thread(real_time, "robot_link"); };
    return std::make_unique<link_transport>(std::move(link));
  };
  return config;
}

std::optional<std::function<void(std::string_view)>> open_gcode_log(const std::filesystem::path& file) {
  if (file.empty()) return std::function<void(std::string_view)>{};
  auto log = gcode_log::open(file);
  if (log) return [log = std::move(*log)](std::string_view line) { log->write(line); };
  std::fprintf(stderr, "deckhand: %s\n", log.error().c_str());
  return std::nullopt;
}

}  // namespace deckhand
