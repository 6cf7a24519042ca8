// Links between nodes: encrypted, refused, and given up in time.

#include "actors/link_middleman.hpp"

#include <spdlog/sinks/ringbuffer_sink.h>
#include <spdlog/spdlog.h>
#include <sys/stat.h>

#include <catch2/catch.hpp>

#include "actors/interfaces.hpp"
#include "runtime/certificate_authority.hpp"
#include "tests/support/patience.hpp"
#include "tests/support/server_process.hpp"

using namespace deckhand;
using namespace deckhand::testing;

namespace {

using echo_actor = caf::typed_actor<caf::result<std::string>(std::string)>;

/// A node's actor system, with its way to others.
struct linked_node {
  explicit linked_node(link_identity_ptr identity, std::chrono::milliseconds patience = std::chrono::seconds{2})
      : middleman(spawn_link_middleman(system, {std::move(identity), patience})) {}
  ~linked_node() {
    caf::anon_send_exit(middleman, caf::exit_reason::kill);
    caf::anon_send_exit(published, caf::exit_reason::kill);
  }
  static caf::actor_system_config configure() {
    register_message_types();
    caf::actor_system_config config;
    config.set("caf.scheduler.max-threads", 1);
    load_network(config, std::chrono::seconds{2});
    return config;
  }
  std::uint16_t publish_echo() {
    const echo_actor echo = system.spawn([]() -> echo_actor::behavior_type { return {[](std::string& text) { return text; }}; });
    published = caf::actor_cast<caf::actor>(caf::actor_cast<caf::strong_actor_ptr>(echo));
    return publish_at({"127.0.0.1", 0}, middleman, caf::actor_cast<caf::strong_actor_ptr>(echo)).value();
  }
  tl::expected<echo_actor, std::string> find_echo(const std::string& host, std::uint16_t port) {
    auto ask = caf::make_function_view(middleman);
    auto found = ask(caf::connect_atom_v, host, port);
    if (!found) return tl::unexpected{explain(found.error())};
    return caf::actor_cast<echo_actor>(std::get<1>(*found));
  }

  caf::actor_system_config config = configure();
  caf::actor_system system{config};
  caf::io::middleman_actor middleman;
  caf::actor published;
};

link_identity_ptr identity_of(const std::filesystem::path& lab, const std::string& name) {
  if (!std::filesystem::exists(lab)) REQUIRE(make_certificate_authority(lab));
  return link_identity::load(issue_node_certificate(lab, name).value()).value();
}

/// What is logged while it lives.
class log_book {
 public:
  log_book() { spdlog::set_default_logger(std::make_shared<spdlog::logger>("test", lines_)); }
  ~log_book() { spdlog::set_default_logger(usual_); }
  /// The first line, once there is one.
  std::string first_line() const {
    const auto look = [this]() -> std::optional<std::string> {
      const auto lines = lines_->last_formatted();
      return lines.empty() ? std::nullopt : std::optional{lines.front()};
    };
    return ask_until(look, "a line in the log");
  }

 private:
  std::shared_ptr<spdlog::sinks::ringbuffer_sink_mt> lines_ = std::make_shared<spdlog::sinks::ringbuffer_sink_mt>(16);
  std::shared_ptr<spdlog::logger> usual_ = spdlog::default_logger();
};

bool contains(const std::string& text, const char* part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("an encrypted link carries messages of all sizes, whole and in order") {
  const temporary_directory folder;
  linked_node robot{identity_of(folder.path() / "lab", "ada")}, engine{identity_of(folder.path() / "lab", "engine")};
  auto ask = caf::make_function_view(engine.find_echo("127.0.0.1", robot.publish_echo()).value());
  for (const std::size_t size : {0UL, 1UL, 1000UL, 16'384UL, 16'385UL, 100'000UL, 3'000'000UL})
    for (const char filling : {'a', 'b', 'c'}) {
      const std::string text(size, filling);
      const auto back = ask(text);
      REQUIRE(back);
      CHECK(*back == text);
    }
}

TEST_CASE("a node of another lab is refused, and both ends say why") {
  const temporary_directory folder;
  const log_book book;
  linked_node robot{identity_of(folder.path() / "lab", "ada")}, stranger{identity_of(folder.path() / "other", "engine")};
  const auto found = stranger.find_echo("127.0.0.1", robot.publish_echo());
  REQUIRE_FALSE(found);
  CHECK(contains(found.error(), "the other node's certificate is not of this lab's authority"));
  CHECK(contains(book.first_line(), "a node at 127.0.0.1"));
  CHECK(contains(book.first_line(), "does not take this node's certificate"));
}

TEST_CASE("who only knows the lab's authority is refused like any stranger") {
  const temporary_directory folder;
  const log_book book;
  linked_node robot{identity_of(folder.path() / "lab", "ada")};
  (void)identity_of(folder.path() / "other", "engine");
  const auto mixed = folder.path() / "other" / "engine";
  std::filesystem::copy_file(folder.path() / "lab" / authority_file, mixed / authority_file,
                             std::filesystem::copy_options::overwrite_existing);
  linked_node stranger{link_identity::load(mixed).value()};
  const auto found = stranger.find_echo("127.0.0.1", robot.publish_echo());
  REQUIRE_FALSE(found);
  CHECK(contains(found.error(), "the other node does not take this node's certificate"));
  CHECK(contains(book.first_line(), "the other node's certificate is not of this lab's authority"));
}

TEST_CASE("a node that speaks in the clear and one that does not are told so") {
  const temporary_directory folder;
  linked_node with{identity_of(folder.path() / "lab", "ada")}, without{nullptr};
  const auto refused = with.find_echo("127.0.0.1", without.publish_echo());
  REQUIRE_FALSE(refused);
  CHECK(refused.error() == "the other node speaks in the clear");
  const auto silent = without.find_echo("127.0.0.1", with.publish_echo());
  REQUIRE_FALSE(silent);
  CHECK(contains(silent.error(), "a node with certificates answers none without"));
}

TEST_CASE("an attempt to connect ends in time where nobody answers") {
  linked_node node{nullptr, std::chrono::milliseconds{300}};
  const auto begun = std::chrono::steady_clock::now();
  CHECK_FALSE(node.find_echo("192.0.2.1", 9));  // an address that is nobody's (RFC 5737)
  CHECK(std::chrono::steady_clock::now() - begun < std::chrono::seconds{2});
}

TEST_CASE("keys are their owner's, names are not given twice, and nothing is written over") {
  const temporary_directory folder;
  const auto lab = folder.path() / "lab";
  REQUIRE(make_certificate_authority(lab));
  CHECK_FALSE(make_certificate_authority(lab));
  const auto ada = issue_node_certificate(lab, "ada").value();
  for (const auto& key : {lab / authority_key_file, ada / key_file}) {
    struct stat facts {};
    REQUIRE(stat(key.c_str(), &facts) == 0);
    CHECK((facts.st_mode & 0777) == 0600);
  }
  CHECK(contains(issue_node_certificate(lab, "ada").error(), "is taken"));
  CHECK_FALSE(issue_node_certificate(lab, "../ada"));
  CHECK_FALSE(issue_node_certificate(folder.path(), "grace"));
  CHECK_FALSE(link_identity::load(lab));  // an authority is no node
}
