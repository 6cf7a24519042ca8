#include "native/native_main.hpp"

#include <caf/all.hpp>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "native/node_channel.hpp"
#include "native/run_link.hpp"
#include "native/script_library.hpp"
#include "native/script_watchdog.hpp"
#include "runtime/base64.hpp"
#include "runtime/script_sandbox.hpp"

namespace deckhand {
namespace {

using nlohmann::json;

constexpr int exit_code_of_refusal = 70;
constexpr std::chrono::milliseconds longest_handler_limit{60'000};

int refuse(const std::string& reason) {
  std::fprintf(stderr, "cannot run scripts: %s\n", reason.c_str());
  return exit_code_of_refusal;
}

std::string too_long(std::chrono::milliseconds limit) {
  return "A handler of the script ran for longer than " + std::to_string(limit.count()) + " ms.";
}

[[noreturn]] void finish(node_channel& node, const std::optional<command_error>& error) {
  std::fflush(nullptr);
  node.finish(finished_json(error));
}

tl::expected<const script::entry*, std::string> load(const json& request, script::handler_watch& watch) {
  const auto bytes = from_base64(request.at("library").get_ref<const std::string&>());
  if (!bytes) return tl::unexpected{std::string{"It did not arrive whole."}};
  watch.begin();
  auto entry = load_script(*bytes);
  watch.end();
  return entry;
}

// --- describing ---

json describe_error(const std::string& detail) {
  return {{"error", {{"errorType", "ScriptNotLoadedError"}, {"errorCode", "4000"}, {"detail", detail}}}};
}

[[noreturn]] void say(node_channel& node, const json& description) {
  node.finish(json{{"described", description}}.dump(-1, ' ', false, json::error_handler_t::replace));
}

[[noreturn]] void describe(node_channel& node, const json& request) {
  script_watchdog watchdog{[&node](std::chrono::milliseconds limit) {
    say(node, describe_error("Its initialisers ran for longer than " + std::to_string(limit.count()) + " ms."));
  }};
  const auto entry = load(request, watchdog.loading());
  if (!entry) say(node, describe_error(entry.error()));
  const auto& about = (*entry)->about;
  say(node, {{"metadata", {{"protocolName", about.protocol_name}, {"author", about.author}, {"description", about.text}}}});
}

// --- running ---

run_link_setup make_link(node_channel& node, script_watchdog& watchdog, const script::entry& entry, caf::actor_system& system,
                         const json& request) {
  run_link_setup setup;
  setup.spawn_script = [&system, &watchdog, spawn = entry.spawn](script::run_actor run) {
    watchdog.loading().begin();
    auto script = spawn(system, {std::move(run), &watchdog.handlers()});
    watchdog.loading().end();
    return script;
  };
  setup.send_frame = [&node](const std::string& frame) { node.send(frame); };
  setup.on_end = [&node](const std::optional<command_error>& error) { finish(node, error); };
  setup.on_cancelled = [&node] { node.finish(finished_cancelled_json()); };
  setup.started = {request.at("fileName"), request.at("isSimulating")};
  return setup;
}

[[noreturn]] void run(node_channel& node, const json& request) {
  script_watchdog watchdog{[&node](std::chrono::milliseconds limit) {
    node.finish(finished_json(command_error{"ScriptTimeLimitError", too_long(limit)}));
  }};
  const auto entry = load(request, watchdog.loading());
  if (!entry) finish(node, command_error{"ScriptNotLoadedError", entry.error()});
  watchdog.set_limit(std::min((*entry)->about.handler_limit, longest_handler_limit));
  caf::actor_system_config config;
  config.set("caf.scheduler.policy", "sharing");
  config.set("caf.scheduler.max-threads", 2);
  caf::actor_system system{config};
  const auto link = spawn_run_link(system, make_link(node, watchdog, **entry, system, request));
  while (auto frame = node.receive()) caf::anon_send(link, std::move(*frame));
  std::_Exit(0);  // the node is gone
}

}  // namespace

bool is_native_process(int argc, char** argv) { return argc == 4 && std::strcmp(argv[1], native_process_flag) == 0; }

int run_native_process(int, char** argv) {
  sandbox_limits limits;
  limits.processor_s = static_cast<unsigned>(std::strtoul(argv[2], nullptr, 10));
  const std::filesystem::path folder = argv[3];
  if (auto refused = set_limits(limits); !refused.empty()) return refuse(refused);
  std::setvbuf(stdout, nullptr, _IOLBF, 0);  // each line is a line of the node's log, at once
  caf::init_global_meta_objects<caf::id_block::deckhand_script>();
  caf::core::init_global_meta_objects();
  std::filesystem::current_path(folder);
  if (auto refused = close_sandbox(folder); !refused.empty()) return refuse(refused);
  node_channel node{script_socket_fd};
  const auto first = node.receive();
  if (!first) return 0;  // the node is gone
  const auto request = json::parse(*first);
  if (request.contains("describe")) describe(node, request["describe"]);
  run(node, request.at("start"));
}

}  // namespace deckhand
