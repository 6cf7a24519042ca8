// `deckhand emulate`: the emulated motor board behind a TCP port, and modules beside it.

#include <cstdint>
#include <cstdio>

#include "hardware/device_server.hpp"
#include "hardware/emulated_board.hpp"
#include "hardware/emulated_module_firmware.hpp"
#include "http/command_line/command_line.hpp"
#include "http/command_line/signals.hpp"
#include "runtime/number_text.hpp"

namespace deckhand {
namespace {

template <class Value>
using result = tl::expected<Value, std::string>;

struct part {
  std::string model;  // empty: the board
  int port = 0;
  device_server_config server;
};

// "MODEL" or "MODEL:PORT"; `parts` are those before it.
result<part> read_module(std::string_view text, double time_scale, const std::vector<part>& parts) {
  const auto colon = std::min(text.find(':'), text.size());
  const auto* model = find_module_model(text.substr(0, colon));
  if (!model) {
    std::string known;
    for (const auto& each : all_module_models()) known.append(known.empty() ? "" : ", ").append(each.name);
    return tl::unexpected{"--module: \"" + std::string{text.substr(0, colon)} + "\" is no module; there are " + known + "."};
  }
  const auto number = colon < text.size() ? text.substr(colon + 1) : "0";
  const auto port = number_in<std::uint16_t>(number);
  if (!port) return tl::unexpected{"--module: \"" + std::string{number} + "\" is no port."};
  const auto before = std::ranges::count(parts, model->name, &part::model);
  auto serial = emulated_serial(model->name, static_cast<std::size_t>(before) + 1);
  return part{
      std::string{model->name}, *port, {std::make_unique<emulated_module_firmware>(*model, std::move(serial)), time_scale, {}}};
}

// A fault with "MODEL/" in front happens to every module of that model, others to the board.
result<void> add_fault(std::string_view text, std::vector<part>& parts) {
  const auto slash = text.substr(0, text.find('@')).find('/');
  const auto model = slash == std::string_view::npos ? std::string_view{} : text.substr(0, slash);
  const auto fault = read_device_fault(slash == std::string_view::npos ? text : text.substr(slash + 1));
  if (!fault) return tl::unexpected{"--fault: " + fault.error()};
  bool is_anywhere = false;
  for (auto& each : parts) {
    if (each.model != model) continue;
    is_anywhere = true;
    if (!can_have(*each.server.device, fault->kind))
      return tl::unexpected{"--fault: \"" + std::string{to_string(fault->kind)} + "\" cannot happen to a " +
                            (model.empty() ? "motor board" : std::string{model}) + "."};
    each.server.faults.push_back(*fault);
  }
  if (!is_anywhere) return tl::unexpected{"--fault: there is no --module \"" + std::string{model} + "\"."};
  return {};
}

result<std::vector<part>> find_parts(const emulate_options& options, const robot_config& robot) {
  std::vector<part> parts;
  parts.push_back({"", options.port, {std::make_unique<emulated_board>(board_of(robot)), options.time_scale, {}}});
  for (const auto& text : options.modules) {
    auto module = read_module(text, options.time_scale, parts);
    if (!module) return tl::unexpected{module.error()};
    parts.push_back(std::move(*module));
  }
  for (const auto& text : options.faults)
    if (const auto added = add_fault(text, parts); !added) return tl::unexpected{added.error()};
  return parts;
}

// The board comes last: whoever reads that it is ready can reach everything.
result<std::vector<std::unique_ptr<device_server>>> serve_parts(std::vector<part> parts, const std::string& host) {
  std::vector<std::unique_ptr<device_server>> servers;
  std::ranges::rotate(parts, parts.begin() + 1);
  for (auto& each : parts) {
    servers.push_back(std::make_unique<device_server>(std::move(each.server)));
    const auto port = servers.back()->listen(host, each.port);
    if (!port) return tl::unexpected{port.error()};
    if (each.model.empty())
      std::printf("deckhand board ready on tcp://%s:%d\n", host.c_str(), *port);
    else
      std::printf("deckhand emulates %s at tcp://%s:%d\n", each.model.c_str(), host.c_str(), *port);
  }
  std::fflush(stdout);
  return servers;
}

}  // namespace

int emulate_robot(const emulate_options& options) {
  const auto robot = load_robot_config(options.robot_config);
  if (!robot) return 2;
  auto parts = find_parts(options, *robot);
  auto servers = parts ? serve_parts(std::move(*parts), options.host) : tl::unexpected{parts.error()};
  if (!servers) {
    std::fprintf(stderr, "deckhand: %s\n", servers.error().c_str());
    return 2;
  }
  wait_for_stop_signal();
  return 0;
}

}  // namespace deckhand
