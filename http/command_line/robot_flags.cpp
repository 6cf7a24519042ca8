#include "http/command_line/robot_flags.hpp"

namespace deckhand {
namespace {

void add_module_flags(CLI::App& command, serve_options& options) {
  command
      .add_option("--module", options.modules,
                  "a module behind a link of its own; KIND is temperature, magnetic, thermocycler or heater-shaker, URL "
                  "serial:///dev/ttyX or tcp://HOST:PORT; repeatable")
      ->type_name("KIND=URL")
      ->allow_extra_args(false)
      ->envname("DECKHAND_MODULE")
      ->delimiter(',');
  command
      .add_option(
          "--find-modules", options.find_modules,
          "directory in which an OT-2 names its modules' ports (ot_module_tempdeck0 …): they are used as they are plugged "
          "in; off: none are; default: /dev for a board at serial://, else off")
      ->type_name("DIR|off")
      ->envname("DECKHAND_FIND_MODULES");
}

}  // namespace

void add_gcode_log(CLI::App& command, std::filesystem::path& file) {
  command.add_option("--gcode-log", file, "write what the robot is sent into this file, one G-code a line")
      ->envname("DECKHAND_GCODE_LOG");
}

void add_node_flags(CLI::App& command, serve_options& options) {
  command.add_option("--time-scale", options.time_scale, "1 moves in real time, 0 as fast as possible, 0.1 ten times as fast")
      ->envname("DECKHAND_TIME_SCALE")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str();
  command
      .add_option("--robot-config", options.robot_config,
                  "JSON file that tells which pipettes and modules the emulated robot has")
      ->envname("DECKHAND_ROBOT_CONFIG");
  command
      .add_option("--calibration", options.calibration,
                  "folder with the robot's calibration as the OT-2's own software keeps it, which there is /data")
      ->envname("DECKHAND_CALIBRATION");
  command
      .add_option("--gpio", options.gpio,
                  "GPIO device of a real robot, an OT-2's is /dev/gpiochip0: halt and reset of its motor board, lights, door and "
                  "the board's revision")
      ->envname("DECKHAND_GPIO");
  add_module_flags(command, options);
  add_gcode_log(command, options.gcode_log);
  command.add_flag("--real-time", options.real_time, "ask for real-time priority (SCHED_FIFO) for the robot's threads")
      ->envname("DECKHAND_REAL_TIME");
}

void add_robot_flag(CLI::App& command, std::string& robot) {
  command.add_option("--robot", robot, about_robot)->envname("DECKHAND_ROBOT")->capture_default_str();
}

void add_link_flags(CLI::App& command, serve_options& options) {
  command
      .add_option("--link-timeout", options.link_timeout_s,
                  "seconds of silence after which a link between nodes counts as lost, 0.5 at least")
      ->envname("DECKHAND_LINK_TIMEOUT")
      ->check(CLI::Range(0.5, 3600.0))
      ->capture_default_str();
  command
      .add_option("--node-certs", options.node_certificates,
                  "this node's directory from `deckhand certs issue`: links are encrypted, and to nodes of the same lab only")
      ->envname("DECKHAND_NODE_CERTS")
      ->check(CLI::ExistingDirectory);
  command
      .add_flag("--insecure-links", options.insecure_links,
                "link nodes over the network without certificates, though nothing is encrypted and anybody there can take the "
                "robot")
      ->envname("DECKHAND_INSECURE_LINKS");
}

}  // namespace deckhand
