#include "runtime/node_address.hpp"

#include "runtime/number_text.hpp"

namespace deckhand {

tl::expected<node_address, std::string> parse_node_address(std::string_view text) {
  const auto refuse = [text] {
    return tl::unexpected{std::string{"an address has the form HOST:PORT, unlike \""}.append(text).append("\"")};
  };
  const auto colon = text.rfind(':');
  if (colon == std::string_view::npos) return refuse();
  auto host = text.substr(0, colon);
  const auto digits = text.substr(colon + 1);
  const bool is_bracketed = host.size() > 2 && host.front() == '[' && host.back() == ']';
  if (is_bracketed) host = host.substr(1, host.size() - 2);
  if (host.empty() || (!is_bracketed && host.find(':') != std::string_view::npos)) return refuse();
  const auto port = number_in<std::uint16_t>(digits);
  if (!port) return refuse();
  return node_address{std::string{host}, *port};
}

std::string to_string(const node_address& address) {
  const bool is_ipv6 = address.host.find(':') != std::string::npos;
  return (is_ipv6 ? "[" + address.host + "]" : address.host) + ":" + std::to_string(address.port);
}

bool is_loopback(std::string_view host) {
  if (host == "localhost" || host == "::1") return true;
  // Of names such as "127.example.org" nobody knows where they lead.
  return host.substr(0, 4) == "127." && host.find_first_not_of("0123456789.") == std::string_view::npos;
}

}  // namespace deckhand
