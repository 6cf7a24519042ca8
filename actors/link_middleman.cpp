#include "actors/link_middleman.hpp"

#include <openssl/err.h>
#include <poll.h>
#include <spdlog/spdlog.h>

#include <caf/all.hpp>
#include <caf/io/basp_broker.hpp>
#include <caf/io/middleman.hpp>
#include <caf/io/middleman_actor_impl.hpp>
#include <caf/io/network/default_multiplexer.hpp>
#include <caf/io/network/doorman_impl.hpp>
#include <caf/io/network/stream_impl.hpp>

#include "hardware/board_link.hpp"

namespace deckhand {
namespace {

namespace net = caf::io::network;
using deadline = std::chrono::steady_clock::time_point;

std::string address_of(int socket) {
  const auto host = net::remote_addr_of_fd(socket);
  const auto port = net::remote_port_of_fd(socket);
  return host && port ? to_string(node_address{*host, *port}) : std::string{"an address unknown"};
}

/// How the framework's streams read and write one encrypted connection. Used by the network's thread alone. The listening end's
/// handshake goes on with whatever is read.
class encrypted_bytes {
 public:
  encrypted_bytes(net::native_socket socket, tls_session session)
      : session_(std::move(session)), other_node_(address_of(socket)) {}

  net::rw_state read_some(std::size_t& count, net::native_socket, void* buffer, std::size_t size) {
    ERR_clear_error();
    const int read = SSL_read(session_.get(), buffer, static_cast<int>(size));
    return conclude(read, count, net::rw_state::success);
  }
  net::rw_state write_some(std::size_t& count, net::native_socket, const void* buffer, std::size_t size) {
    count = 0;
    if (size == 0) return net::rw_state::indeterminate;
    ERR_clear_error();
    const int written = SSL_write(session_.get(), buffer, static_cast<int>(size));
    return conclude(written, count, net::rw_state::want_read);
  }
  /// What was decrypted with something else wakes nobody.
  bool must_read_more(net::native_socket, std::size_t) { return SSL_pending(session_.get()) > 0; }

 private:
  net::rw_state conclude(int result, std::size_t& count, net::rw_state when_it_waits_for_input) {
    count = result > 0 ? static_cast<std::size_t>(result) : 0;
    if (result > 0) return net::rw_state::success;
    switch (SSL_get_error(session_.get(), result)) {
      case SSL_ERROR_WANT_READ: return when_it_waits_for_input;
      case SSL_ERROR_WANT_WRITE: return net::rw_state::success;
      default:
        if (!SSL_is_init_finished(session_.get()) && !std::exchange(is_told_, true))
          spdlog::warn("a node at {} was refused: {}", other_node_, reason_of_failure(*session_, result));
        return net::rw_state::failure;
    }
  }

  tls_session session_;
  std::string other_node_;  // its address, which a connection that is gone does not tell any more
  bool is_told_ = false;
};

/// The framework's scribe over other bytes.
class encrypted_scribe final : public caf::io::scribe {
 public:
  encrypted_scribe(net::default_multiplexer& network, net::native_socket socket, tls_session session)
      : scribe(net::conn_hdl_from_socket(socket)), stream_(network, socket, socket, std::move(session)) {}

  void configure_read(caf::io::receive_policy::config config) override {
    stream_.configure_read(config);
    if (!std::exchange(is_launched_, true)) stream_.start(this);
  }
  void ack_writes(bool enable) override { stream_.ack_writes(enable); }
  caf::byte_buffer& wr_buf() override { return stream_.wr_buf(); }
  caf::byte_buffer& rd_buf() override { return stream_.rd_buf(); }
  void graceful_shutdown() override {
    stream_.graceful_shutdown();
    detach(&stream_.backend(), false);
  }
  void flush() override { stream_.flush(this); }
  std::string addr() const override {
    const auto found = net::remote_addr_of_fd(stream_.fd());
    return found ? *found : std::string{};
  }
  std::uint16_t port() const override {
    const auto found = net::remote_port_of_fd(stream_.fd());
    return found ? *found : std::uint16_t{0};
  }
  void add_to_loop() override { stream_.activate(this); }
  void remove_from_loop() override { stream_.passivate(); }

 private:
  bool is_launched_ = false;
  net::stream_impl<encrypted_bytes> stream_;
};

class encrypted_doorman final : public net::doorman_impl {
 public:
  encrypted_doorman(net::default_multiplexer& network, net::native_socket socket, link_identity_ptr identity)
      : doorman_impl(network, socket), identity_(std::move(identity)) {}

