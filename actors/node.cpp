#include "actors/node.hpp"

#include <spdlog/spdlog.h>
#include <atomic>
#include <iterator>

#include "actors/engine_gate.hpp"
#include "actors/engine_state.hpp"
#include "actors/http_front_end.hpp"
#include "actors/link_middleman.hpp"
#include "actors/local_robot.hpp"
#include "actors/process_name.hpp"
#include "actors/protocol_analyser.hpp"
#include "actors/remote_driver.hpp"
#include "actors/run_store_actor.hpp"
#include "runtime/recovery.hpp"

namespace deckhand {
namespace {

constexpr std::chrono::seconds stop_limit{4};

// `sharing`: with the handful of pooled actors here, `stealing` only adds workers that poll idle queues next to the robot's
// threads.
caf::actor_system_config make_system_config(const node_config& of_node) {
  register_message_types();
  caf::actor_system_config config;
  config.set("caf.scheduler.policy", "sharing");
  config.set("caf.scheduler.max-threads", 2);
  std::vector<std::string> watched;
  for (const auto name : watched_actor_names) watched.emplace_back(name);
  config.set("caf.metrics-filters.actors.includes", watched);
  if (of_node.remote || of_node.published)
    load_network(config, of_node.remote ? of_node.remote->link_timeout : of_node.published->link_timeout);
  return config;
}

struct opened_store {
  std::unique_ptr<run_store> store;
  std::string error;
  std::uint64_t last_sequence = 0;
  std::shared_ptr<std::vector<event>> history = std::make_shared<std::vector<event>>();
};

// Before anybody can look: what a crash left open is closed, in the journal and in what is folded from it.
void close_what_is_open(opened_store& opened, wall_time now) {
  auto closing = recover_journal(*opened.history, now).closing_events;
  for (auto& what : closing) what.sequence = ++opened.last_sequence;
  if (const auto written = opened.store->append(closing); !written) opened.error = written.error();
  std::move(closing.begin(), closing.end(), std::back_inserter(*opened.history));
}

opened_store open_store(const std::filesystem::path& directory, wall_time now) {
  opened_store opened;
  auto store = run_store::open(directory);
  if (!store) {
    opened.error = store.error();
    return opened;
  }
  const auto loaded = store->load([&](event what) { opened.history->push_back(std::move(what)); });
  if (!loaded) {
    opened.error = loaded.error();
    return opened;
  }
  if (loaded->bad_rows != 0)
    spdlog::error("run store: {} unreadable rows, the first: {}", loaded->bad_rows, loaded->first_bad_row);
  opened.last_sequence = loaded->last_sequence;
  opened.store = std::make_unique<run_store>(std::move(*store));
  close_what_is_open(opened, now);
  return opened;
}

}  // namespace

struct node::parts {
  explicit parts(node_config config);
  void spawn(node_config& config, opened_store stored);
  hardware_driver_actor spawn_driver(node_config& config);