  bool new_connection() override {
    const auto socket = acceptor_.accepted_socket();
    auto session = detached() ? tls_session{} : identity_->open(socket, link_end::listening);
    if (!session) {
      net::close_socket(socket);
      return false;
    }
    auto& network = acceptor_.backend();
    auto scribe = caf::make_counted<encrypted_scribe>(network, socket, std::move(session));
    const auto handle = scribe->hdl();
    parent()->add_scribe(std::move(scribe));
    return doorman::new_connection(&network, handle);
  }

 private:
  link_identity_ptr identity_;
};

// The socket does not block; it is waited for until the deadline.
tl::expected<void, std::string> shake_hands(SSL& session, int socket, deadline until) {
  for (;;) {
    ERR_clear_error();
    const int result = SSL_do_handshake(&session);
    if (result == 1) return {};
    const int error = SSL_get_error(&session, result);
    if (error != SSL_ERROR_WANT_READ && error != SSL_ERROR_WANT_WRITE) return tl::unexpected{reason_of_failure(session, result)};
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
    pollfd waiting{socket, static_cast<short>(error == SSL_ERROR_WANT_READ ? POLLIN : POLLOUT), 0};
    if (left.count() <= 0 || ::poll(&waiting, 1, static_cast<int>(left.count())) == 0)
      return tl::unexpected{std::string{"the other node does not answer"}};
  }
}

class link_middleman final : public caf::io::middleman_actor_impl {
 public:
  link_middleman(caf::actor_config& config, caf::actor broker, link_setup setup)
      : middleman_actor_impl(config, std::move(broker)), setup_(std::move(setup)) {}

  const char* name() const override { return "link_middleman"; }

 protected:
  caf::expected<caf::io::scribe_ptr> connect(const std::string& host, std::uint16_t port) override {
    const auto failed = [](std::string why) { return caf::make_error(caf::sec::cannot_connect_to_node, std::move(why)); };
    const auto until = std::chrono::steady_clock::now() + setup_.connect_within;
    auto socket = open_tcp(host, std::to_string(port), setup_.connect_within);
    if (!socket) return failed(std::move(socket.error()));
    if (!setup_.identity) return network().new_scribe(socket->release());
    auto session = setup_.identity->open(socket->get(), link_end::connecting);
    if (!session) return failed(take_tls_problem());
    if (auto shaken = shake_hands(*session, socket->get(), until); !shaken) return failed(std::move(shaken.error()));
    spdlog::debug("connected to the node {} at {}:{}", name_of_other_node(*session), host, port);
    return caf::make_counted<encrypted_scribe>(network(), socket->release(), std::move(session));
  }

  caf::expected<caf::io::doorman_ptr> open(std::uint16_t port, const char* address, bool reuse) override {
    if (!setup_.identity) return middleman_actor_impl::open(port, address, reuse);
    auto socket = net::new_tcp_acceptor_impl(port, address, reuse);
    if (!socket) return std::move(socket.error());
    return caf::make_counted<encrypted_doorman>(network(), *socket, setup_.identity);
  }

 private:
  net::default_multiplexer& network() { return dynamic_cast<net::default_multiplexer&>(system().middleman().backend()); }

  link_setup setup_;
};

}  // namespace

caf::io::middleman_actor spawn_link_middleman(caf::actor_system& system, link_setup setup) {
  return system.spawn<link_middleman, caf::detached>(system.middleman().named_broker<caf::io::basp_broker>("BASP"),
                                                     std::move(setup));
}

tl::expected<std::uint16_t, std::string> publish_at(const node_address& address, const caf::io::middleman_actor& middleman,
                                                    const caf::strong_actor_ptr& whom) {
  auto ask = caf::make_function_view(middleman);
  const auto port = ask(caf::publish_atom_v, address.port, whom, std::set<std::string>{}, address.host, true);
  if (!port) return tl::unexpected{"cannot listen on " + to_string(address) + ": " + caf::to_string(port.error())};
  return *port;
}

std::string explain(const caf::error& reason) {
  if (const auto view = caf::make_const_typed_message_view<std::string>(reason.context())) return caf::get<0>(view);
  if (reason == caf::sec::request_timeout || reason == caf::sec::connection_timeout ||
      reason == caf::sec::disconnect_during_handshake)
    return "no answer came (a node with certificates answers none without)";
  return caf::to_string(reason);
}

}  // namespace deckhand