  const std::shared_ptr<const clock_source> clock = std::make_shared<system_clock_source>();
  caf::actor_system_config system_config;
  std::shared_ptr<std::atomic<bool>> is_stopping = std::make_shared<std::atomic<bool>>(false);
  std::shared_ptr<mailbox_maxima> maxima = std::make_shared<mailbox_maxima>();
  std::shared_ptr<picture_board> board = std::make_shared<picture_board>(std::make_shared<read_model>());
  std::shared_ptr<module_window> modules;
  std::shared_ptr<verb_timing> verbs = std::make_shared<verb_timing>();
  bool is_stopped = false;
  caf::actor_system system{system_config};  // ends after all that follows has let go of its actors
  http_front_end_actor front_end;
  run_store_actor store;
  caf::actor middleman;  // empty where the robot is here
  hardware_driver_actor driver;
  protocol_analyser_actor analyser;
  engine_state_actor engine;
  caf::io::middleman_actor publisher;  // this and the gate: empty where nobody follows from elsewhere
  engine_gate_actor gate;
  std::unique_ptr<http_front_end_port> port;
};

node::parts::parts(node_config config) : system_config(make_system_config(config)) {
  auto stored = config.data_dir.empty() ? opened_store{} : open_store(config.data_dir, clock->wall_now());
  spawn(config, std::move(stored));
}

void node::parts::spawn(node_config& config, opened_store stored) {
  const bool real_time = config.priorities.real_time;
  modules = std::make_shared<module_window>(clock, config.time_scale);
  front_end = spawn_http_front_end(system, {board, clock, maxima, stored.history});
  store = spawn_run_store(system, {std::move(stored.store), stored.error, front_end, maxima, {modules, &modules->lines().store}});
  driver = spawn_driver(config);
  analyser = spawn_protocol_analyser(system, {clock, is_stopping, config.priorities.reporting_nice, config.script_process});
  auto process_of_runs = config.script_process;
  if (!config.data_dir.empty()) process_of_runs.kept_data = config.data_dir / "protocol-data";
  const auto spawn_script = [this, setup = script_host_setup{std::move(process_of_runs), real_time}](script_order order) {
    return spawn_script_host(system, std::move(order), setup);
  };
  if (config.published) {
    publisher = spawn_link_middleman(system, {config.published->identity, config.published->link_timeout});
    gate = spawn_engine_gate(system, {store, board, modules, clock, config.published->name, stored.last_sequence});
  }
  const protocol_executor_setup executor_setup{driver, clock, maxima, config.time_scale, real_time, spawn_script, verbs};
  const auto spawn_executor = [this, executor_setup](run_order order) {
    return spawn_protocol_executor(system, std::move(order), executor_setup);
  };
  engine = spawn_engine_state(system, {spawn_executor, store, front_end, analyser, clock, maxima, stored.history,
                                       stored.last_sequence, driver, config.allow_native_scripts, verbs, gate});
  port = std::make_unique<http_front_end_port>(front_end, board, maxima, modules, verbs);
}

hardware_driver_actor node::parts::spawn_driver(node_config& config) {
  if (!config.remote) return spawn_local_robot(system, take_local_robot(config), clock, maxima, modules);
  const auto timeout = config.remote->link_timeout;
  middleman = caf::actor_cast<caf::actor>(spawn_link_middleman(system, {config.remote->identity, timeout * 2 / 3}));
  const link_target target{"robot", middleman, config.remote->node, name_of_this_process(), clock, timeout};
  return spawn_remote_driver(system, {target, maxima, modules, config.priorities.real_time});
}

local_robot take_local_robot(node_config& config) {
  return {config.time_scale,         config.priorities.real_time, std::move(config.robot), std::move(config.open_transport),
          std::move(config.on_line), std::move(config.linked),    std::move(config.wires)};
}

node::node(node_config config) : parts_(std::make_unique<parts>(std::move(config))) {}

node::~node() { stop(); }

tl::expected<std::uint16_t, std::string> node::publish(const node_address& address) {
  return publish_at(address, parts_->publisher, caf::actor_cast<caf::strong_actor_ptr>(parts_->gate));
}

front_end_port& node::port() { return *parts_->port; }

void node::stop() {
  if (std::exchange(parts_->is_stopped, true)) return;
  parts_->is_stopping->store(true);
  auto stopped = parts_->port->submit(shutdown_request{});
  if (stopped.wait_for(stop_limit) != std::future_status::ready) spdlog::error("the engine did not stop in time");
  caf::anon_send(parts_->front_end, shutdown_atom_v);
  const auto end = [](auto& actor) {
    caf::anon_send_exit(actor, caf::exit_reason::user_shutdown);
    actor = std::remove_reference_t<decltype(actor)>{};
  };
  if (parts_->middleman) caf::anon_send_exit(std::exchange(parts_->middleman, {}), caf::exit_reason::kill);
  if (parts_->publisher) caf::anon_send_exit(parts_->publisher, caf::exit_reason::kill);
  parts_->publisher = caf::io::middleman_actor{};
  if (parts_->gate) end(parts_->gate);
  end(parts_->engine);
  end(parts_->analyser);
  end(parts_->driver);
  end(parts_->store);
}

std::size_t node::running_actors() const { return parts_->system.registry().running(); }

}  // namespace deckhand
